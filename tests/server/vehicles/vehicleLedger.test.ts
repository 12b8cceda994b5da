import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  OrderBoard,
  OrderCard,
  OverlapList,
  VehicleFigures,
  VehicleFindingList,
  VehicleIndices,
  VehicleLedger,
} from '../../../src/shared/protocol/http.ts'
import { makeProvince } from '../../../data/province/index.ts'
import {
  COLLECTION_NAMES,
  isSeries,
  type CollectionName,
  type OrderRecord,
} from '../../../src/shared/protocol/platform.ts'
import { makeVehicleHistory } from '../../../server/vehicles/ledger/historyRows.ts'
import { makeVehicleOrders } from '../../../server/vehicles/ledger/orders/orderRows.ts'
import { makeVehicleVerdicts } from '../../../server/vehicles/ledger/orders/verdictRows.ts'
import { makeVehicleJudge } from '../../../server/vehicles/ledger/orders/judge.ts'
import { overdueDays } from '../../../src/shared/supervision/order.ts'
import { defaultRules } from '../../../src/shared/standards/tables.ts'
import { makePoints } from '../../../src/shared/vehicles/track/points.ts'
import { oneSphere } from '../../../server/vehicles/migrations/390_one_sphere.ts'
import { admitRecords } from '../../../server/sources/door.ts'
import { makeLiveHouse, position, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'

/** A Friday afternoon; its Saturday is a workday of the state's calendar. */
const NOW = Date.parse('2026-10-09T14:00:00+08:00')
const MINUTE = 60_000
let house: LiveHouse
let now = NOW
const province = makeProvince({ seed: 3, scale: 'tiny', now: NOW })
const bundles = ['450103', '450202', '450123'].map((code) => province.county(code))
const leader = viewerOf('leader', '450000')
const city = viewerOf('supervisor', '450200')

const MEMBERS: Partial<Record<CollectionName, string>> = {
  'vehicle-months': 'vehicleMonths',
  'order-step-limits': 'orderStepLimits',
  'vehicle-vendors': 'vehicleVendors',
  'vehicle-costs': 'vehicleCosts',
  'vehicle-rentals': 'vehicleRentals',
  'vehicle-quotas': 'vehicleQuotas',
}
const USED: readonly CollectionName[] = [
  'units',
  'depots',
  'vehicles',
  'orders',
  'vehicle-months',
  'order-step-limits',
  'vehicle-vendors',
  'vehicle-costs',
  'vehicle-rentals',
  'vehicle-quotas',
]

const give = (collection: CollectionName, items: readonly unknown[]) =>
  house.live.sink.accept('test', { kind: 'records', collection, items } as never)
const ask = async <T>(
  url: string,
  viewer = leader,
  params: Record<string, string> = {},
  query: Record<string, unknown> = {},
): Promise<T> => {
  const definition = house.live.routes.find((route) => route.url === url)
  const parsed = definition?.query ? definition.query.parse(query) : query
  const answer = await definition?.handle({ params, query: parsed, body: undefined } as never, {
    viewer,
    address: '127.0.0.1',
    sessionId: 's',
  })
  return definition?.response.parse(answer) as T
}
const rows = async (text: string): Promise<Record<string, unknown>[]> =>
  (await house.database.pool.query(text)).rows
const one = async (text: string): Promise<number> => Number(Object.values((await rows(text))[0] ?? {})[0])

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now })
  await give('regions', province.regions)
  for (const name of COLLECTION_NAMES) {
    if (isSeries(name) || !USED.includes(name)) continue
    await give(
      name,
      bundles.flatMap(
        (bundle) => (bundle as unknown as Record<string, unknown[]>)[MEMBERS[name] ?? name] ?? [],
      ),
    )
  }
  await house.live.sink.settled('test')
  await house.start([])
  await house.live.vehicleLedger.all()
})
afterAll(() => house?.close())

