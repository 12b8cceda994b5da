import { describe, expect, it } from 'vitest'
import { isWorkday } from '../../../server/common/clock/calendar.ts'
import { figureValues } from '#shared/vehicles/figures.ts'
import { scoreOn, scorePeers, VEHICLE_ANCHORS, VEHICLE_INDICES } from '#shared/vehicles/indices.ts'
import { consumption, costFindings, normFinding, type CostFacts } from '#shared/vehicles/ledger/costs.ts'
import { quotaFinding, registerFindings, type RegisterFacts } from '#shared/vehicles/ledger/register.ts'
import { rentalFindings, tripFindings } from '#shared/vehicles/ledger/trips.ts'
import { isOpenStep, outCount } from '#shared/vehicles/orders/orderStage.ts'
import {
  afterWorking,
  orderState,
  stepLimits,
  workingBetween,
  type OrderFacts,
} from '#shared/vehicles/orders/orders.ts'
import { OVERLAP, overlapsOf, resample, type Trip } from '#shared/vehicles/orders/overlap.ts'
import { makePoints } from '#shared/vehicles/track/points.ts'
import { overMonths, zeroSums, type VehicleSums } from '#shared/vehicles/sums.ts'
import { judgeOrder, type ThreeWayFacts } from '#shared/vehicles/orders/threeWay/verdict.ts'
import { uncovered } from '#shared/vehicles/orders/threeWay/uncovered.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)
const MINUTE = 60_000
const OFFICE = { from: 8, to: 18 }
const sums = (part: Partial<VehicleSums>): VehicleSums => ({ ...zeroSums(), ...part })

describe('working time', () => {
  it('counts a Saturday that the state made a workday and leaves holidays and weekends out', () => {
    expect(afterWorking(at('2025-10-10T17:30'), 60 * MINUTE, OFFICE, isWorkday)).toBe(at('2025-10-11T08:30'))
    expect(afterWorking(at('2025-10-11T17:30'), 60 * MINUTE, OFFICE, isWorkday)).toBe(at('2025-10-13T08:30'))
    expect(afterWorking(at('2025-09-30T17:00'), 2 * 60 * MINUTE, OFFICE, isWorkday)).toBe(
      at('2025-10-09T09:00'),
    )
    expect(afterWorking(at('2025-10-12T12:00'), 60 * MINUTE, null, isWorkday)).toBe(at('2025-10-12T13:00'))
    expect(workingBetween(at('2025-10-10T17:00'), at('2025-10-13T09:00'), OFFICE, isWorkday)).toBe(
      12 * 60 * MINUTE,
    )
  })
})

