import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../../src/shared/kernel/roles.ts'
import type { Alert, AlertDetail } from '../../../src/shared/protocol/http.ts'
import type { AlertDraft } from '../../../src/shared/supervision/alert.ts'
import { makeAlerts, type Alerts } from '../../../server/supervision/book/alertRows.ts'
import { makeAlertBook } from '../../../server/supervision/book/book.ts'
import { makeAlertQueries } from '../../../server/supervision/queries.ts'
import { makePartOf } from '../../../server/vehicles/alarms/stormPart.ts'
import { makeVehicleFacts } from '../../../server/vehicles/alarms/factRows.ts'
import type { KeptFact } from '../../../server/common/ports/vehicleFacts.ts'
import { makeLiveScope } from '../../../server/common/scope/liveScope.ts'
import { migrate } from '../../../server/db/migrate.ts'
import { makeTestDatabase, type TestDatabase } from '../../builders/house/database.ts'

const MINUTE = 60_000
const T0 = Date.parse('2026-11-20T09:00:00+08:00')
const manager: Viewer = { account: 'm', role: 'manager', scope: { kind: 'region', region: '45' } }
const unitUser: Viewer = {
  account: 'u',
  role: 'unit-user',
  scope: { kind: 'unit', unit: 'U1', region: '4501' },
}

let database: TestDatabase
let now = T0
const clock = (): number => now
let alerts: Alerts
let book: ReturnType<typeof makeAlertBook>
let ask: ReturnType<typeof makeAlertQueries>

/** 45 above 4501 and 4502. */
const regions = {
  subtree: (code: string) => (code === '45' ? ['45', '4501', '4502'] : [code]),
  path: (code: string) => (code === '45' ? [{ code: '45' }] : [{ code: '45' }, { code }]),
  contains: (outer: string, inner: string) => inner.startsWith(outer),
  get: (code: string) => ({ name: code }),
}
const draft = (id: string, more: Partial<AlertDraft> = {}): AlertDraft => ({
  id,
  rule: 'OF-07',
  severity: 'yellow',
  region: '4501',
  place: null,
  placeName: null,
  unit: null,
  text: { zh: id, en: id },
  count: 1,
  ...more,
})
const judge = (at: number, drafts: readonly AlertDraft[]): Promise<void> => {
  now = at
  return book.reconcile(() => true, drafts)
}
const idsAt = async (at: number, viewer = manager, region?: string): Promise<string[]> =>
  (await ask.list(viewer, region, 100, at)).alerts.map(({ id }) => id).sort()

beforeAll(async () => {
  database = await makeTestDatabase()
  await migrate(database.db)
  alerts = makeAlerts(database.db)
  book = makeAlertBook(alerts, clock)
  const directory = { now: () => ({ vehicles: [], vehicleOrdinals: new Map(), units: new Map() }) }
  ask = makeAlertQueries({
    alerts,
    facts: makeVehicleFacts(database.db),
    partOf: makePartOf({ directory: directory as never, regions: regions as never }),
    directory: directory as never,
    scope: makeLiveScope(regions),
    regions: regions as never,
    families: () => [],
    audit: { record: async () => undefined },
    clock,
  })
  await judge(T0, [draft('a'), draft('b', { region: '4502' })])
  await judge(T0 + 5 * MINUTE, [
    draft('a', { count: 3 }),
    draft('b', { region: '4502' }),
    draft('mine', { unit: 'U1' }),
  ])
  await judge(T0 + 20 * MINUTE, [draft('a', { severity: 'red', count: 4 }), draft('c')])
  await judge(T0 + 40 * MINUTE, [draft('c')])
  await judge(T0 + 60 * MINUTE, [draft('a', { count: 1 }), draft('c')])
  now = T0 + 120 * MINUTE
})
afterAll(() => database?.drop())

