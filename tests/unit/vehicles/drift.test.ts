import { describe, expect, it } from 'vitest'
import { withoutDrift } from '../../../src/shared/vehicles/drift.ts'
import { orderTrack } from '../../../src/shared/vehicles/orders/orderTrack.ts'
import { outingsOf } from '../../../src/shared/vehicles/orders/outings.ts'
import { resample } from '../../../src/shared/vehicles/orders/overlap.ts'
import { makePoints, thinPoints, type PointColumns } from '../../../src/shared/vehicles/track/points.ts'
import { trackParts } from '../../../src/shared/vehicles/track/trackParts.ts'
import { tripFacts } from '../../../src/shared/vehicles/orders/trip.ts'
import { tripQuarters } from '../../../src/shared/vehicles/orders/tripQuarters.ts'
import { makeVehicleHistoryDoor } from '../../../server/vehicles/ledger/historyDoor.ts'

/** `[seconds, lon, lat, km/h]` of one vehicle. */
const track = (rows: readonly (readonly [number, number, number, number])[], start = 0): PointColumns => {
  const points = makePoints(rows.length)
  rows.forEach(([at, lon, lat, kmh], i) => {
    points.at[i] = start + at * 1000
    points.lonE7[i] = Math.round(lon * 1e7)
    points.latE7[i] = Math.round(lat * 1e7)
    points.speed[i] = kmh * 10
  })
  return points
}

/** A vehicle that drives east at 36 km/h, a report each 10 s. */
const east = (count: number, from = 0): [number, number, number, number][] =>
  Array.from({ length: count }, (_, i) => [from + i * 10, 108 + (from + i * 10) * 0.0001, 22.8, 36])

const JUMPS = track(
  [
    [0, 108.195977, 22.832087, 25],
    [30, 108.186903, 22.831645, 28],
    [231, 108.186903, 22.831645, 28],
    [236, 108.229158, 22.832787, 11],
    [266, 108.186903, 22.831645, 28],
    [276, 108.234753, 22.83195, 28],
    [316, 108.186903, 22.831645, 27],
    [321, 108.24112, 22.831017, 28],
  ],
  Date.parse('2016-06-02T17:05:58Z'),
)

describe('what no vehicle can drive', () => {
  it('is no distance, no stop, no drive, no farthest place and no way of a trip, and is counted', () => {
    const facts = tripFacts(JUMPS)
    expect(facts.km).toBeCloseTo(0.93, 2)
    expect([facts.points, facts.drift]).toEqual([8, 3])
    const [outing, ...more] = outingsOf(JUMPS)
    expect(more).toEqual([])
    expect(outing?.farM).toBeLessThan(1_000)
    expect(outing?.km).toBeCloseTo(0.93, 2)
    const quarters = tripQuarters(JUMPS, '2016-06-03')
    expect(quarters.km.reduce((sum, km) => sum + km, 0)).toBeCloseTo(0.93, 2)
    expect(quarters.drift).toBe(3)
    const path = resample(JUMPS)
    expect(Math.max(...path.filter((_, i) => i % 3 === 0))).toBeLessThan(108_200_000)
    const { points, track: kept } = orderTrack(JUMPS, {
      start: JUMPS.at[0]!,
      end: JUMPS.at[7]!,
      base: null,
      destination: null,
    })
    expect([points.count, kept.points, kept.drift]).toEqual([5, 8, 3])
    expect(kept.km).toBeCloseTo(0.93, 2)
  })

  it('a jump that 1.5 times its top speed would not make is cut, a fast stretch of a fast vehicle is driven; the line breaks there', () => {
    const jump = (kmh: number) =>
      track(
        east(60).map(([at, lon, lat], i): [number, number, number, number] => [
          at,
          i === 30 ? lon + 0.004 : lon,
          lat,
          i === 30 ? 36 : kmh,
        ]),
      )
    expect(tripFacts(jump(36)).drift).toBe(1)
    expect(tripFacts(jump(36)).km).toBeCloseTo(6.05, 1)
    expect(tripFacts(jump(110)).drift).toBe(0)
    const points = east(60).map(([at, lon, lat, speedKmh], i) => ({
      at: at * 1000,
      lon: i === 30 ? lon + 1 : lon,
      lat,
      speedKmh,
    }))
    const parts = trackParts([...points, ...points.map((point) => ({ ...point, at: point.at + 3_600_000 }))])
    expect(parts.map((part) => part.length)).toEqual([59, 59])
    expect(Math.max(...parts.flat().map(([lon]) => lon))).toBeLessThan(108.1)
  })

  it('a track without drift is the same columns', () => {
    const clean = track(east(200))
    expect(withoutDrift(clean).points).toBe(clean)
    expect(withoutDrift(makePoints(0)).drift).toBe(0)
    expect(withoutDrift(track(east(1))).drift).toBe(0)
  })
})

