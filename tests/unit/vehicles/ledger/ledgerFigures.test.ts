import { describe, expect, it } from 'vitest'
import { figureValues } from '#shared/vehicles/figures.ts'
import { scoreOn, scorePeers, VEHICLE_ANCHORS, VEHICLE_INDICES } from '#shared/vehicles/indices.ts'
import { OVERLAP, overlapsOf, resample, type Trip } from '#shared/vehicles/orders/overlap.ts'
import { makePoints } from '#shared/vehicles/track/points.ts'
import { overMonths, zeroSums, type VehicleSums } from '#shared/vehicles/sums.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)

const MINUTE = 60_000

const sums = (part: Partial<VehicleSums>): VehicleSums => ({ ...zeroSums(), ...part })

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

describe('出行轨迹重叠率', () => {
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
})

describe('出行轨迹重叠率', () => {
  it('takes a county’s day of 600 trips without comparing every place with every other', () => {
    const many = Array.from({ length: 600 }, (_, i) =>
      trip(String(i), `v${i}`, T + ((i * 7) % 480) * MINUTE, 8000 + (i % 9) * 2500, {
        east: ((i * 13) % 40) * 300,
        north: ((i * 29) % 50) * 250,
        heading: i % 2 ? 90 : 0,
        to: null,
      }),
    )
    let compared = 0
    const counting = {
      ...OVERLAP,
      get headingDeg() {
        compared++
        return OVERLAP.headingDeg
      },
    }
    expect(overlapsOf(many, counting).overlapping).toBeGreaterThan(0)
    const places = many.reduce((sum, { path }) => sum + path.length / 3, 0)
    expect(compared).toBeGreaterThan(0)
    expect(compared).toBeLessThan(places ** 2 / 1000)
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
})

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

describe('figures and indices', () => {
  it('five indices on fixed scales: a place scores the same whoever its peers are, less cost scores more, ranks are shared, weights add up', () => {
    for (const index of VEHICLE_INDICES)
      expect(index.parts.reduce((sum, part) => sum + part.weight, 0)).toBeCloseTo(1)
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
