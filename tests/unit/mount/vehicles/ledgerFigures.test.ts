// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../../../src/shared/kernel/time/time.ts'
import type { Role } from '../../../../src/shared/kernel/roles.ts'
import type { OverlapList } from '../../../../src/shared/protocol/http.ts'
import { vehiclesContracts } from '../../../../src/shared/vehicles/routes.ts'
import { useReplayStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { give, sentTo } from '../../../builders/mount/given.ts'
import { all, one, pick, pressOn, read, readAll, saying } from '../../../builders/mount/hand.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { useScreen } from '../../../builders/mount/screen.ts'
import { refusal, settled, type Stage } from '../../../builders/mount/stage.ts'

vi.mock(
  '../../../../src/widgets/chart/echarts.ts',
  async () => await import('../../../builders/mount/charts.ts'),
)

const screen = useScreen()
const PLACES: Readonly<Record<string, { name: string; kind: 'region' | 'unit'; parts: readonly string[] }>> =
  {
    '450100': { name: '南宁', kind: 'region', parts: ['450103', '450105'] },
    '450103': { name: '青秀', kind: 'region', parts: ['U1', 'U2'] },
    '450105': { name: '江南', kind: 'region', parts: [] },
    U1: { name: '财政局', kind: 'unit', parts: [] },
    U2: { name: '水利局', kind: 'unit', parts: [] },
  }
const placeOf = (id: string) => ({ id, name: PLACES[id]?.name ?? '', kind: PLACES[id]?.kind ?? 'region' })
const giveFigures = (stage: Stage): void =>
  give(stage, vehiclesContracts.figures, (drawn, { query }) => {
    const id = query.get('unit') ?? query.get('region') ?? ''
    return {
      ...drawn,
      ...placeOf(id),
      period: query.get('period') ?? '2026-05',
      known: ['2025-12', '2026-04', '2026-05'],
      rows: (PLACES[id]?.parts ?? []).flatMap((part, i) => {
        const row = drawn.rows[i]
        return row ? [{ ...row, ...placeOf(part) }] : []
      }),
    }
  })
const order = (
  id: string,
  vehicle: string,
  start: number,
): OverlapList['pairs'][number]['orders'][number] => ({
  id,
  vehicle,
  plate: `桂A·${id}`,
  unit: 'U1',
  unitName: '财政局',
  to: '会展中心',
  reason: '开会',
  start,
  end: start + HOUR_MS,
})
const PAIR = {
  shorter: 'P1',
  longer: 'P2',
  share: 0.83,
  savedKm: 12.34,
  chosen: true,
  orders: [order('P1', 'V1', NOW - 2 * HOUR_MS), order('P2', 'V2', NOW - 3 * HOUR_MS)],
}
const LIST: OverlapList = {
  region: '450103',
  day: '2026-06-14',
  trips: 9,
  overlapping: 2,
  savedKm: 12.34,
  pairs: [PAIR],
  days: [
    { day: '2026-06-14', trips: 9, overlapping: 2 },
    { day: '2026-06-13', trips: 4, overlapping: 0 },
  ],
  total: 1,
  madeAt: NOW,
}
const open = (role: Role = 'manager', list: Partial<OverlapList> = {}): Promise<Stage> =>
  screen.panel('vehicle-ledger', {
    role,
    before: (stage) => {
      giveFigures(stage)
      give(stage, vehiclesContracts.overlaps, () => ({ ...LIST, ...list }))
    },
  })
const title = (): string => read('[data-state] h2')
const asked = (stage: Stage): unknown[] => sentTo(stage, vehiclesContracts.figures).map(({ query }) => query)
const into = (id: string): Promise<void> => pressOn(`.ranked [data-of="${id}"] button`)

describe('costs and rates of a region', () => {
  it('are drilled to a county and a unit by its ranking, and left again step by step', async () => {
    const stage = await open()
    expect(title()).toBe('双费双率 · 南宁 · 2026-05')
    await into('450103')
    expect(title()).toBe('双费双率 · 青秀 · 2026-05')
    await into('U1')
    expect(title()).toBe('双费双率 · 财政局 · 2026-05')
    expect(readAll('.rank .quiet')).toEqual(['没有下级'])
    await pressOn(saying('返回'))
    await pressOn(saying('返回'))
    expect(title()).toBe('双费双率 · 南宁 · 2026-05')
    expect(all('button').map(read)).not.toContain('返回')
    expect(asked(stage).slice(0, 3)).toEqual([{ region: '450100' }, { region: '450103' }, { unit: 'U1' }])
    expect(screen.faults()).toEqual([])
  })

  it('are of any known month or year, the newest first, and stay so while one drills', async () => {
    const stage = await open()
    expect(await pick('period', '2025 年')).toEqual([
      '最近一月',
      '2026 年',
      '2025 年',
      '2026-05',
      '2026-04',
      '2025-12',
    ])
    await into('450103')
    expect(asked(stage).slice(1)).toEqual([
      { region: '450100', period: '2025' },
      { region: '450103', period: '2025' },
    ])
  })

  it('that fail say so, and are read again by the retry', async () => {
    const stage = await open()
    give(stage, vehiclesContracts.figures, () => refusal(503, 'unavailable'))
    await into('450105')
    expect(read('[data-state=error] .words p')).toBe('读取失败')
    giveFigures(stage)
    await pressOn(saying('重试'))
    expect(title()).toBe('双费双率 · 江南 · 2026-05')
  })
})

const openPairs = async (list: Partial<OverlapList> = {}): Promise<Stage> => {
  const stage = await open('manager', list)
  await into('450103')
  await pressOn('[data-subject="vehicle:overlap"]')
  await pressOn('[data-do=pairs]')
  return stage
}
const pairButton = (): HTMLElement => one('.pairs li > button')

describe('trips that could have been one', () => {
  it('of a county’s newest day stand with both trips, their share, and what is saved', async () => {
    const stage = await openPairs()
    expect(sentTo(stage, vehiclesContracts.overlaps).map(({ query }) => query)).toEqual([
      { region: '450103' },
    ])
    expect(readAll('.pairs > p')).toEqual(['1 对,可节约 12.3 公里'])
    expect(readAll('.pairs .trip')).toEqual([
      '08:07 桂A·P1 · 财政局 → 会展中心',
      '07:07 桂A·P2 · 财政局 → 会展中心',
    ])
    expect(read('.pairs .sum')).toBe('重叠 83%节约 12.3 公里 · 可同时合并')
    await pressOn(saying('返回单位排名'))
    expect([all('.pairs'), readAll('.ranked .name')]).toEqual([[], ['财政局', '水利局']])
  })

  it('are of another day by its choice', async () => {
    const stage = await openPairs()
    expect(await pick('day', '2026-06-13')).toEqual(['2026-06-14', '2026-06-13'])
    expect(sentTo(stage, vehiclesContracts.overlaps).at(-1)?.query).toEqual({
      region: '450103',
      day: '2026-06-13',
    })
  })

  it('of a unit are those that it has part in', async () => {
    const stage = await open()
    await into('450103')
    await into('U1')
    await pressOn('[data-subject="vehicle:overlap"]')
    expect(sentTo(stage, vehiclesContracts.overlaps).map(({ query }) => query)).toEqual([{ unit: 'U1' }])
    expect(all('button').map(read)).not.toContain('返回单位排名')
  })

  it.each([
    [{ pairs: [], total: 0 }, '该日没有重叠的行程'],
    [{ pairs: [], total: 0, days: [] }, '尚无比对日期:派车单归队并有轨迹后比对'],
  ] as const)('are said to be none: %#', async (list, words) => {
    await openPairs(list as unknown as Partial<OverlapList>)
    expect(readAll('.pairs > p')).toEqual([words])
  })

  it('are not shown to a unit’s own account: they name other units', async () => {
    const stage = await open('unit-user')
    await into('450103')
    await pressOn('[data-subject="vehicle:overlap"]')
    expect([all('[data-do=pairs]'), all('.pairs')]).toEqual([[], []])
    expect(sentTo(stage, vehiclesContracts.overlaps)).toEqual([])
  })
})

describe('trips that could have been one, unread', () => {
  it('say that they are read, that they failed, and come by the retry', async () => {
    const stage = await open()
    let fail: () => void = () => undefined
    give(
      stage,
      vehiclesContracts.overlaps,
      () => new Promise((done) => (fail = () => done(refusal(503, 'unavailable')))),
    )
    await into('450103')
    await pressOn('[data-subject="vehicle:overlap"]')
    await pressOn('[data-do=pairs]')
    expect(readAll('.pairs > p')).toEqual(['正在读取'])
    fail()
    await settled()
    expect(readAll('.pairs > p')).toEqual(['读取失败 重试'])
    give(stage, vehiclesContracts.overlaps, () => LIST)
    await pressOn(saying('重试'))
    expect(readAll('.pairs > p')).toEqual(['1 对,可节约 12.3 公里'])
  })

  it('say that they are refused, without a retry', async () => {
    const stage = await open()
    give(stage, vehiclesContracts.overlaps, () => refusal(403, 'forbidden'))
    await into('450103')
    await pressOn('[data-subject="vehicle:overlap"]')
    await pressOn('[data-do=pairs]')
    expect(readAll('.pairs > p')).toEqual(['您的角色或管辖范围不含这些内容'])
  })
})

/** A square at 60° north, where a degree of longitude is half one of latitude. */
const way = (start: number, ...points: readonly (readonly [lon: number, lat: number])[]) =>
  points.map(([lon, lat], i) => ({ at: start + i * 2 * MINUTE_MS, lon, lat, speedKmh: 80, headingDeg: 0 }))
const giveTracks = (stage: Stage): void =>
  give(stage, vehiclesContracts.track, (drawn, { params }) => ({
    ...drawn,
    points:
      params['id'] === 'V1'
        ? way(NOW, [108, 59.98], [108.04, 60])
        : way(NOW, [108.04, 60], [108.02, 59.99], [108, 59.98]),
  }))

describe('an opened pair', () => {
  it('draws both ways in one scale, north up, read a little beyond the orders’ times', async () => {
    const stage = await openPairs()
    giveTracks(stage)
    await pressOn(pairButton())
    expect(pairButton().getAttribute('aria-expanded')).toBe('true')
    expect(sentTo(stage, vehiclesContracts.track)).toEqual(
      [
        ['V1', NOW - 2 * HOUR_MS],
        ['V2', NOW - 3 * HOUR_MS],
      ].map(([id, start]) => ({
        params: { id },
        query: {
          from: String(Number(start) - 15 * MINUTE_MS),
          to: String(Number(start) + HOUR_MS + 15 * MINUTE_MS),
        },
        body: undefined,
      })),
    )
    const box = one('.pairs svg').getAttribute('viewBox')?.split(' ').map(Number) ?? []
    expect(box.map(Math.round)).toEqual([0, 0, 100, 100])
    expect(all('.pairs polyline').map((line) => line.getAttribute('points'))).toEqual([
      '4.00,96.00 96.00,4.00',
      '96.00,4.00 50.00,50.00 4.00,96.00',
    ])
    expect(all('.pairs circle')).toHaveLength(2)
    await pressOn(pairButton())
    expect(all('.pairs svg')).toEqual([])
    expect(screen.faults()).toEqual([])
  })

  it('says that the ways are past their retention or not one’s to see', async () => {
    const stage = await openPairs()
    give(stage, vehiclesContracts.track, (drawn) => ({ ...drawn, points: [] }))
    await pressOn(pairButton())
    expect(readAll('.pairs figure p')).toEqual(['轨迹已过保存期限或无权查看'])
    await pressOn(pairButton())
    give(stage, vehiclesContracts.track, () => refusal(403, 'forbidden'))
    await pressOn(pairButton())
    expect(readAll('.pairs figure p')).toEqual(['轨迹已过保存期限或无权查看'])
  })

  it('is replayed on the map from the earlier of both starts', async () => {
    await openPairs()
    await pressOn(pairButton())
    await pressOn('[data-do=replay]')
    expect([useViewStore().place, useViewStore().selection]).toEqual([
      '450103',
      { kind: 'vehicle', id: 'V1' },
    ])
    expect([useReplayStore().asked, useReplayStore().rate]).toEqual([{ at: NOW - 3 * HOUR_MS }, 60])
  })
})