describe('双费双率', () => {
  it('公车运维费用, 单车运维费较车改前, 租赁车辆费用, 车辆使用率 equal a hand computation over the records, and the parts make the whole', async () => {
    const figures = await ask<VehicleFigures>('/api/vehicles/figures', leader, {}, { region: '450000' })
    expect(figures.period).toBe('2026-09')
    const cost = await one(`select sum(cost) from vehicle_months where month = '2026-09'`)
    const km = await one(`select sum(kilometres) from vehicle_months where month = '2026-09'`)
    const before = await one(`select sum(cost) from vehicle_months where month = '2025-09'`)
    const rental = await one(
      `select sum(amount) from vehicle_rentals where start_at >= extract(epoch from timestamptz '2026-09-01 00:00+08') * 1000 and start_at < extract(epoch from timestamptz '2026-10-01 00:00+08') * 1000`,
    )
    const { values } = figures
    expect(values.runningCost).toBeCloseTo(cost, 4)
    expect(values.costPerVehicle).toBeCloseTo(cost / 60, 4)
    expect(values.costPer100Km).toBeCloseTo((cost / km) * 100, 6)
    expect(values.costYoY).toBeCloseTo((cost / before - 1) * 100, 6)
    expect(values.rentalCost).toBeCloseTo(rental, 4)
    expect(values.rentalShare).toBeCloseTo((rental / (rental + cost)) * 100, 6)
    expect(values.useDays).toBeCloseTo(
      await one(
        `select sum(days_used)::float8 / sum(days_due) * 100 from vehicle_months where month = '2026-09'`,
      ),
      8,
    )
    expect(values.useHours).toBeCloseTo(
      await one(`select sum(hours_used) / sum(hours_due) * 100 from vehicle_months where month = '2026-09'`),
      8,
    )
    const base =
      await one(`select sum(q.base_per_vehicle / 12 * v.n) / sum(v.n) from (select unit, count(*)::int as n from vehicles group by unit) v
      join lateral (select base_per_vehicle from vehicle_quotas where unit = v.unit order by year desc limit 1) q on q.base_per_vehicle is not null`)
    expect(values.costOverBase).toBeCloseTo((cost / 60 / base - 1) * 100, 6)
    expect(figures.rows.reduce((sum, row) => sum + (row.values.runningCost ?? 0), 0)).toBeCloseTo(cost, 4)
    expect(figures.trend).toHaveLength(13)
    const county = await ask<VehicleFigures>(
      '/api/vehicles/figures',
      leader,
      {},
      { region: '450202', period: '2026' },
    )
    expect(county.months).toHaveLength(9)
    expect(county.rows.every((row) => row.kind === 'unit')).toBe(true)
    expect([county.before, county.values.costYoY]).toEqual([null, null])
    expect(county.values.runningCost).toBeCloseTo(
      await one(
        `select sum(cost) from vehicle_months m join vehicles v on v.id = m.vehicle where region = '450202' and month like '2026-%'`,
      ),
      4,
    )
  })

  it('records of the newest whole month add up to what the months say', async () => {
    expect(
      await one(
        `select sum(amount) from vehicle_costs where to_char(to_timestamp(at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM') = '2026-09'`,
      ),
    ).toBeCloseTo(await one(`select sum(cost) from vehicle_months where month = '2026-09'`), 0)
  })
})

describe('the five indices', () => {
  it('使用活跃度, 服务保障, 人员服务, 车辆服务, 运营支出 are computed, ranked among all counties and set beside the month before', async () => {
    const {
      rows: counties,
      month,
      total,
    } = await ask<VehicleIndices>('/api/vehicles/indices', leader, {}, { region: '450000', of: 'counties' })
    expect([month, total]).toEqual(['2026-09', 3])
    for (const index of ['activity', 'people', 'vehicle', 'spending'] as const) {
      const scores = counties.map((row) => row.indices[index])
      expect(scores.every(({ score }) => score !== null && score >= 0 && score <= 100)).toBe(true)
      expect(Math.min(...scores.map(({ rank }) => rank ?? 9))).toBe(1)
      expect(scores.some(({ before }) => before !== null)).toBe(true)
    }
    const use = await rows(
      `select v.region, sum(days_used)::float8 / sum(days_due) as use, sum(days_due)::int as due from vehicle_months m join vehicles v on v.id = m.vehicle where month = '2026-09' group by 1`,
    )
    for (const row of use) {
      const own = counties
        .find(({ id }) => id === row['region'])
        ?.indices.activity.parts.find(({ id }) => id === 'use')
      expect(own?.n).toBe(row['due'])
      expect(own?.value).toBeCloseTo(Number(row['use']), 9)
      expect(own?.score).toBeCloseTo(Math.min(100, Math.max(0, ((Number(row['use']) - 0.3) / 0.6) * 100)), 6)
    }
  })
})