describe('what no vehicle can drive', () => {
  it('a stop that drifts for a moment is one stop', () => {
    const rows = Array.from({ length: 60 }, (_, i): [number, number, number, number] => [
      i * 10,
      i === 30 ? 108.5 : 108,
      22.8,
      0,
    ])
    const facts = tripFacts(track(rows))
    expect(facts).toMatchObject({ drift: 1, km: 0, stops: [{ from: 0, to: 590_000 }] })
  })

  it('a first report far away is the drift, not the track behind it', () => {
    const facts = tripFacts(track([[0, 109, 23, 40], ...east(60, 10)]))
    expect(facts.drift).toBe(1)
    expect(facts.km).toBeCloseTo(6, 0)
  })

  it('a jump that stays is where it is from then on; its way there is not known', () => {
    const away = east(60, 600).map(([at, lon, lat, kmh]): [number, number, number, number] => [
      at,
      lon + 1,
      lat,
      kmh,
    ])
    const facts = tripFacts(track([...east(60), ...away]))
    expect(facts.drift).toBe(0)
    expect(facts.km).toBeCloseTo(12, 0)
    expect(facts.unknownMs).toBe(10_000)
  })

  it('many reports elsewhere that end where they began are drift; a silence is none', () => {
    const rows = east(120).map(([at, lon, lat, kmh], i): [number, number, number, number] => [
      at,
      i >= 40 && i < 60 ? lon + 0.5 : lon,
      lat,
      kmh,
    ])
    expect(tripFacts(track(rows))).toMatchObject({ drift: 20 })
    expect(
      tripFacts(
        track([
          ...east(30),
          ...east(30, 7_200).map(([at, lon, lat, kmh]): [number, number, number, number] => [
            at,
            lon + 1,
            lat,
            kmh,
          ]),
        ]),
      ).drift,
    ).toBe(0)
  })
})

describe('a long track', () => {
  it('is thinned to the last point of each step, its first and last kept, and says how long a step is', () => {
    const week = makePoints(201_600)
    for (let i = 0; i < week.count; i++) week.at[i] = i * 3_000
    const { points, stepMs } = thinPoints(week, 20_000)
    expect(points.count).toBeLessThanOrEqual(20_000)
    expect(points.count).toBeGreaterThan(18_000)
    expect([points.at[0], points.at[points.count - 1]]).toEqual([0, 201_599 * 3_000])
    expect(stepMs).toBeGreaterThan(30_000)
    expect(points.at.every((at, i) => i === 0 || at > points.at[i - 1]!)).toBe(true)
    expect(thinPoints(points, 20_000)).toEqual({ points, stepMs: 0 })
    expect(thinPoints(makePoints(0), 2)).toMatchObject({ stepMs: 0 })
  })
})

describe('a track of past days', () => {
  it('of a vehicle that the register lacks goes to quarantine, never to another vehicle', async () => {
    const kept: number[] = []
    const rejected: unknown[] = []
    const days: unknown[] = []
    const door = makeVehicleHistoryDoor({
      history: {
        addTrackDays: async (_source: string, items: readonly unknown[]) => void days.push(...items),
        addOverlapMonths: async () => undefined,
      } as never,
      directory: {
        now: () =>
          ({
            vehicleOrdinals: new Map([
              ['V1', 1],
              ['V2', 2],
            ]),
          }) as never,
      },
      keep: async (_source, points) => void kept.push(...points.ordinal),
      quarantine: async (rows) => void rejected.push(...rows),
      clock: () => 0,
    })
    const record = (vehicle: string) =>
      ({
        vehicle,
        day: '2026-11-20',
        at: [1, 2],
        lon: [108, 108],
        lat: [22, 22],
        speedKmh: [0, 0],
        headingDeg: [0, 0],
        acc: [0, 0],
        updatedAt: 3,
      }) as never
    await door.accept('platform', {
      collection: 'vehicle-tracks',
      items: [record('V1'), record('V9')],
    } as never)
    expect(kept).toEqual([1, 1])
    expect(rejected).toEqual([
      expect.objectContaining({ collection: 'vehicle-tracks', recordId: 'V9:2026-11-20', field: 'vehicle' }),
    ])
    expect(days).toHaveLength(1)
  })
})