describe('the eleven steps', () => {
  const limits = stepLimits([])
  const order = (more: Partial<OrderFacts>): OrderFacts => ({
    start: at('2025-10-11T14:00'),
    end: at('2025-10-11T16:00'),
    status: 'approved',
    steps: [{ step: 'apply', at: at('2025-10-10T17:30'), by: 'applicant' }],
    updatedAt: 0,
    ...more,
  })

  it('waits for the approver within its hours, is due on the working Saturday, and late after', () => {
    const early = orderState(order({}), limits, at('2025-10-11T09:00'), isWorkday)
    expect(early.current).toMatchObject({
      step: 'review',
      by: 'approver',
      since: at('2025-10-10T17:30'),
      due: at('2025-10-11T09:30'),
      late: false,
    })
    expect(orderState(order({}), limits, at('2025-10-11T09:31'), isWorkday).overdue).toBe(true)
    expect(early.steps.map(({ state }) => state)).toEqual([
      'done',
      'current',
      ...Array.from({ length: 9 }, () => 'waiting'),
    ])
  })

  it('takes departure and return from the order’s own times, the platform’s limits before its own', () => {
    const steps = [
      ...order({}).steps!,
      ...(['review', 'accept', 'schedule', 'assign', 'confirm'] as const).map((step, i) => ({
        step,
        at: at('2025-10-11T09:00') + i * MINUTE,
        by: 'dispatcher' as const,
      })),
    ]
    const before = orderState(order({ steps }), limits, at('2025-10-11T13:00'), isWorkday)
    expect(before.current).toMatchObject({
      step: 'depart',
      since: at('2025-10-11T14:00'),
      due: at('2025-10-11T14:30'),
      late: false,
    })
    const short = stepLimits([{ step: 'depart', by: 'driver', hours: null, limitMinutes: 5, since: 'start' }])
    expect(orderState(order({ steps }), short, at('2025-10-11T14:06'), isWorkday).overdue).toBe(true)
    const back = orderState(
      order({
        status: 'underway',
        steps: [...steps, { step: 'depart', at: at('2025-10-11T14:45'), by: 'driver' }],
      }),
      limits,
      at('2025-10-11T16:40'),
      isWorkday,
    )
    expect(back).toMatchObject({
      lateSteps: 1,
      overdue: true,
      current: { step: 'return', due: at('2025-10-11T16:30') },
    })
  })

  it('is finished after the rating, cancelled at once, and told by its status where the platform keeps no steps', () => {
    const all = (
      [
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
      ] as const
    ).map((step, i) => ({ step, at: at('2025-10-11T09:00') + i * MINUTE, by: 'driver' as const }))
    expect(
      orderState(order({ steps: all, status: 'returned' }), limits, at('2025-11-01T09:00'), isWorkday),
    ).toMatchObject({ finished: true, current: null, overdue: false })
    expect(
      orderState(order({ status: 'cancelled' }), limits, at('2025-11-01T09:00'), isWorkday),
    ).toMatchObject({ cancelled: true, current: null, finished: false })
    expect(
      orderState(
        order({ steps: null, status: 'dispatched', updatedAt: at('2025-10-11T13:00') }),
        limits,
        at('2025-10-11T13:10'),
        isWorkday,
      ).current?.step,
    ).toBe('confirm')
  })
})

