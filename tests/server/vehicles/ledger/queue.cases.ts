import { describe, expect, it } from 'vitest'
import type { OrderRecord } from '../../../../src/shared/protocol/platform.ts'
import { makeVehicleHistory } from '../../../../server/vehicles/ledger/historyRows.ts'
import { makeVehicleOrders } from '../../../../server/vehicles/ledger/orders/orderRows.ts'
import { makeVehicleVerdicts } from '../../../../server/vehicles/ledger/orders/verdictRows.ts'
import { makeVehicleJudge } from '../../../../server/vehicles/ledger/orders/judge.ts'
import { overdueDays } from '../../../../src/shared/supervision/order.ts'
import { defaultRules } from '../../../../src/shared/standards/tables.ts'
import { makePoints } from '../../../../src/shared/vehicles/track/points.ts'
import { NOW, MINUTE, house, clock, bundles, leader, give, ask, rows, one } from './house.ts'

const county = bundles[1]!

const [a] = county.vehicles.map(({ id }) => id) as [string]

const order = (id: string, start: number, more: Partial<OrderRecord> = {}): OrderRecord => ({
  id,
  vehicle: a,
  unit: county.vehicles[0]!.unit,
  reason: '会议',
  from: '车队',
  to: '会展中心',
  start,
  end: start + 10 * MINUTE,
  driver: '韦师傅',
  status: 'returned',
  updatedAt: clock.now,
  plannedKm: 4,
  rating: null,
  report: null,
  steps: [],
  ...more,
})

const waiting = async (): Promise<string[]> =>
  (await rows(`select order_id from order_verdicts_due where order_id like 'Q-%' order by 1`)).map((row) =>
    String(row['order_id']),
  )

const judgedAt = (id: string) =>
  one(`select coalesce(max(judged_at), 0) from order_verdicts where order_id = '${id}'`)

describe('the queue of orders that wait for their verdict', () => {
  it('takes in what can be compared, and lets go of what was judged or called off', async () => {
    await give('orders', [
      order('Q-old', NOW - 400 * 86_400_000),
      order('Q-new', NOW + 40 * MINUTE),
      order('Q-open', NOW + 41 * MINUTE, { status: 'underway' }),
    ])
    expect(await waiting()).toEqual(['Q-new'])
    await give('orders', [
      order('Q-new', NOW + 40 * MINUTE, { status: 'cancelled', updatedAt: clock.now + 1 }),
    ])
    expect(await waiting()).toEqual([])
    await give('orders', [order('Q-new', NOW + 40 * MINUTE, { updatedAt: clock.now + 2 })])
    await house.live.vehicleLedger.all()
    expect([await waiting(), (await judgedAt('Q-new')) > 0]).toEqual([[], true])
  })

  it('an old order comes in with its day’s track, a judged one with a cost of its own', async () => {
    const day = new Date(NOW - 400 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)
    await makeVehicleHistory(house.database.db).addTrackDays(
      'test',
      [{ vehicle: a, day, points: 9, updatedAt: clock.now }],
      clock.now,
    )
    await give('vehicle-costs', [
      {
        id: 'QC',
        vehicle: a,
        kind: 'toll',
        at: NOW + 41 * MINUTE,
        amount: 5,
        order: 'Q-new',
        vendor: null,
        vendorName: '高速',
        quantity: null,
        odometerKm: null,
        updatedAt: clock.now + 3,
      },
    ])
    expect(await waiting()).toEqual(['Q-new', 'Q-old'])
    const before = await judgedAt('Q-new')
    clock.now += MINUTE
    await house.live.vehicleLedger.all()
    expect([await waiting(), (await judgedAt('Q-new')) > before, (await judgedAt('Q-old')) > 0]).toEqual([
      [],
      true,
      true,
    ])
  })
})

describe('the queue of orders that wait for their verdict', () => {
  it('a vehicle without any track is put off and holds nothing up; what changes while it is judged stays', async () => {
    const verdicts = makeVehicleVerdicts(house.database.db)
    await give('orders', [
      order('Q-lost', NOW + 50 * MINUTE, { updatedAt: clock.now }),
      order('Q-next', NOW + 60 * MINUTE, { updatedAt: clock.now }),
    ])
    clock.now += 60 * MINUTE
    const judge = makeVehicleJudge({
      verdicts,
      orders: makeVehicleOrders(house.database.db),
      readTrack: async (_, from) => (from < NOW + 55 * MINUTE ? null : makePoints(0)),
      rules: defaultRules,
      clock: () => clock.now,
    })
    await judge.judge()
    const left = await rows(`select order_id, not_before from order_verdicts_due where order_id like 'Q-%'`)
    expect(left).toEqual([{ order_id: 'Q-lost', not_before: clock.now + 10 * MINUTE }])
    const [due] = await verdicts.due(clock.now, clock.now + 11 * MINUTE, 10)
    await give('orders', [order('Q-lost', NOW + 50 * MINUTE, { updatedAt: clock.now + 1 })])
    await verdicts.save(
      [{ order: due!, day: '2026-10-09', verdict: 'unknown', reasons: [], track: {} as never, path: null }],
      clock.now,
    )
    expect(await waiting()).toEqual(['Q-lost'])
  })

  it('what verdicts found is counted anew for the days that were judged, as a count over all of them says', async () => {
    await house.live.vehicleLedger.all()
    const { alerts } = await ask<{ alerts: { rule: string; region: string; count: number }[] }>(
      '/api/alerts',
      leader,
      {},
      { limit: 500 },
    )
    const counted = await rows(
      `select region, count(distinct order_id)::int as count from order_verdicts t, jsonb_array_elements(reasons) r where r.value ->> 'rule' = 'VT-01' and verdict <> 'unknown' group by 1 order by 1`,
    )
    expect(
      alerts
        .filter(({ rule }) => rule === 'VT-01')
        .map(({ region, count }) => ({ region, count }))
        .toSorted((x, y) => (x.region < y.region ? -1 : 1)),
    ).toEqual(counted)
    expect(counted.length).toBeGreaterThan(0)
  })
})

describe('the queue of orders that wait for their verdict', () => {
  it('a county is called by its cases for its vehicles, at most one of these few is red by one rule, and a few cases are for information', async () => {
    const { alerts } = await ask<{
      alerts: { rule: string; region: string; count: number; severity: string; dueAt: number | null }[]
    }>('/api/alerts', leader, {}, { limit: 500 })
    const fleets = new Map(
      (await rows('select region, count(*)::int as n from vehicles group by region')).map((row) => [
        row['region'],
        Number(row['n']),
      ]),
    )
    const ledger = alerts.filter(({ rule }) =>
      ['VH-01', 'VH-03', 'VH-04', 'VH-07', 'VH-14', 'VH-15', 'VH-16', 'VH-17', 'VT-01', 'VO-01'].includes(
        rule,
      ),
    )
    expect(
      ledger.filter(
        ({ severity, region, count }) => (severity === 'info') !== count <= (fleets.get(region) ?? 0) * 0.15,
      ),
    ).toEqual([])
    const steps = ledger.filter(({ rule }) => rule === 'VO-01')
    expect([steps.length > 0, steps.every((one) => overdueDays(one, clock.now) > 0)]).toEqual([true, true])
    for (const [rule, all] of Map.groupBy(ledger, (one) => one.rule))
      expect([
        rule,
        all.filter(({ severity }) => severity === 'red').length <= Math.max(1, Math.floor(fleets.size / 10)),
      ]).toEqual([rule, true])
  })
})
