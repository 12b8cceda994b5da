import { describe, expect, it } from 'vitest'
import type {
  OrderCard,
  OverlapList,
  VehicleFigures,
  VehicleLedger,
} from '../../../../src/shared/protocol/http.ts'
import type { OrderRecord } from '../../../../src/shared/protocol/platform.ts'
import { oneSphere } from '../../../../server/vehicles/migrations/390_one_sphere.ts'
import { position } from '../../../builders/house/liveHouse.ts'
import { NOW, MINUTE, house, clock, bundles, leader, give, ask, rows } from './house.ts'

const from = NOW + 20 * MINUTE

const [a, b, c] = bundles[1]!.vehicles.slice(0, 3).map(({ id }) => id) as [string, string, string]

const unit = bundles[1]!.vehicles[0]!.unit

const order = (id: string, vehicle: string, more: Partial<OrderRecord> = {}): OrderRecord => ({
  id,
  vehicle,
  unit,
  reason: '参加会议',
  from: '车队',
  to: '会展中心',
  start: from,
  end: from + 60 * MINUTE,
  driver: '韦师傅',
  status: 'returned',
  updatedAt: from + 70 * MINUTE,
  plannedKm: 40,
  rating: null,
  steps: [
    { step: 'depart', at: from, by: 'driver' },
    { step: 'return', at: from + 60 * MINUTE, by: 'driver' },
    { step: 'report', at: from + 70 * MINUTE, by: 'driver' },
  ],
  report: { returnedAt: from + 60 * MINUTE, kilometres: 30.6, energy: 2.8, cost: 0 },
  ...more,
})

/** An hour straight east: 0.005° (about 513 m) a minute. */
const drive = (vehicle: string, late = 0) =>
  Array.from({ length: 61 }, (_, i) =>
    position(vehicle, from + (i + late) * MINUTE, {
      lon: 109.4 + i * 0.005,
      lat: 24.3,
      speedKmh: i === 60 ? 0 : 31,
      headingDeg: 90,
    }),
  )

/** Two vendors: one far off, one on the way. */
const VENDORS = [
  {
    id: 'VD-far',
    region: '450202',
    name: '远处加油站',
    kinds: ['fuel'],
    lon: 109.9,
    lat: 24.9,
    from: '2020-01-01',
    until: null,
    updatedAt: NOW,
  },
  {
    id: 'VD-near',
    region: '450202',
    name: '途中加油站',
    kinds: ['fuel'],
    lon: 109.45,
    lat: 24.3005,
    from: '2020-01-01',
    until: null,
    updatedAt: NOW,
  },
]

const fuel = (id: string, vehicle: string, to: string, vendor: string) => ({
  id,
  vehicle,
  kind: 'fuel',
  at: from + 10 * MINUTE,
  amount: 200,
  order: to,
  vendor,
  vendorName: vendor,
  quantity: 25,
  odometerKm: 1000,
  updatedAt: from + 12 * MINUTE,
})

/** What three vehicles did: one as it says, one that says more than it did, one that stood. */
const driveThree = async (): Promise<void> => {
  await give('orders', [
    order('O-good', a, {
      report: { returnedAt: from + 60 * MINUTE, kilometres: 30.6, energy: 2.8, cost: 200 },
    }),
    order('O-liar', b, {
      report: { returnedAt: from + 110 * MINUTE, kilometres: 80, energy: 2.8, cost: null },
    }),
    order('O-parked', c),
  ])
  await give('vehicle-costs', [fuel('C-good', a, 'O-good', 'VD-near'), fuel('C-far', b, 'O-liar', 'VD-far')])
  const still = Array.from({ length: 12 }, (_, i) =>
    position(c, from + i * 5 * MINUTE, { lon: 109.4, lat: 24.3, speedKmh: 0, acc: false }),
  )
  clock.now = from + 90 * MINUTE
  await house.live.sink.accept('test', {
    kind: 'positions',
    items: [...drive(a), ...drive(b, 2), ...still],
  })
}