describe('orders on the road', () => {
  it('are set against their vehicles once each; what moves besides is told apart', () => {
    const seen = { a: 'moving', b: 'stopped', c: 'silent' } as const
    expect(outCount(['a', 'b', 'b', 'c'], (vehicle) => seen[vehicle as 'a'], 5)).toEqual({
      orders: 4,
      moving: 1,
      stopped: 1,
      silent: 1,
      others: 4,
    })
    expect((['apply', 'depart', 'return', 'report', 'rate'] as const).map(isOpenStep)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('the ledger’s rules', () => {
  const vehicle: RegisterFacts = {
    id: 'V',
    category: 'emergency',
    energy: 'petrol',
    model: '轿车 1.6L',
    seats: 5,
    displacementL: 1.6,
    price: 150_000,
    exceptionGround: null,
    registeredTo: 'unit',
    origin: 'bought',
    sticker: 'BS1',
  }
  const rules = (found: readonly { rule: string; key: string }[]): string[] =>
    found.map(({ rule, key }) => `${rule}:${key}`)

  it('VH-04 and VH-15: sticker, displacement, price, holder, origin, quota', () => {
    expect(registerFindings(vehicle)).toEqual([])
    expect(rules(registerFindings({ ...vehicle, sticker: null }))).toEqual(['VH-04:sticker'])
    expect(registerFindings({ ...vehicle, sticker: null, category: 'law', price: 120_000 })).toEqual([])
    expect(rules(registerFindings({ ...vehicle, displacementL: 2, price: 190_000 }))).toEqual([
      'VH-15:displacement',
      'VH-15:price',
    ])
    expect(rules(registerFindings({ ...vehicle, registeredTo: 'company', origin: 'donated' }))).toEqual([
      'VH-15:holder',
      'VH-15:origin',
    ])
    expect([quotaFinding(3, 2).length, quotaFinding(2, 2).length, quotaFinding(3, null).length]).toEqual([
      1, 0, 0,
    ])
  })

  it('VH-15: base, need and special tiers of 71号 by category; an exception needs its ground, what is beyond it is a breach', () => {
    const of = (more: Partial<RegisterFacts>): string[] =>
      registerFindings({ ...vehicle, ...more }).map(({ severity, key }) => `${severity} ${key}`)
    const van = { model: '商务车 2.0T', seats: 7 }
    expect(of({ ...van, displacementL: 2, price: 230_000 })).toEqual(['yellow exception'])
    expect(of({ ...van, displacementL: 2, price: 230_000, exceptionGround: '桂机管批〔2024〕3 号' })).toEqual(
      [],
    )
    expect(of({ ...van, displacementL: 1.8, price: 180_000 })).toEqual([])
    expect(of({ ...van, displacementL: 3.2, price: 260_000, exceptionGround: '有' })).toEqual([
      'red displacement',
      'red price',
    ])
    expect(of({ category: 'law', displacementL: 1.6, price: 120_000 })).toEqual([])
    expect(of({ category: 'law', displacementL: 1.6, price: 125_000 })).toEqual(['yellow exception'])
    expect(of({ category: 'law', displacementL: 1.8, price: 180_000, exceptionGround: '一线执法' })).toEqual(
      [],
    )
    expect(of({ category: 'law', displacementL: 2, price: 185_000, exceptionGround: '一线执法' })).toEqual([
      'red displacement',
      'red price',
    ])
    expect(
      of({
        category: 'law',
        model: '大客车',
        seats: 45,
        displacementL: 6,
        price: 450_000,
        exceptionGround: '押解',
      }),
    ).toEqual([])
    expect(
      of({
        category: 'law',
        model: '大客车',
        seats: 45,
        displacementL: 6,
        price: 460_000,
        exceptionGround: '押解',
      }),
    ).toEqual(['red price'])
    expect(of({ category: 'other', displacementL: 2, price: 190_000 })).toEqual([
      'red displacement',
      'red price',
    ])
    for (const category of ['confidential', 'emergency', 'law', 'other'] as const) {
      expect(of({ category, energy: 'bev', model: '纯电轿车', displacementL: null, price: 180_000 })).toEqual(
        [],
      )
      expect(of({ category, energy: 'bev', model: '纯电轿车', displacementL: null, price: 181_000 })).toEqual(
        ['red price'],
      )
    }
    expect(of({ category: 'special', displacementL: 6, price: 900_000 })).toEqual([])
  })

  it('VH-03, VH-14, VH-16: vendors, tank, norm, costs without a trip', () => {
    const cost: CostFacts = {
      id: 'C',
      kind: 'fuel',
      day: '2026-10-09',
      order: 'O',
      quantity: 40,
      tankLitres: 50,
      vendorKinds: ['fuel'],
    }
    expect(costFindings(cost)).toEqual([])
    expect(rules(costFindings({ ...cost, vendorKinds: null, quantity: 60, order: null }))).toEqual([
      'VH-03:vendor',
      'VH-14:tank',
      'VH-16:order',
    ])
    expect(rules(costFindings({ ...cost, vendorKinds: ['maintenance'] }))).toEqual(['VH-03:vendor'])
    expect(
      costFindings({ ...cost, kind: 'inspection', order: null, quantity: null, vendorKinds: null }),
    ).toEqual([])
    expect([consumption(90, 1000), consumption(9, 50)]).toEqual([9, null])
    expect([
      normFinding(9.1, 8, '2026-09').length,
      normFinding(9.3, 8, '2026-09').length,
      normFinding(null, 8, '2026-09').length,
    ]).toEqual([0, 1, 0])
  })

  it('VH-01 and VH-17: what a registration must hold', () => {
    const report = { returnedAt: 1, kilometres: 10, energy: 1, cost: 0 }
    expect(tripFindings({ reason: '会议', to: '党校', report })).toEqual([])
    expect(
      tripFindings({ reason: ' ', to: '党校', report: { ...report, kilometres: null } })[0]?.text.zh,
    ).toBe('登记缺事由、里程')
    expect([
      rentalFindings({ plate: '桂A1', kilometres: 3, reason: '会议' }).length,
      rentalFindings({ plate: null, kilometres: null, reason: '会议' }).length,
    ]).toEqual([0, 1])
  })
})

describe('order × track × cost', () => {
  const start = at('2026-10-09T09:00')
  const facts = (more: Partial<ThreeWayFacts>): ThreeWayFacts => ({
    start,
    end: start + 60 * MINUTE,
    departedAt: start,
    plannedKm: 30,
    report: { returnedAt: start + 62 * MINUTE, kilometres: 30, energy: 3, cost: 20 },
    costs: [],
    track: {
      points: 100,
      km: 29,
      movingMs: 50 * MINUTE,
      firstMovingAt: start + MINUTE,
      lastMovingAt: start + 58 * MINUTE,
      stops: 1,
      unknownMs: 0,
    },
    ...more,
  })
  const codes = (more: Partial<ThreeWayFacts>): string[] =>
    judgeOrder(facts(more)).reasons.map(({ code }) => code)
  const track = facts({}).track

  it('agrees, or says which of the three differs and by how much', () => {
    expect(judgeOrder(facts({}))).toEqual({ verdict: 'green', reasons: [] })
    expect(
      judgeOrder(facts({ track: { ...track, points: 0, firstMovingAt: null, lastMovingAt: null, km: 0 } }))
        .verdict,
    ).toBe('unknown')
    expect(
      judgeOrder(facts({ track: { ...track, firstMovingAt: null, lastMovingAt: null, km: 0 } })),
    ).toMatchObject({ verdict: 'red', reasons: [{ code: 'not-moved' }] })
    expect(
      judgeOrder(facts({ report: { returnedAt: start + 90 * MINUTE, kilometres: 30, energy: 3, cost: 20 } })),
    ).toMatchObject({
      verdict: 'yellow',
      reasons: [{ code: 'return', rule: 'VH-07', values: { minutes: 32 } }],
    })
    expect(
      codes({ report: { returnedAt: start + 87 * MINUTE, kilometres: 30, energy: 3, cost: 20 } }),
    ).toEqual([])
    expect(
      judgeOrder(facts({ report: { returnedAt: start + 60 * MINUTE, kilometres: 50, energy: 3, cost: 20 } }))
        .verdict,
    ).toBe('red')
    expect(
      codes({ report: { returnedAt: start + 60 * MINUTE, kilometres: 36, energy: 3, cost: null } }),
    ).toEqual(['distance', 'no-report'])
    expect(codes({ track: { ...track, unknownMs: 20 * MINUTE, km: 10 } })).toEqual(['gaps'])
    expect(codes({ plannedKm: 10 })).toEqual(['over-plan'])
    const cost = { id: 'C', kind: 'fuel' as const, at: start + 10 * MINUTE, amount: 20, distanceM: 80 }
    expect(codes({ costs: [cost] })).toEqual([])
    expect(codes({ costs: [{ ...cost, distanceM: 4000 }] })).toEqual(['cost-place'])
    expect(codes({ costs: [{ ...cost, at: start + 5 * 60 * MINUTE }] })).toEqual(['cost-time'])
    expect(codes({ costs: [{ ...cost, amount: 320 }] })).toEqual(['cost-sum'])
  })

  it('finds what of a drive no order covers', () => {
    const drive = [{ from: start, to: start + 240 * MINUTE }]
    expect(uncovered(drive, [])).toEqual(drive)
    expect(uncovered(drive, [{ from: start + 60 * MINUTE, to: start + 90 * MINUTE }])).toEqual([
      { from: start, to: start + 30 * MINUTE },
      { from: start + 120 * MINUTE, to: start + 240 * MINUTE },
    ])
    expect(uncovered(drive, [{ from: start, to: start + 240 * MINUTE }])).toEqual([])
  })
})

describe('出行轨迹重叠率', () => {
  /** Points each 100 m along a heading from a place; `metres` long. */
  const trip = (
    id: string,
    vehicle: string,
    start: number,
    metres: number,
    options: { east?: number; north?: number; heading?: 0 | 90 | 270; to?: Trip['to'] } = {},
  ): Trip => {
    const { east = 0, north = 0, heading = 90, to = [108_400_000, 22_800_000] } = options
    const [lon, lat] = [108.3, 22.8]
    const cosine = Math.cos((lat * Math.PI) / 180)
    const path: number[] = []
    for (let m = 0; m <= metres; m += OVERLAP.stepM) {
      const x = east + (heading === 90 ? m : heading === 270 ? -m : 0)
      const y = north + (heading === 0 ? m : 0)
      path.push(
        Math.round((lon + x / 111_194.9 / cosine) * 1e6),
        Math.round((lat + y / 111_194.9) * 1e6),
        heading,
      )
    }
    return { id, vehicle, start, path, to }
  }
  const T = at('2026-10-09T09:00')

  it('pairs trips of different vehicles that set out within 15 min to the same place and share 60 % of both within 200 m and 45°', () => {
    const long = trip('long', 'a', T, 9900)
    const counted = (other: Trip, first: Trip = long): number => overlapsOf([first, other]).overlapping
    expect(counted(trip('beside', 'b', T + 14 * MINUTE, 8000, { north: 150 }))).toBe(2)
    expect(counted(trip('half of the long one', 'b', T, 5000))).toBe(0)
    expect(counted(trip('far', 'b', T, 8000, { north: 260 }))).toBe(0)
    expect(counted(trip('late', 'b', T + 16 * MINUTE, 8000))).toBe(0)
    expect(counted(trip('own', 'a', T, 8000))).toBe(0)
    expect(counted(trip('against', 'b', T, 8000, { east: 8000, heading: 270 }))).toBe(0)
    expect(counted(trip('across', 'b', T, 8000, { heading: 0 }))).toBe(0)
    expect(counted(trip('60 of 100 points of both', 'b', T, 9900, { east: 4150 }))).toBe(2)
    expect(counted(trip('59 of 100 points of both', 'b', T, 9900, { east: 4250 }))).toBe(0)
    expect(counted(trip('490 m apart', 'b', T, 9900, { to: [108_400_000, 22_804_400] }))).toBe(2)
    expect(counted(trip('another place', 'b', T, 9900, { to: [108_400_000, 22_804_600] }))).toBe(0)
    expect(
      counted(trip('as far', 'b', T, 9500, { to: null }), trip('unknown', 'a', T, 9900, { to: null })),
    ).toBe(2)
    expect(
      counted(trip('not as far', 'b', T, 9300, { to: null }), trip('unknown', 'a', T, 9900, { to: null })),
    ).toBe(0)
    const pair = overlapsOf([
      trip('long', 'a', T, 10_000),
      trip('half-way on', 'b', T, 8000, { east: 3000 }),
    ]).pairs
    expect(pair[0]?.share).toBeCloseTo(73 / 101, 2)
    expect(pair[0]).toMatchObject({ shorter: 'half-way on', longer: 'long' })
  })

  it('gives a list of trips to share in which no trip stands twice, with the km saved', () => {
    const all = [
      trip('1', 'a', T, 10_000),
      trip('2', 'b', T, 8000),
      trip('3', 'c', T, 6000),
      trip('4', 'd', T, 5000, { north: 50_000 }),
    ]
    const { trips, overlapping, pairs, savedKm } = overlapsOf(all)
    expect([trips, overlapping, pairs.length]).toEqual([4, 3, 3])
    expect(pairs.filter(({ chosen }) => chosen)).toMatchObject([{ shorter: '2', longer: '1' }])
    expect(savedKm).toBeCloseTo(8.1, 5)
    expect(
      figureValues({ now: zeroSums(), before: null, months: 1, overlap: { trips, overlapping } }).overlap,
    ).toBe(75)
  })

  it('takes a county’s day of 600 trips in under a second of one core', () => {
    const many = Array.from({ length: 600 }, (_, i) =>
      trip(String(i), `v${i}`, T + ((i * 7) % 480) * MINUTE, 8000 + (i % 9) * 2500, {
        east: ((i * 13) % 40) * 300,
        north: ((i * 29) % 50) * 250,
        heading: i % 2 ? 90 : 0,
        to: null,
      }),
    )
    const began = process.cpuUsage()
    const found = overlapsOf(many)
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(1000)
    expect(found.overlapping).toBeGreaterThan(0)
  })

  it('resamples reports to a point each 100 m and does not join a gap', () => {
    const points = makePoints(4)
    ;[0, 10, 20, 20 + 600].forEach((s, i) => {
      points.at[i] = T + s * 1000
      points.lonE7[i] = 1_083_000_000 + i * 30_000
      points.latE7[i] = 228_000_000
    })
    const path = resample(points)
    expect(path.length / 3).toBe(7)
    expect(path[2]).toBe(90)
  })
})

describe('figures and indices', () => {
  it('双费双率 by their formulas; what has no base is not known', () => {
    const now = sums({
      vehicles: 10,
      kilometres: 20_000,
      fuel: 12_000,
      maintenance: 3000,
      insurance: 2000,
      toll: 500,
      parking: 300,
      other: 200,
      rental: 2000,
      daysUsed: 150,
      daysDue: 200,
      hoursUsed: 700,
      hoursDue: 2600,
      baseCost: 30_000,
      baseVehicles: 10,
    })
    const values = figureValues({
      now,
      before: sums({ fuel: 20_000 }),
      months: 1,
      overlap: { trips: 0, overlapping: 0 },
    })
    expect(values).toMatchObject({
      runningCost: 18_000,
      costPerVehicle: 1800,
      costPer100Km: 90,
      rentalCost: 2000,
      rentalShare: 10,
      useDays: 75,
      overlap: null,
    })
    expect(values.costYoY).toBeCloseTo(-10)
    expect(values.costOverBase).toBeCloseTo(-40)
    expect(
      figureValues({ now: zeroSums(), before: null, months: 1, overlap: { trips: 0, overlapping: 0 } }),
    ).toMatchObject({ runningCost: null, costPer100Km: null, costYoY: null, useDays: null })
    expect(overMonths([sums({ vehicles: 10, fuel: 100 }), sums({ vehicles: 12, fuel: 200 })])).toMatchObject({
      vehicles: 11,
      fuel: 300,
    })
  })

  it('five indices on fixed scales: a place scores the same whoever its peers are, less cost scores more, ranks are shared, weights add up', () => {
    for (const index of VEHICLE_INDICES)
      expect(index.parts.reduce((sum, part) => sum + part.weight, 0)).toBeCloseTo(1)
    const peers = [
      {
        id: 'a',
        sums: sums({
          vehicles: 10,
          daysUsed: 180,
          daysDue: 200,
          kilometres: 12_000,
          trips: 600,
          fuel: 10_000,
          budget: 12_500,
        }),
      },
      {
        id: 'b',
        sums: sums({
          vehicles: 10,
          daysUsed: 60,
          daysDue: 200,
          kilometres: 4000,
          trips: 0,
          fuel: 20_000,
          budget: 16_000,
        }),
      },
      {
        id: 'c',
        sums: sums({
          vehicles: 10,
          daysUsed: 120,
          daysDue: 200,
          kilometres: 6000,
          trips: 300,
          fuel: 12_500,
          budget: 12_500,
        }),
      },
    ]
    const [a, b, c] = scorePeers(peers, 20)
    expect(a?.indices.activity).toMatchObject({
      score: 100,
      rank: 1,
      parts: [
        { id: 'use', value: 0.9, n: 200, score: 100 },
        { id: 'dailyKm', value: 60, score: 100 },
        { id: 'dailyTrips', value: 3, score: 100 },
      ],
    })
    expect(b?.indices.activity.score).toBeCloseTo(0.3 * (20 / 60) * 100)
    expect(c?.indices.activity.score).toBeCloseTo(50)
    expect(scorePeers([peers[2]!], 20)[0]?.indices.activity).toMatchObject({
      score: c?.indices.activity.score,
      rank: 1,
    })
    expect(a?.indices.spending.parts.map(({ score }) => score)).toEqual([100, 100, 100])
    expect(a?.indices.service).toMatchObject({
      score: null,
      rank: null,
      parts: [{ value: null, n: 0 }, { value: null }, { value: null }],
    })
    expect([a?.indices.vehicle.rank, b?.indices.vehicle.rank]).toEqual([1, 1])
    expect([
      scoreOn({ zero: 240, full: 15 }, 300),
      scoreOn({ zero: 240, full: 15 }, 127.5),
      scoreOn({ zero: 240, full: 15 }, 1),
    ]).toEqual([0, 50, 100])
    const stricter = structuredClone(VEHICLE_ANCHORS) as Record<
      string,
      Record<string, { zero: number; full: number }>
    >
    stricter['activity']!['use'] = { zero: 0, full: 1 }
    expect(
      scorePeers([peers[0]!], 20, undefined, stricter as never)[0]?.indices.activity.parts[0]?.score,
    ).toBeCloseTo(90)
  })
})