describe('服务保障 and 人员服务', () => {
  const SEPTEMBER = [
    Date.parse('2026-09-01T00:00:00+08:00'),
    Date.parse('2026-10-01T00:00:00+08:00'),
  ] as const
  const parts = async () => {
    const { rows: counties } = await ask<VehicleIndices>(
      '/api/vehicles/indices',
      leader,
      {},
      { region: '450000', of: 'counties' },
    )
    return new Map(
      counties.map(({ id, indices }) => [
        id,
        (index: 'service' | 'people', part: string) => indices[index].parts.find((one) => one.id === part),
      ]),
    )
  }

  it('are what the platform counted over the month; findings are of the orders that were judged', async () => {
    const counted =
      await rows(`select v.region, sum((m.service ->> 'orders')::float8) as orders, sum((m.service ->> 'dispatched')::float8) as dispatched, sum((m.service ->> 'onTime')::float8) as "onTime", sum((m.service ->> 'ratings')::float8) as ratings, sum((m.service ->> 'ratingSum')::float8) as rated
      from vehicle_months m join vehicles v on v.id = m.vehicle where m.month = '2026-09' group by 1`)
    expect(counted).toHaveLength(3)
    for (const own of counted as Record<string, number>[]) {
      const part = (await parts()).get(String(own['region']))!
      expect(part('service', 'met')).toMatchObject({
        value: own['dispatched']! / own['orders']!,
        n: own['orders'],
      })
      expect(part('service', 'onTime')?.value).toBeCloseTo(own['onTime']! / own['dispatched']!, 12)
      expect(part('people', 'rating')?.value).toBeCloseTo(own['rated']! / own['ratings']!, 12)
      const [judged] = await rows(
        `select count(*) filter (where t.verdict <> 'unknown')::int as n from orders o join vehicles v on v.id = o.vehicle join order_verdicts t on t.order_id = o.id where v.region = '${own['region']}' and o.start_at >= ${SEPTEMBER[0]} and o.start_at < ${SEPTEMBER[1]}`,
      )
      expect(part('people', 'faults')?.n).toBe(judged!['n'])
    }
  })

  it('are of the orders that began within the month where the platform counts nothing: none of the running month, and unknown where it has none', async () => {
    await house.database.pool.query(`update vehicle_months set service = null`)
    await house.live.vehicleLedger.all()
    const counted =
      await rows(`select v.region, count(*)::float8 as orders, count(*) filter (where o.steps @> '[{"step": "assign"}]')::float8 as dispatched, count(o.rating)::float8 as ratings, sum(o.rating)::float8 as rated
      from orders o join vehicles v on v.id = o.vehicle where o.steps is not null and o.start_at >= ${SEPTEMBER[0]} and o.start_at < ${SEPTEMBER[1]} group by 1`)
    expect(await one(`select count(*) from orders where start_at >= ${SEPTEMBER[1]}`)).toBeGreaterThan(20)
    for (const [county, part] of await parts()) {
      const own = counted.find(({ region }) => region === county) as Record<string, number> | undefined
      expect(part('service', 'met')?.value ?? null, county).toBe(
        own ? own['dispatched']! / own['orders']! : null,
      )
      expect(part('people', 'rating')?.value ?? null, county).toBe(
        own?.['ratings'] ? own['rated']! / own['ratings'] : null,
      )
    }
  })
})