describe('alerts at an instant', () => {
  it('are those that were open then, though they ended, came again or came later', async () => {
    expect(await idsAt(T0 - 1)).toEqual([])
    expect(await idsAt(T0)).toEqual(['a', 'b'])
    expect(await idsAt(T0 + 19 * MINUTE)).toEqual(['a', 'b'])
    expect(await idsAt(T0 + 20 * MINUTE)).toEqual(['a', 'c'])
    expect(await idsAt(T0 + 45 * MINUTE)).toEqual(['c'])
    expect(await idsAt(T0 + 61 * MINUTE)).toEqual(['a', 'c'])
    expect((await ask.list(manager, undefined, 100)).alerts.map(({ id }) => id).sort()).toEqual(['a', 'c'])
  })

  it('have the colour and the beginning of then', async () => {
    const of = async (at: number): Promise<Alert | undefined> =>
      (await ask.list(manager, '4501', 100, at)).alerts.find(({ id }) => id === 'a')
    expect(await of(T0 + 10 * MINUTE)).toMatchObject({ severity: 'yellow', at: T0, count: 3 })
    expect(await of(T0 + 30 * MINUTE)).toMatchObject({ severity: 'red', at: T0 + 20 * MINUTE, count: 4 })
    expect(await of(T0 + 70 * MINUTE)).toMatchObject({ severity: 'yellow', at: T0 + 60 * MINUTE, count: 1 })
    const detail: AlertDetail = await ask.detail(manager, '', 'a', 10, T0 + 30 * MINUTE)
    expect(detail.alert.severity).toBe('red')
    await expect(ask.detail(manager, '', 'a', 10, T0 + 45 * MINUTE)).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('stay within the scope, count their total, and name the instant', async () => {
    expect(await idsAt(T0, manager, '4502')).toEqual(['b'])
    expect(await idsAt(T0 + 6 * MINUTE)).toEqual(['a', 'b'])
    expect(await idsAt(T0 + 6 * MINUTE, unitUser)).toEqual(['mine'])
    expect(await ask.list(manager, undefined, 1, T0)).toMatchObject({ total: 2, asOf: T0 })
    await expect(
      ask.list({ ...manager, scope: { kind: 'region', region: '4501' } }, '4502', 100, T0),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  it('are refused for an instant to come, and said not to be kept beyond ninety days', async () => {
    await expect(ask.list(manager, undefined, 100, now + 3_600_000)).rejects.toMatchObject({
      code: 'bad-request',
    })
    await expect(ask.list(manager, undefined, 100, now - 91 * 86_400_000)).rejects.toMatchObject({
      code: 'not-kept',
    })
    await alerts.forget(T0 + 30 * MINUTE)
    expect(await idsAt(T0 + 10 * MINUTE)).toEqual([])
    expect(await idsAt(T0 + 30 * MINUTE)).toEqual(['a', 'c'])
  })
})

describe('what a vehicle once did behind an alert', () => {
  const row = (more: Partial<KeptFact> = {}): KeptFact => ({
    rule: 'VH-12',
    vehicle: 'V1',
    alert: 'VH-12:U1',
    day: '2026-11-20',
    unit: 'U1',
    region: '4501',
    plate: '桂A**001',
    severity: 'yellow',
    firstAt: T0,
    lastAt: T0,
    lonE7: 0,
    latE7: 0,
    speedDkmh: 0,
    heldMs: 0,
    fence: null,
    detail: null,
    ...more,
  })
  const pastRows = async () =>
    (
      await database.pool.query(
        'select vehicle, alert, gone_at from vehicle_facts_past order by vehicle, gone_at',
      )
    ).rows
  const countAt = async (at: number): Promise<number> =>
    (await makeVehicleFacts(database.db).ofAlert('VH-12:U1', { regions: null, unit: null, at, limit: 10 }))
      .total

  it('stands there once, however often its end is written, and over midnight', async () => {
    const facts = makeVehicleFacts(database.db)
    await facts.save([row()], [], T0)
    await facts.save([row({ day: '2026-11-21', lastAt: T0 + 86_400_000 })], [], T0 + 86_400_000)
    expect(await countAt(T0 + MINUTE)).toBe(1)
    await facts.save([], [{ rule: 'VH-12', vehicle: 'V1' }], T0 + 90_000_000)
    await facts.save([], [{ rule: 'VH-12', vehicle: 'V1' }], T0 + 90_000_001)
    expect(await pastRows()).toMatchObject([{ vehicle: 'V1', gone_at: T0 + 90_000_000 }])
    expect([await countAt(T0 + MINUTE), await countAt(T0 + 90_000_000)]).toEqual([1, 0])
  })

  it('is written whole or not at all', async () => {
    const facts = makeVehicleFacts(database.db)
    await facts.save([row({ vehicle: 'V2' })], [], T0)
    const before = await pastRows()
    await expect(
      facts.save(
        [row({ vehicle: 'V3', severity: null as never })],
        [{ rule: 'VH-12', vehicle: 'V2' }],
        T0 + MINUTE,
      ),
    ).rejects.toThrow(/severity/)
    expect(await pastRows()).toEqual(before)
    expect((await facts.load()).map(({ vehicle }) => vehicle)).toEqual(['V2'])
  })
})

describe('a clock that was set back', () => {
  it('forgets what lies ahead of it and nothing that was before', async () => {
    const before = now
    const day = 24 * 60 * MINUTE
    const [start, back] = [T0 + day, T0 + day + 100 * MINUTE]
    const words = async (at: number): Promise<string[]> =>
      (await ask.list(manager, undefined, 100, at)).alerts
        .map(({ id, text, severity }) => `${id} ${severity} ${text.zh}`)
        .sort()
    await judge(start, [draft('again'), draft('reworded', { text: { zh: '前', en: '前' } }), draft('ends')])
    await judge(start + 30 * MINUTE, [draft('reworded', { text: { zh: '前', en: '前' } }), draft('ends')])
    const known = await words(start + 10 * MINUTE)
    await judge(back + 60 * MINUTE, [
      draft('again', { severity: 'red' }),
      draft('reworded', { text: { zh: '后', en: '后' }, severity: 'red' }),
      draft('new'),
    ])
    now = back
    await book.load()
    expect(await words(start + 10 * MINUTE)).toEqual(known)
    expect(await idsAt(start + 40 * MINUTE)).toEqual(['ends', 'reworded'])
    expect(book.open().map(({ id, text, at }) => [id, text.zh, at])).toEqual([['reworded', '前', start]])
    await judge(back + MINUTE, [draft('reworded', { text: { zh: '前', en: '前' } })])
    expect(await words(back + 2 * MINUTE)).toEqual(['reworded yellow 前'])
    expect(
      (await database.pool.query(`select count(*)::int as n from alerts where id = 'new'`)).rows[0],
    ).toEqual({ n: 0 })
    now = before
  })
})
