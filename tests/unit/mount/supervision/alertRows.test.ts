// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../../src/shared/kernel/time/time.ts'
import type { Alert } from '../../../../src/shared/protocol/http.ts'
import { supervisionContracts } from '../../../../src/shared/supervision/routes.ts'
import { useReplayStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { give, sentTo } from '../../../builders/mount/given.ts'
import { all, one, pressOn, read, readAll, reasons } from '../../../builders/mount/hand.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { useScreen } from '../../../builders/mount/screen.ts'
import { refusal, settled, type Stage } from '../../../builders/mount/stage.ts'

const screen = useScreen()

const alert = (part: Partial<Alert> & Pick<Alert, 'id'>): Alert => ({
  at: NOW - HOUR_MS,
  severity: 'red',
  subject: 'housing',
  rule: 'OF-07',
  place: null,
  placeName: null,
  region: '450103',
  text: { zh: `第 ${part.id} 条`, en: `No. ${part.id}` },
  count: 3,
  citation: { document: '某办法', article: '第三条', mark: 'T' },
  ...part,
})
const HOUSE = alert({ id: 'house', place: 'B1', dueAt: NOW - 3 * DAY_MS + HOUR_MS })
const ROOM = alert({ id: 'room', severity: 'yellow', at: NOW - 2 * DAY_MS })
const NIGHT = alert({ id: 'night', subject: 'vehicle', rule: 'VH-05', severity: 'yellow' })
const FAST = alert({ id: 'fast', subject: 'vehicle', rule: 'VH-03', severity: 'yellow' })
const giveAlerts =
  (...alerts: readonly Alert[]) =>
  (stage: Stage): void => {
    give(stage, supervisionContracts.alerts, () => ({
      alerts: [...alerts],
      rules: {},
      total: alerts.length,
      calling: alerts.length,
    }))
    give(stage, supervisionContracts.alert, (drawn, { params }) => ({
      ...drawn,
      alert: alerts.find(({ id }) => id === params['id']) ?? drawn.alert,
      name: { zh: '非工作时间用车', en: 'Outside hours' },
      limit: null,
      exact: false,
      vehicles: drawn.vehicles.map((vehicle) => ({ ...vehicle, plate: '桂A·**345', speedKmh: 0, heldMs: 0 })),
    }))
  }
const rowOf = (id: string): Element => one(`[data-alert-row=${id}]`)
const why = (id: string): Promise<void> => pressOn(rowOf(id).querySelector('.why'))
const go = (id: string): Promise<void> => pressOn(rowOf(id).querySelector('.go'))

describe('a list of warnings', () => {
  it('says of each what, when, how long overdue and by which rule, and of all how many stand there', async () => {
    await screen.panel('alert-list', { before: giveAlerts(HOUSE, ROOM) })
    expect(all('[data-alert-row]').map(({ dataset }) => dataset['alertRow'])).toEqual(['house', 'room'])
    expect(read(rowOf('house').querySelector('.text'))).toBe('第 house 条')
    expect(read(rowOf('house').querySelector('.meta'))).toBe('09:07 · 逾期 3 天')
    expect(read(rowOf('room').querySelector('.meta'))).toBe('06-13 10:07 · 2 天前')
    expect(readAll('[data-alert-row] .why')).toEqual(['OF-07', 'OF-07'])
    expect(read('[data-total]')).toBe('显示 2 / 共 2')
    expect(screen.faults()).toEqual([])
  })

  it('opens what stands behind one, and its place where it has one', async () => {
    await screen.panel('alert-list', { before: giveAlerts(HOUSE, ROOM) })
    await go('house')
    expect([useViewStore().place, useViewStore().alert]).toEqual(['B1', 'house'])
    await go('room')
    expect([useViewStore().place, useViewStore().alert]).toEqual(['B1', 'room'])
    expect(all('.why-card')).toEqual([])
  })

  it('explains one that is not of vehicles by what the list knows', async () => {
    const stage = await screen.panel('alert-list', { before: giveAlerts(HOUSE, ROOM) })
    await why('room')
    expect(reasons()).toEqual({ title: '第 room 条', value: '提醒', rows: ['OF-07: 3'] })
    expect(sentTo(stage, supervisionContracts.alert)).toEqual([])
  })
})

describe('a warning of vehicles', () => {
  it('is explained at once, and by its vehicles as soon as they were read; masked plates may be alike', async () => {
    let come: () => void = () => undefined
    const stage = await screen.panel('alert-list', { before: giveAlerts(NIGHT) })
    const whole = stage.served.given.get('GET /api/alerts/:id')
    give(stage, supervisionContracts.alert, async (drawn, asked) => {
      await new Promise<void>((done) => (come = done))
      return whole?.(drawn, asked) as typeof drawn
    })
    await why('night')
    expect(reasons()).toEqual({ title: '第 night 条', value: '提醒', rows: ['VH-05: 3'] })
    come()
    await settled()
    expect(reasons().value).toBe('提醒 · VH-05 非工作时间用车')
    expect(reasons().rows.map((row) => row.split(': ')[0])).toEqual(['桂A·**345', '桂A·**345', '桂A·**345'])
    expect(read('.why-card')).toContain('此角色不显示准确位置')
    expect(screen.faults()).toEqual([])
  })

  it('that was asked for first does not take the card of the one that was asked for last', async () => {
    const waiting = new Map<string, () => void>()
    const stage = await screen.panel('alert-list', { before: giveAlerts(NIGHT, FAST) })
    give(stage, supervisionContracts.alert, async (drawn, { params }) => {
      await new Promise<void>((done) => waiting.set(params['id'] ?? '', done))
      return { ...drawn, alert: params['id'] === 'night' ? NIGHT : FAST }
    })
    await why('night')
    await why('fast')
    waiting.get('fast')?.()
    await settled()
    waiting.get('night')?.()
    await settled()
    expect(reasons().title).toBe('第 fast 条')
  })

  it('keeps what the list knew where its vehicles are refused', async () => {
    const stage = await screen.panel('alert-list', { before: giveAlerts(NIGHT) })
    give(stage, supervisionContracts.alert, () => refusal(403, 'forbidden'))
    await why('night')
    expect(reasons()).toEqual({ title: '第 night 条', value: '提醒', rows: ['VH-05: 3'] })
    expect(screen.faults()).toEqual([])
  })

  it('is asked of the instant that is replayed', async () => {
    const stage = await screen.panel('alert-list', { before: giveAlerts(NIGHT) })
    useReplayStore().playing = false
    useReplayStore().seek(NOW - HOUR_MS)
    await settled()
    await why('night')
    expect(sentTo(stage, supervisionContracts.alert)).toEqual([
      { params: { id: 'night' }, query: { at: String(NOW - HOUR_MS) }, body: undefined },
    ])
  })
})