describe('the board of the eleven steps', () => {
  it('shows whose turn each order is, role, hours and limit of each step as the platform publishes them, and flags time-outs', async () => {
    const board = await ask<OrderBoard>('/api/vehicles/orders', leader, {}, { region: '450000' })
    expect(board.steps.map(({ step }) => step)).toEqual([
      'apply',
      'review',
      'accept',
      'schedule',
      'assign',
      'confirm',
      'depart',
      'return',
      'report',
      'audit',
      'rate',
    ])
    expect(board.steps.every(({ own, by, limitMinutes }) => !own && by.length > 0 && limitMinutes > 0)).toBe(
      true,
    )
    const open = await one(`select count(*) from orders where status <> 'cancelled' and rating is null`)
    expect(board.steps.reduce((sum, { count }) => sum + count, 0)).toBe(open)
    const notBack = await one(
      `select count(*) from orders where status <> 'cancelled' and rating is null and not steps @> '[{"step": "return"}]'`,
    )
    expect([board.open, board.backlog]).toEqual([notBack, open - notBack])
    const out = await one(
      `select count(*) from orders where status <> 'cancelled' and rating is null and steps @> '[{"step": "depart"}]' and not steps @> '[{"step": "return"}]'`,
    )
    expect(board.out).toMatchObject({ orders: out, moving: 0, stopped: 0 })
    expect(
      (await ask<OrderBoard>('/api/vehicles/orders', leader, {}, { region: '450000', at: NOW - MINUTE })).out,
    ).toBeNull()
    const waiting = {
      ...(bundles[0]!.orders[0] as OrderRecord),
      id: 'O-late',
      start: NOW + 3 * 3_600_000,
      end: NOW + 4 * 3_600_000,
      status: 'approved' as const,
      report: null,
      rating: null,
      updatedAt: NOW,
      steps: [{ step: 'apply' as const, at: NOW - 150 * MINUTE, by: 'applicant' as const }],
    }
    await give('orders', [waiting])
    await house.live.vehicleLedger.all()
    const late = await ask<OrderBoard>(
      '/api/vehicles/orders',
      leader,
      {},
      { region: '450103', step: 'review', late: 'true' },
    )
    expect(late.orders.find(({ id }) => id === 'O-late')).toMatchObject({
      step: 'review',
      by: 'approver',
      since: NOW - 150 * MINUTE,
      due: NOW - 30 * MINUTE,
      overdue: true,
    })
    const alerts = await ask<{
      alerts: { rule: string; region: string; count: number; text: { zh: string } }[]
    }>('/api/alerts', leader, {}, { limit: 500 })
    expect(
      alerts.alerts.find((alert) => alert.rule === 'VO-01' && alert.region === '450103')?.text.zh,
    ).toMatch(/审核 \d/)
    await give('order-step-limits', [
      {
        region: '450103',
        step: 'review',
        by: 'approver',
        hours: null,
        limitMinutes: 600,
        since: 'previous',
        updatedAt: NOW,
      },
    ])
    await house.live.vehicleLedger.all()
    const card = await ask<OrderCard>('/api/vehicles/orders/:id', leader, { id: 'O-late' })
    expect(card).toMatchObject({
      overdue: false,
      masked: true,
      steps: [
        { step: 'apply', state: 'done' },
        { step: 'review', state: 'current', due: NOW + 450 * MINUTE },
        ...Array.from({ length: 9 }, () => ({ state: 'waiting' })),
      ],
    })
  })

  it('a step that is no step goes to quarantine with its field and reason', () => {
    const { good, rejected } = admitRecords(
      'pages',
      'orders',
      [
        bundles[0]!.orders[0],
        { ...bundles[0]!.orders[1], steps: [{ step: 'teleport', at: 1, by: 'driver' }] },
      ],
      NOW,
    )
    expect([good.length, rejected[0]?.field]).toEqual([1, 'steps.0.step'])
  })
})

