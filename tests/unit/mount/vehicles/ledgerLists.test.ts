// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../../../src/shared/kernel/time/time.ts'
import type { Role } from '../../../../src/shared/kernel/roles.ts'
import { vehiclesContracts } from '../../../../src/shared/vehicles/routes.ts'
import { useReplayStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { give, sentTo } from '../../../builders/mount/given.ts'
import { all, one, pressOn, read, readAll, saying } from '../../../builders/mount/hand.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { useScreen } from '../../../builders/mount/screen.ts'
import { refusal, settled, type Stage } from '../../../builders/mount/stage.ts'

vi.mock(
  '../../../../src/widgets/chart/echarts.ts',
  async () => await import('../../../builders/mount/charts.ts'),
)

const screen = useScreen()
const open = async (
  section: string,
  before: (stage: Stage) => void,
  role: Role = 'manager',
): Promise<Stage> => {
  const stage = await screen.panel('vehicle-ledger', { role, before })
  await pressOn(`[data-section=${section}]`)
  return stage
}
const rows = (): string[][] =>
  all('[role=rowgroup] [role=row]').map((row) => [...row.querySelectorAll('[role=cell]')].map(read))
const choices = (): string[] => readAll('.choices button')
const told = (): string => read('.list > .quiet')

const row = (vehicle: string, severity: 'yellow' | 'red', from: number) => ({
  vehicle,
  plate: `桂A·${vehicle}`,
  unit: 'U1',
  unitName: '财政局',
  region: '450103',
  regionName: '青秀',
  day: '2026-06-14',
  from,
  to: from + HOUR_MS,
  km: 1234.56,
  severity,
  begin: { lon: 108, lat: 22 },
  far: { lon: 108, lat: 22 },
})
const DAYS = [
  { day: '2026-06-14', regions: 3, drives: 1200, excused: 4, found: 2 },
  { day: '2026-06-13', regions: 3, drives: 900, excused: 0, found: 1 },
]
const START = NOW - 30 * HOUR_MS
const giveList =
  (part: { days?: typeof DAYS; total?: number } = {}) =>
  (stage: Stage): void =>
    give(stage, vehiclesContracts.uncovered, () => {
      const total = part.total ?? 3
      return {
        days: part.days ?? DAYS,
        rows: total === 0 ? [] : [row('V1', 'red', START), row('V2', 'yellow', START)],
        total,
      }
    })

describe('drives without an order', () => {
  it('stand day by day with what was looked at, and each with when and how far', async () => {
    const stage = await open('uncovered', giveList())
    expect(choices()).toEqual([
      '全部日期3',
      '2026-06-142已核 3 个县级、1,200 次出车;维修年检等不计 4 次',
      '2026-06-131已核 3 个县级、900 次出车;维修年检等不计 0 次',
    ])
    expect(told()).toBe('显示 2 / 共 3')
    expect(rows()).toEqual([
      [
        expect.stringContaining('非工作时段'),
        '桂A·V1',
        '财政局',
        '青秀',
        '06-14 04:07 – 05:07',
        '1,234.6 km',
      ],
      [
        expect.stringMatching(/(?<!非)工作时段$/),
        '桂A·V2',
        '财政局',
        '青秀',
        '06-14 04:07 – 05:07',
        '1,234.6 km',
      ],
    ])
    await pressOn(all('.choices button')[1])
    expect(sentTo(stage, vehiclesContracts.uncovered).map(({ query }) => query)).toEqual([
      { region: '450100', limit: '1000' },
      { region: '450100', limit: '1000', day: '2026-06-14' },
    ])
    expect(screen.faults()).toEqual([])
  })

  it('are shown on the map as driven, from a minute before', async () => {
    await open('uncovered', giveList())
    await pressOn(all('[role=rowgroup] [role=row]')[0])
    expect([useViewStore().place, useViewStore().selection]).toEqual([
      '450103',
      { kind: 'vehicle', id: 'V1' },
    ])
    expect([useReplayStore().asked, useReplayStore().rate]).toEqual([{ at: START - MINUTE_MS }, 60])
  })

  it('say that there are none, and that nothing was looked at yet', async () => {
    await open('uncovered', giveList({ total: 0 }))
    expect([told(), rows()]).toEqual(['没有无派单的出车', []])
    await open('uncovered', giveList({ days: [], total: 0 }))
    expect(told()).toBe('尚未核对:每日零点半起核对前一日轨迹')
  })
})

describe('what the ledger’s rules found', () => {
  const finding = (id: string, rule: string, vehicle: string | null) => ({
    id,
    rule,
    severity: 'red' as const,
    vehicle,
    plate: vehicle ? '桂A·12345' : null,
    unit: 'U1',
    unitName: '财政局',
    at: NOW,
    text: { zh: `问题${id}`, en: `finding ${id}` },
  })
  const giveFindings = (stage: Stage): void =>
    give(stage, vehiclesContracts.findings, (drawn) => ({
      ...drawn,
      rules: [
        { rule: 'VH-06', severity: 'red' as const, count: 1234 },
        { rule: 'XX-99', severity: 'yellow' as const, count: 1 },
      ],
      rows: [finding('a', 'VH-06', 'V1'), finding('b', 'XX-99', null)].map((row, i) => ({
        ...(drawn.rows[i] as (typeof drawn.rows)[number]),
        ...row,
      })) as typeof drawn.rows,
      total: 1235,
    }))

  it('stands by rule with its source, and case by case; a rule that this screen does not know stands by its code', async () => {
    const stage = await open('findings', giveFindings)
    expect(choices()[0]).toMatch(/VH-06 .+1,234.+\[[TSVMD]\]$/)
    expect(choices()[1]).toMatch(/XX-99 1$/)
    expect(told()).toBe('全部规则 · 显示 2 / 共 1235')
    expect(rows().map((cells) => cells.slice(1))).toEqual([
      ['桂A·12345', '财政局', '问题a', '2026-06-15'],
      ['—', '财政局', '问题b', '2026-06-15'],
    ])
    await pressOn(all('.choices button')[0])
    expect(told()).toBe('VH-06 · 显示 2 / 共 1235')
    expect(sentTo(stage, vehiclesContracts.findings).map(({ query }) => query)).toEqual([
      { region: '450100', limit: '500' },
      { region: '450100', limit: '500', rule: 'VH-06' },
    ])
    expect(screen.faults()).toEqual([])
  })

  it('leads to the vehicle of a case, and to the unit where it is no one vehicle’s', async () => {
    await open('findings', giveFindings)
    await pressOn(all('[role=rowgroup] [role=row]')[0])
    expect(useViewStore().selection).toEqual({ kind: 'vehicle', id: 'V1' })
    await pressOn(all('[role=rowgroup] [role=row]')[1])
    expect(useViewStore().selection).toEqual({ kind: 'unit', id: 'U1' })
  })

  it('is nothing where no rule found anything', async () => {
    await open('findings', (stage) =>
      give(stage, vehiclesContracts.findings, () => ({ rules: [], rows: [], total: 0 })),
    )
    expect([readAll('.choices .quiet'), told()]).toEqual([['没有发现问题'], '全部规则 · 显示 0 / 共 0'])
  })
})

const giveBoard = (stage: Stage): void =>
  give(stage, vehiclesContracts.orders, (drawn) => ({
    ...drawn,
    steps: drawn.steps.slice(0, 2).map((step, i) => ({
      ...step,
      step: i === 0 ? ('review' as const) : ('accept' as const),
      count: 5 + i,
      overdue: i,
    })),
    orders: drawn.orders.slice(0, 2).map((order, i) => ({
      ...order,
      id: `P${i}`,
      plate: `桂A·${i}`,
      unitName: '财政局',
      reason: '开会',
      start: NOW,
      step: 'review' as const,
      due: i === 0 ? NOW - HOUR_MS : null,
      overdue: i === 0,
    })),
    total: 11,
    overdue: 1,
  }))
const askedOrders = (stage: Stage): unknown[] =>
  sentTo(stage, vehiclesContracts.orders).map(({ query }) => query)

describe('the board of orders', () => {
  it('lists the open orders with whose turn it is and until when, the overdue marked', async () => {
    await open('orders', giveBoard)
    expect(rows()).toEqual([
      ['桂A·0', '财政局', '开会', '06-15 10:07', '审核', '▲ 06-15 09:07'],
      ['桂A·1', '财政局', '开会', '06-15 10:07', '审核', '—'],
    ])
    expect(readAll('.list > .quiet').at(-1)).toBe('全部环节 · 显示 2 / 共 11')
    expect(screen.faults()).toEqual([])
  })

  it('is narrowed to a step, and to what is overdue', async () => {
    const stage = await open('orders', giveBoard)
    await pressOn('.steps button')
    expect(readAll('.list > .quiet').at(-1)).toBe('待审核 · 显示 2 / 共 11')
    expect(read('[data-state] label')).toBe('只看超时 ▲ 1')
    await pressOn('[data-state] label input')
    await pressOn('.steps button')
    expect(askedOrders(stage)).toEqual([
      { region: '450100', limit: '500' },
      { region: '450100', limit: '500', step: 'review' },
      { region: '450100', limit: '500', step: 'review', late: 'true' },
      { region: '450100', limit: '500', late: 'true' },
    ])
  })

  it('opens one order beside it, and puts it away', async () => {
    const stage = await open('orders', giveBoard)
    await pressOn(all('[role=rowgroup] [role=row]')[1])
    expect(sentTo(stage, vehiclesContracts.order).map(({ params }) => params)).toEqual([{ id: 'P1' }])
    expect(one('.orders').classList.contains('opened')).toBe(true)
    await pressOn('.orders .close')
    expect([all('.orders .close'), one('.orders').classList.contains('opened')]).toEqual([[], false])
  })

  it('says that it failed, and is read again by the retry', async () => {
    const stage = await open('orders', (before) =>
      give(before, vehiclesContracts.orders, () => refusal(503, 'unavailable')),
    )
    expect(read('.orders .words p')).toBe('读取失败')
    giveBoard(stage)
    await pressOn(saying('重试'))
    expect(rows()).toHaveLength(2)
  })
})

describe('the five indices', () => {
  const asked = (stage: Stage): unknown[] =>
    sentTo(stage, vehiclesContracts.indices).map(({ query }) => query)

  it('are of parts, counties or units by a press, beside the weights of their parts', async () => {
    const stage = await open('indices', () => undefined)
    expect(readAll('table b').every((share) => /^\d+(\.\d)?%$/.test(share))).toBe(true)
    for (const kind of ['全部县级', '使用单位']) {
      await pressOn(saying(kind))
      expect(saying(kind).getAttribute('aria-pressed')).toBe('true')
    }
    await settled()
    expect(asked(stage)).toEqual([
      { region: '450100', of: 'children' },
      { region: '450100', of: 'counties' },
      { region: '450100', of: 'units' },
    ])
  })

  it('are one’s own alone for a unit’s account', async () => {
    const stage = await open('indices', () => undefined, 'unit-user')
    expect(all('button').map(read)).not.toContain('全部县级')
    expect(asked(stage)).toEqual([{ region: '450100', of: 'children' }])
  })
})
