import { describe, expect, it } from 'vitest'
import { consumption, costFindings, normFinding, type CostFacts } from '#shared/vehicles/ledger/costs.ts'
import { quotaFinding, registerFindings, type RegisterFacts } from '#shared/vehicles/ledger/register.ts'
import { rentalFindings, tripFindings } from '#shared/vehicles/ledger/trips.ts'
import { judgeOrder, type ThreeWayFacts } from '#shared/vehicles/orders/threeWay/verdict.ts'
import { uncovered } from '#shared/vehicles/orders/threeWay/uncovered.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)

const MINUTE = 60_000

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

describe('the ledger’s rules', () => {
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
})

describe('the ledger’s rules', () => {
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
})

describe('the ledger’s rules', () => {
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

describe('order × track × cost', () => {
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
