import { describe, expect, it } from 'vitest'
import { makeFleet } from '../../../data/standin/fleet/fleet.ts'
import { makePoints, type PointColumns } from '../../../src/shared/vehicles/track/points.ts'
import { encodeChunk } from '../../../src/shared/vehicles/track/chunk/write.ts'
import {
  pointAt,
  SLAB_MS,
  type ChunkVehicle,
  type TrackPoint,
} from '../../../src/shared/vehicles/track/chunk/format.ts'
import {
  decodeChunk,
  makePointList,
  openChunk,
  walkVehicle,
} from '../../../src/shared/vehicles/track/chunk/read.ts'
import { tripFacts } from '../../../src/shared/vehicles/orders/trip.ts'
import { makeHandmadeProvince } from '../../builders/records/handmadeProvince.ts'

const SLAB = Math.floor(Date.parse('2026-11-23T10:00:00+08:00') / SLAB_MS) * SLAB_MS

const generator = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0
    return ((state ^ (state >>> 13)) >>> 0) % below
  }
}

interface Group {
  readonly points: PointColumns
  readonly vehicles: ChunkVehicle[]
}

/** Anything a terminal may say: steps of any length, any value a field can hold, now and then nothing new. */
const anyGroup = (seed: number): Group => {
  const random = generator(seed)
  const list = makePointList()
  const vehicles: ChunkVehicle[] = []
  const unit = [1, 10, 250, 1000][random(4)] as number
  const anyPoint = (at: number): TrackPoint => ({
    at,
    lonE7: random(3_600_000_000) - 1_800_000_000,
    latE7: random(1_800_000_000) - 900_000_000,
    speed: random(65_536),
    heading: random(360),
    alarm: random(3) === 0 ? random(4_294_967_296) : 0,
    acc: random(2),
  })
  for (let local = 0; local < 64; local++) {
    if (random(5) === 0) continue
    const from = list.count()
    let last = random(3) === 0 ? null : anyPoint(SLAB - 1 - random(700_000_000))
    const carry = last
    const wild = random(3) === 0
    for (
      let at = random(20) * unit;
      at < SLAB_MS && random(60) > 0;
      at += (random(wild ? 400 : 3) + 1) * unit
    ) {
      if (last === null || (wild && random(2) === 0)) last = anyPoint(SLAB + at)
      else if (random(3) === 0) last = { ...last, at: SLAB + at }
      else
        last = {
          ...last,
          at: SLAB + at,
          lonE7: last.lonE7 + random(2000) - 1000,
          latE7: last.latE7 + random(2000) - 1000,
          heading: (last.heading + random(40)) % 360,
        }
      list.add(local, last)
    }
    vehicles.push({ local, carry, from, to: list.count() })
  }
  return { points: list.take(), vehicles: vehicles.filter(({ carry, from, to }) => carry || to > from) }
}

const rows = (p: PointColumns) =>
  Array.from({ length: p.count }, (_, i) => ({ ordinal: p.ordinal[i], ...pointAt(p, i) }))

/** A working morning of one county's simulated vehicles; one report every ten seconds with ignition, one a minute without, as its terminals send them. */
const simulated = (minutes: number): Map<number, Group> => {
  const province = makeHandmadeProvince({ seed: 1, scale: 'tiny', now: SLAB })
  const fleet = makeFleet()
  fleet.join('450102', { ...province.fleet('450102'), orders: province.county('450102').orders }, SLAB)
  const fix = { at: 0, lon: 0, lat: 0, speedKmh: 0, headingDeg: 0, acc: false, alarm: 0 }
  const slabs = new Map<number, Group>()
  const newest = new Map<number, TrackPoint>()
  for (let slab = SLAB; slab < SLAB + minutes * 60_000; slab += SLAB_MS) {
    const of = Array.from({ length: fleet.size() }, () => [] as TrackPoint[])
    const carries = new Map(newest)
    for (let at = slab; at < slab + SLAB_MS; at += 10_000) {
      for (let v = 0; v < fleet.size(); v++) {
        if (!fleet.isAwake(v) && Math.floor(at / 10_000) % 6 !== v % 6) continue
        if (!fleet.report(v, at, fix)) continue
        const point = {
          at: fix.at,
          lonE7: Math.round(fix.lon * 1e7),
          latE7: Math.round(fix.lat * 1e7),
          speed: Math.round(fix.speedKmh * 10),
          heading: Math.round(fix.headingDeg) % 360,
          alarm: fix.alarm,
          acc: Number(fix.acc),
        }
        of[v]?.push(point)
        newest.set(v, point)
      }
    }
    const list = makePointList()
    const vehicles = of.slice(0, 64).map((points, local): ChunkVehicle => {
      const from = list.count()
      for (const point of points) list.add(local, point)
      return { local, carry: carries.get(local) ?? null, from, to: list.count() }
    })
    slabs.set(slab, { points: list.take(), vehicles })
  }
  return slabs
}