describe('order, track and cost', () => {
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

  it('compares each order with its track and its costs: agreed, returned too late, more km registered, fuel bought elsewhere, no movement; and overlap by the trips', async () => {
    await house.live.vehicleLedger.all()
    await give('vehicle-vendors', [
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
    ])
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
    await give('orders', [
      order('O-good', a, {
        report: { returnedAt: from + 60 * MINUTE, kilometres: 30.6, energy: 2.8, cost: 200 },
      }),
      order('O-liar', b, {
        report: { returnedAt: from + 110 * MINUTE, kilometres: 80, energy: 2.8, cost: null },
      }),
      order('O-parked', c),
    ])
    await give('vehicle-costs', [
      fuel('C-good', a, 'O-good', 'VD-near'),
      fuel('C-far', b, 'O-liar', 'VD-far'),
    ])
    const still = Array.from({ length: 12 }, (_, i) =>
      position(c, from + i * 5 * MINUTE, { lon: 109.4, lat: 24.3, speedKmh: 0, acc: false }),
    )
    now = from + 90 * MINUTE
    await house.live.sink.accept('test', {
      kind: 'positions',
      items: [...drive(a), ...drive(b, 2), ...still],
    })
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

  it('a cost that comes later is judged again, and an order is judged once', async () => {
    const before = await rows(`select order_id, judged_at from order_verdicts order by 1`)
    now += MINUTE
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
        updatedAt: now,
      },
    ])
    now += MINUTE
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

describe('scope and masks', () => {
  it('a city sees its own, a unit its own, others get what does not exist; drivers and plates are masked', async () => {
    await expect(ask('/api/vehicles/figures', city, {}, { region: '450103' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(ask('/api/vehicles/orders/:id', city, { id: 'O-late' })).rejects.toMatchObject({
      code: 'not-found',
    })
    const own = bundles[1]!.vehicles[0]!
    const user = viewerOf('unit-user', '450202', own.unit)
    const figures = await ask<VehicleFigures>('/api/vehicles/figures', user, {}, {})
    expect(figures).toMatchObject({ id: own.unit, kind: 'unit' })
    expect(figures.values.runningCost).toBeCloseTo(
      await one(
        `select sum(cost) from vehicle_months m join vehicles v on v.id = m.vehicle where v.unit = '${own.unit}' and month = '2026-09'`,
      ),
      4,
    )
    await expect(
      ask('/api/vehicles/figures', user, {}, { unit: bundles[0]!.units[0]!.id }),
    ).resolves.toMatchObject({ id: own.unit })
    await expect(ask('/api/vehicles/overlaps', user, {}, { region: '450202' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(
      ask('/api/vehicles/orders/:id', viewerOf('unit-user', '450103', bundles[0]!.vehicles[0]!.unit), {
        id: 'O-good',
      }),
    ).rejects.toMatchObject({ code: 'not-found' })
    const card = await ask<OrderCard>('/api/vehicles/orders/:id', user, { id: 'O-good' })
    expect([card.driver, card.plate.includes('*')]).toEqual(['韦**', true])
    expect(
      (await ask<OrderCard>('/api/vehicles/orders/:id', viewerOf('manager', '450000'), { id: 'O-good' }))
        .driver,
    ).toBe('韦师傅')
    const board = await ask<OrderBoard>('/api/vehicles/orders', user)
    expect(board.orders.every((row) => row.unit === own.unit)).toBe(true)
  })

  it('findings count what the records break, by rule', async () => {
    const list = await ask<VehicleFindingList>('/api/vehicles/findings', leader, {}, { region: '450000' })
    const off = await one(
      `select count(*) from vehicle_costs where vendor is null and kind in ('fuel', 'maintenance', 'insurance') and at >= ${now - 45 * 86_400_000}`,
    )
    expect(list.rules.find(({ rule }) => rule === 'VH-03')?.count ?? 0).toBe(off)
    expect(list.total).toBe(list.rules.reduce((sum, { count }) => sum + count, 0))
  })
})

describe('the queue of orders that wait for their verdict', () => {
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
    updatedAt: now,
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

  it('takes in what can be compared, and lets go of what was judged or called off', async () => {
    await give('orders', [
      order('Q-old', NOW - 400 * 86_400_000),
      order('Q-new', NOW + 40 * MINUTE),
      order('Q-open', NOW + 41 * MINUTE, { status: 'underway' }),
    ])
    expect(await waiting()).toEqual(['Q-new'])
    await give('orders', [order('Q-new', NOW + 40 * MINUTE, { status: 'cancelled', updatedAt: now + 1 })])
    expect(await waiting()).toEqual([])
    await give('orders', [order('Q-new', NOW + 40 * MINUTE, { updatedAt: now + 2 })])
    await house.live.vehicleLedger.all()
    expect([await waiting(), (await judgedAt('Q-new')) > 0]).toEqual([[], true])
  })

  it('an old order comes in with its day’s track, a judged one with a cost of its own', async () => {
    const day = new Date(NOW - 400 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)
    await makeVehicleHistory(house.database.db).addTrackDays(
      'test',
      [{ vehicle: a, day, points: 9, updatedAt: now }],
      now,
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
        updatedAt: now + 3,
      },
    ])
    expect(await waiting()).toEqual(['Q-new', 'Q-old'])
    const before = await judgedAt('Q-new')
    now += MINUTE
    await house.live.vehicleLedger.all()
    expect([await waiting(), (await judgedAt('Q-new')) > before, (await judgedAt('Q-old')) > 0]).toEqual([
      [],
      true,
      true,
    ])
  })

  it('a vehicle without any track is put off and holds nothing up; what changes while it is judged stays', async () => {
    const verdicts = makeVehicleVerdicts(house.database.db)
    await give('orders', [
      order('Q-lost', NOW + 50 * MINUTE, { updatedAt: now }),
      order('Q-next', NOW + 60 * MINUTE, { updatedAt: now }),
    ])
    now += 60 * MINUTE
    const judge = makeVehicleJudge({
      verdicts,
      orders: makeVehicleOrders(house.database.db),
      readTrack: async (_, from) => (from < NOW + 55 * MINUTE ? null : makePoints(0)),
      rules: defaultRules,
      clock: () => now,
    })
    await judge.judge()
    const left = await rows(`select order_id, not_before from order_verdicts_due where order_id like 'Q-%'`)
    expect(left).toEqual([{ order_id: 'Q-lost', not_before: now + 10 * MINUTE }])
    const [due] = await verdicts.due(now, now + 11 * MINUTE, 10)
    await give('orders', [order('Q-lost', NOW + 50 * MINUTE, { updatedAt: now + 1 })])
    await verdicts.save(
      [{ order: due!, day: '2026-10-09', verdict: 'unknown', reasons: [], track: {} as never, path: null }],
      now,
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
    expect([steps.length > 0, steps.every((one) => overdueDays(one, now) > 0)]).toEqual([true, true])
    for (const [rule, all] of Map.groupBy(ledger, (one) => one.rule))
      expect([
        rule,
        all.filter(({ severity }) => severity === 'red').length <= Math.max(1, Math.floor(fleets.size / 10)),
      ]).toEqual([rule, true])
  })
})

describe('sums of a unit', () => {
  const [here, there] = [bundles[0]!, bundles[1]!]
  const unit = { ...here.units[0]!, id: 'U-two', name: '两地单位', region: '450103', updatedAt: NOW }
  const vehicle = (id: string, at: typeof here, more: Record<string, unknown>) => ({
    ...at.vehicles[0]!,
    id,
    plate: `桂A9${id.slice(-4)}`,
    unit: unit.id,
    region: at.vehicles[0]!.region,
    updatedAt: NOW,
    ...more,
  })
  const month = (id: string, of: string) => ({
    ...here.vehicleMonths[0]!,
    vehicle: id,
    month: of,
    updatedAt: NOW,
  })
  const sums = (of: string) =>
    rows(
      `select region, vehicles, "dueKept", drivers, quota, orders from vehicle_sums where kind = 'unit' and id = 'U-two' and month = '${of}' order by region`,
    )

  it('stand in each region its vehicles are in, with its quota once, drivers by name and telephone, dates by this house’s clock and the month’s end', async () => {
    const driver = { name: '李师傅', phone: '13800000001' }
    await give('units', [unit])
    await give('vehicles', [
      vehicle('V-two-0001', here, { driver, inspectionDue: '2026-10-20', insuranceDue: '2027-01-01' }),
      vehicle('V-two-0002', here, {
        driver: { ...driver, phone: '13800000002' },
        inspectionDue: '2026-08-15',
        insuranceDue: '2027-01-01',
      }),
      vehicle('V-two-0003', there, { driver, inspectionDue: '2027-01-01', insuranceDue: '2027-01-01' }),
    ])
    const served = {
      orders: 40,
      dispatched: 38,
      onTime: 30,
      approvalMinutes: 1200,
      approved: 40,
      ratings: 20,
      ratingSum: 90,
    }
    await give(
      'vehicle-months',
      ['V-two-0001', 'V-two-0002', 'V-two-0003'].flatMap((id) =>
        ['2025-12', '2026-07', '2026-09'].map((of) => ({
          ...month(id, of),
          service: of === '2026-07' ? served : null,
        })),
      ),
    )
    const quota = (year: number, vehicles: number, budget: number) => ({
      unit: unit.id,
      year,
      vehicles,
      budget,
      baseYear: null,
      basePerVehicle: null,
      updatedAt: NOW,
    })
    await give('vehicle-quotas', [quota(2025, 5, 24_000), quota(2026, 2, 12_000), quota(2027, 9, 60_000)])
    await give('orders', [
      {
        ...(there.orders[0] as OrderRecord),
        id: 'O-two',
        vehicle: 'V-two-0003',
        unit: unit.id,
        start: NOW + MINUTE,
        end: NOW + 30 * MINUTE,
        status: 'approved',
        updatedAt: NOW,
      },
    ])
    await house.live.vehicleLedger.all()
    expect(await sums('2026-09')).toEqual([
      { region: '450103', vehicles: 2, dueKept: 1, drivers: 2, quota: 2, orders: 0 },
      { region: '450202', vehicles: 1, dueKept: 1, drivers: 1, quota: 0, orders: 0 },
    ])
    expect((await sums('2026-07')).map((row) => row['dueKept'])).toEqual([2, 1])
    expect(
      await rows(
        `select sum(orders) as orders, sum(dispatched) as dispatched, sum("onTime") as on_time, sum("approvalMinutes") as minutes, sum("ratingSum") as rated from vehicle_sums where kind = 'unit' and id = 'U-two' and month = '2026-07'`,
      ),
    ).toEqual([{ orders: 120, dispatched: 114, on_time: 90, minutes: 3600, rated: 270 }])
    expect(
      await rows(
        `select month, sum(quota) as quota, sum(budget) as budget from vehicle_sums where kind = 'unit' and id = 'U-two' and month in ('2025-12', '2026-07') group by 1 order by 1`,
      ),
    ).toEqual([
      { month: '2025-12', quota: 5, budget: 2000 },
      { month: '2026-07', quota: 2, budget: 1000 },
    ])
  })

  it('a rental is its unit’s own region’s, wherever the unit’s vehicles stand, and each region’s rentals are those of its units', async () => {
    await give('units', [{ ...unit, id: 'U-far', name: '车在外地的单位' }])
    await give('vehicles', [vehicle('V-far-0001', there, { unit: 'U-far', driver: null })])
    await give('vehicle-months', [month('V-far-0001', '2026-09')])
    await give('vehicle-rentals', [
      {
        ...here.vehicleRentals[0]!,
        id: 'R-far',
        unit: 'U-far',
        start: Date.parse('2026-09-08T09:00:00+08:00'),
        end: Date.parse('2026-09-08T12:00:00+08:00'),
        amount: 777,
        updatedAt: NOW,
      },
    ])
    await house.live.vehicleLedger.all()
    expect(
      await rows(
        `select region, vehicles, rental, rentals from vehicle_sums where kind = 'unit' and id = 'U-far' and month = '2026-09' order by region`,
      ),
    ).toEqual([
      { region: '450103', vehicles: 0, rental: 777, rentals: 1 },
      { region: '450202', vehicles: 1, rental: 0, rentals: 0 },
    ])
    for (const region of ['450103', '450202', '450123']) {
      const raw = await one(
        `select coalesce(sum(r.amount), 0) from vehicle_rentals r join units u on u.id = r.unit where u.region = '${region}' and to_char(to_timestamp(r.start_at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM') = '2026-09'`,
      )
      expect(
        (await ask<VehicleFigures>('/api/vehicles/figures', leader, {}, { region })).values.rentalCost,
        region,
      ).toBeCloseTo(raw, 6)
    }
  })

  it('an order counts in the month in which it began, and the whole quota is held against all vehicles', async () => {
    expect(await sums('2026-10')).toMatchObject([{ region: '450202', orders: 1 }])
    expect(
      await one(`select sum(orders) from vehicle_sums where kind = 'region' and month = '2026-10'`),
    ).toBe(
      await one(
        `select count(*) from orders where steps is not null and start_at >= extract(epoch from timestamptz '2026-10-01 00:00+08') * 1000 and start_at < extract(epoch from timestamptz '2026-11-01 00:00+08') * 1000`,
      ),
    )
    const list = await ask<VehicleFindingList>(
      '/api/vehicles/findings',
      leader,
      {},
      { region: '450103', limit: 1000 },
    )
    expect(list.rows.filter(({ unit: of, rule }) => of === 'U-two' && rule === 'VH-15')).toHaveLength(1)
    expect(
      (await ask<VehicleFigures>('/api/vehicles/figures', leader, {}, { unit: 'U-two' })).sums.vehicles,
    ).toBe(3)
  })
})