describe('order, track and cost', () => {
  it('compares each order with its track and its costs: agreed, returned too late, more km registered, fuel bought elsewhere, no movement; and overlap by the trips', async () => {
    await house.live.vehicleLedger.all()
    await give('vehicle-vendors', VENDORS)
    await driveThree()
    await house.live.vehicleLedger.all()
    const card = (id: string) => ask<OrderCard>('/api/vehicles/orders/:id', leader, { id })
    const good = await card('O-good')
    expect(good.threeWay).toMatchObject({ verdict: 'green', reasons: [] })
    expect(good.threeWay?.track?.km).toBeGreaterThan(30)
    expect(good.costs).toMatchObject([{ kind: 'fuel', amount: 200 }])
    const liar = await card('O-liar')
    expect(liar.threeWay?.verdict).toBe('red')
    expect(liar.threeWay?.reasons.map(({ code }) => code).toSorted()).toEqual([
      'cost-place',
      'distance',
      'no-report',
      'return',
    ])
    expect((await card('O-parked')).threeWay).toMatchObject({
      verdict: 'red',
      reasons: [{ code: 'not-moved' }],
    })
    const overlap = await ask<OverlapList>(
      '/api/vehicles/overlaps',
      leader,
      {},
      { region: '450202', day: '2026-10-09' },
    )
    expect(overlap).toMatchObject({ trips: 2, overlapping: 2, pairs: [{ share: 1, chosen: true }] })
    expect(overlap.savedKm).toBeGreaterThan(29)
    const running = await ask<VehicleFigures>(
      '/api/vehicles/figures',
      leader,
      {},
      { region: '450200', period: '2026-10' },
    )
    expect([running.values.overlap, running.overlap]).toEqual([
      100,
      expect.objectContaining({ from: '2026-10-01', to: '2026-10-09', trips: 2, of: null }),
    ])
    const whole = await ask<VehicleFigures>('/api/vehicles/figures', leader, {}, { region: '450200' })
    expect([whole.period, whole.values.overlap, whole.overlap.trips]).toEqual(['2026-09', null, 0])
  })
})

describe('order, track and cost', () => {
  it('a cost that comes later is judged again, and an order is judged once', async () => {
    const before = await rows(`select order_id, judged_at from order_verdicts order by 1`)
    clock.now += MINUTE
    await house.live.vehicleLedger.all()
    expect(await rows(`select order_id, judged_at from order_verdicts order by 1`)).toEqual(before)
    await give('vehicle-costs', [
      {
        id: 'C-late',
        vehicle: a,
        kind: 'toll',
        at: from + 5 * 60 * MINUTE,
        amount: 15,
        order: 'O-good',
        vendor: null,
        vendorName: '高速',
        quantity: null,
        odometerKm: null,
        updatedAt: clock.now,
      },
    ])
    clock.now += MINUTE
    await house.live.vehicleLedger.all()
    const card = await ask<OrderCard>('/api/vehicles/orders/:id', leader, { id: 'O-good' })
    expect(card.threeWay).toMatchObject({
      verdict: 'yellow',
      reasons: [{ code: 'cost-time', rule: 'VH-16' }],
    })
  })

  it('kilometres that were measured on the equator’s sphere stand on the mean one after the move, and what was not measured stays unknown', async () => {
    const kept = () =>
      rows(
        `select order_id, (track ->> 'km')::float8 as km, (track ->> 'destinationM')::float8 as metres, track -> 'points' as points from order_verdicts order by 1`,
      )
    const before = await kept()
    await oneSphere.up(house.database.db as never)
    const after = await kept()
    const ratio = 6_371_008.8 / 6_378_137
    expect(after.map((row) => [row['order_id'], row['points'], row['metres'] === null])).toEqual(
      before.map((row) => [row['order_id'], row['points'], row['metres'] === null]),
    )
    for (const [i, row] of after.entries()) expect(row['km']).toBeCloseTo(Number(before[i]!['km']) * ratio, 9)
    expect(after.some((row) => Number(row['km']) > 30)).toBe(true)
    await house.live.vehicleLedger.again()
  })

  it('the vehicle’s own ledger shows months, litres per 100 km, costs, orders and findings', async () => {
    const ledger = await ask<VehicleLedger>('/api/vehicles/:id/ledger', leader, { id: a })
    expect(ledger.months[0]?.month).toBe('2026-09')
    expect(ledger.byKind.reduce((sum, { count }) => sum + count, 0)).toBe(ledger.costsTotal)
    expect(ledger.orders.find(({ id }) => id === 'O-good')).toMatchObject({ verdict: 'yellow' })
  })
})