describe('a chunk', () => {
  it('gives back exactly what went in, whatever it was', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const group = anyGroup(seed)
      const chunk = openChunk(encodeChunk(SLAB, group.points, group.vehicles), SLAB)
      const back = decodeChunk(chunk)
      expect(back.vehicles, `seed ${seed}`).toEqual(group.vehicles)
      expect(rows(back.points), `seed ${seed}`).toEqual(rows(group.points))
    }
  })

  it('knows each vehicle alone, and at any instant its newest point, from before the slab too', () => {
    const { points, vehicles } = anyGroup(77)
    const chunk = openChunk(encodeChunk(SLAB, points, vehicles), SLAB)
    for (const { local, carry, from, to } of vehicles) {
      for (let until = SLAB - 1; until < SLAB + SLAB_MS; until += 7_001) {
        let last = carry
        for (let i = from; i < to && (points.at[i] as number) <= until; i++) last = pointAt(points, i)
        expect(walkVehicle(chunk, local, until)).toEqual(last)
      }
    }
    expect(vehicles.map(({ local }) => local)).not.toContain(
      [...Array(64).keys()].find((local) => walkVehicle(chunk, local, Infinity) === null),
    )
  })

  it('refuses bytes that are not its own', () => {
    const { points, vehicles } = anyGroup(5)
    const bytes = encodeChunk(SLAB, points, vehicles)
    expect(() => openChunk(bytes.subarray(0, bytes.length - 1), SLAB)).toThrow('bytes')
    expect(() => openChunk(Uint8Array.from([9, ...bytes.subarray(1)]), SLAB)).toThrow(
      'expected version 1, found 9',
    )
  })

  it('takes at most five bytes a point of simulated driving at ten seconds, and next to nothing for a parked vehicle', () => {
    let bytes = 0
    let count = 0
    for (const [slab, { points, vehicles }] of simulated(180)) {
      bytes += encodeChunk(slab, points, vehicles).length
      count += points.count
    }
    expect(count).toBeGreaterThan(3000)
    expect(bytes / count).toBeLessThanOrEqual(5)
    const parked = makePoints(30)
    for (let i = 0; i < 30; i++) parked.at[i] = SLAB + i * 10_000
    const one = (count: number): number =>
      encodeChunk(SLAB, parked, [{ local: 0, carry: null, from: 0, to: count }]).length
    expect(one(30) - one(2)).toBeLessThanOrEqual(2)
  })
})

describe('the facts of a trip', () => {
  it('are kilometres, minutes and stops between reports that belong together', () => {
    const minute = 60_000
    const p = makePoints(21)
    for (let i = 0; i < 21; i++) {
      const moving = i < 5 || i > 12
      p.at[i] = SLAB + i * minute + (i > 16 ? 60 * minute : 0)
      p.latE7[i] = 228_000_000 + (i < 5 ? i : i < 13 ? 5 : i - 7) * 89_832
      p.speed[i] = moving ? 600 : 0
    }
    const facts = tripFacts(p)
    expect(facts.km).toBeCloseTo(12, 1)
    expect(facts).toMatchObject({
      points: 21,
      firstMovingAt: SLAB,
      lastMovingAt: SLAB + 80 * minute,
      unknownMs: 61 * minute,
    })
    expect(facts.movingMs).toBe(12 * minute)
    expect(facts.stops).toEqual([
      { from: SLAB + 5 * minute, to: SLAB + 13 * minute, lonE7: 0, latE7: 228_000_000 + 5 * 89_832 },
    ])
    expect(tripFacts(makePoints(0))).toMatchObject({ points: 0, km: 0, stops: [], firstMovingAt: null })
  })
})
