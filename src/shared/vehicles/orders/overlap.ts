import { MINUTE_MS } from '../../kernel/time/time.ts'
import { METRES_PER_E6 } from '../../kernel/sphere.ts'
import { atOnce, type Steps } from '../../kernel/language/steps.ts'
import type { DurationMs, EpochMs, Metres } from '../../kernel/units.ts'
import { canDrive, withoutDrift } from '../drift.ts'
import type { PointColumns } from '../track/points.ts'
import { sortedCopy } from '../../kernel/language/lists.ts'

/** 本系统口径 [D] (rules A3.3): what makes two trips one. */
export const OVERLAP = {
  stepM: 100 as Metres,
  nearM: 200 as Metres,
  headingDeg: 45,
  startsWithinMs: (15 * MINUTE_MS) as DurationMs,
  /** Their destinations lie so near. */
  destinationM: 500 as Metres,
  /** Of the points of both. */
  share: 0.6,
}
export type OverlapLimits = typeof OVERLAP

/** A trip with fewer points has no way that could be compared. */
export const LEAST_POINTS = 2

/** One trip as it was driven. */
export interface Trip {
  readonly id: string
  readonly vehicle: string
  readonly start: EpochMs
  /** A point each 100 m, flat: longitude × 1e6, latitude × 1e6, heading in whole degrees. */
  readonly path: ArrayLike<number>
  /**
   * Where it was to go, longitude and latitude × 1e6; where that is not known the point of its way that lies
   * farthest from its beginning stands for it.
   */
  readonly to?: readonly [number, number] | null
}

export interface OverlapPair {
  /** The shorter trip, and the one that it runs with. */
  readonly shorter: string
  readonly longer: string
  /** Of the one that shares less of its points. */
  readonly share: number
  /** km of the shorter trip that need not be driven when the two ride together. */
  readonly savedKm: number
  /** One of the pairs that can be merged at the same time: no trip is in two of them. */
  readonly chosen: boolean
}

export interface Overlaps {
  readonly trips: number
  /** Trips in at least one pair. */
  readonly overlapping: number
  readonly pairs: readonly OverlapPair[]
  /** Over the chosen pairs. */
  readonly savedKm: number
}

const RAD_E6 = Math.PI / 180e6

/**
 * A point each 100 m along the reports of one vehicle in order of time; reports further apart than `gapMs`
 * are not joined, drift is left out.
 */
export const resample = (given: PointColumns, gapMs: DurationMs = 5 * MINUTE_MS): number[] => {
  const { points, fastest } = withoutDrift(given)
  const path: number[] = []
  let left = 0
  for (let i = 1; i < points.count; i++) {
    const [lon, lat] = [points.lonE7[i - 1]! / 10, points.latE7[i - 1]! / 10]
    const east = (points.lonE7[i]! / 10 - lon) * Math.cos(lat * RAD_E6)
    const north = points.latE7[i]! / 10 - lat
    const metres = Math.hypot(east, north) * METRES_PER_E6
    if (metres < 1 || points.at[i]! - points.at[i - 1]! > gapMs || !canDrive(points, i - 1, i, fastest))
      continue
    const heading = Math.round((Math.atan2(east, north) * 180) / Math.PI + 360) % 360
    let along = path.length === 0 ? 0 : left
    for (; along <= metres; along += OVERLAP.stepM) {
      const t = along / metres
      path.push(Math.round(lon + (points.lonE7[i]! / 10 - lon) * t), Math.round(lat + north * t), heading)
    }
    left = along - metres
  }
  return path
}

/** In metres from the origin of degrees, at a latitude's cosine. */
const destinationOf = ({ path, to }: Trip, cosine: number): readonly [x: Metres, y: Metres] => {
  const at = (lon: number, lat: number): readonly [Metres, Metres] => [
    lon * METRES_PER_E6 * cosine,
    lat * METRES_PER_E6,
  ]
  if (to) return at(to[0], to[1])
  const begin = at(path[0] ?? 0, path[1] ?? 0)
  let [far, most] = [begin, 0]
  for (let k = 3; k + 2 < path.length; k += 3) {
    const here = at(path[k]!, path[k + 1]!)
    const metres = Math.hypot(here[0] - begin[0], here[1] - begin[1])
    if (metres > most) [far, most] = [here, metres]
  }
  return far
}

/** All points of all trips, in metres, hung on cells of 200 m and on the spells around their start. */
interface Grid {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly heading: Float32Array
  readonly trip: Int32Array
  /** First point of each trip, and the end. */
  readonly from: Int32Array
  readonly destinations: readonly (readonly [x: Metres, y: Metres])[]
  readonly cells: ReadonlyMap<number, number[]>
  key(x: number, y: number, slot: number): number
}

const CELLS = 1 << 16
const SLOTS = 1024
const slotOf = (start: EpochMs, limits: OverlapLimits): number =>
  Math.floor(start / limits.startsWithinMs) % SLOTS

const gridOf = (trips: readonly Trip[], limits: OverlapLimits): Grid => {
  const from = new Int32Array(trips.length + 1)
  trips.forEach((trip, i) => (from[i + 1] = from[i]! + Math.floor(trip.path.length / 3)))
  const n = from[trips.length]!
  const [x, y, heading, trip] = [
    new Float64Array(n),
    new Float64Array(n),
    new Float32Array(n),
    new Int32Array(n),
  ]
  const cosine = Math.cos((trips.find((one) => one.path.length > 0)?.path[1] ?? 0) * RAD_E6)
  const cells = new Map<number, number[]>()
  const key = (px: number, py: number, slot: number): number =>
    (slot * CELLS + (Math.floor(py / limits.nearM) & (CELLS - 1))) * CELLS +
    (Math.floor(px / limits.nearM) & (CELLS - 1))
  trips.forEach(({ path, start }, i) => {
    const slot = slotOf(start, limits)
    for (let p = from[i]!, k = 0; p < from[i + 1]!; p++, k += 3) {
      x[p] = path[k]! * METRES_PER_E6 * cosine
      y[p] = path[k + 1]! * METRES_PER_E6
      heading[p] = path[k + 2]!
      trip[p] = i
      for (let near = -1; near <= 1; near++) {
        const at = key(x[p]!, y[p]!, (slot + near + SLOTS) % SLOTS)
        const cell = cells.get(at)
        if (cell) cell.push(p)
        else cells.set(at, [p])
      }
    }
  })
  return {
    x,
    y,
    heading,
    trip,
    from,
    destinations: trips.map((one) => destinationOf(one, cosine)),
    cells,
    key,
  }
}

/**
 * How many points of trip `i` run with each other trip that may count: another vehicle's, set out about the
 * same time to the same place.
 */
const sharedWith = (
  trips: readonly Trip[],
  grid: Grid,
  i: number,
  seen: Int32Array,
  limits: OverlapLimits,
): Map<number, number> => {
  const { x, y, heading, trip, from, destinations, cells, key } = grid
  const counts = new Map<number, number>()
  const mine = trips[i]!
  const slot = slotOf(mine.start, limits)
  const [toX, toY] = destinations[i]!
  const may = Uint8Array.from(trips, (trip, j) => {
    const [otherX, otherY] = destinations[j]!
    return Number(
      j !== i &&
        trip.vehicle !== mine.vehicle &&
        Math.abs(trip.start - mine.start) <= limits.startsWithinMs &&
        (otherX - toX) ** 2 + (otherY - toY) ** 2 <= limits.destinationM ** 2,
    )
  })
  if (!may.includes(1)) return counts
  const runsWith = (p: number, q: number): boolean => {
    const turn = Math.abs(heading[p]! - heading[q]!) % 360
    return (
      Math.min(turn, 360 - turn) <= limits.headingDeg &&
      (x[p]! - x[q]!) ** 2 + (y[p]! - y[q]!) ** 2 <= limits.nearM ** 2
    )
  }
  for (let p = from[i]!; p < from[i + 1]!; p++) {
    for (let around = 0; around < 9; around++) {
      for (const q of cells.get(
        key(
          x[p]! + ((around % 3) - 1) * limits.nearM,
          y[p]! + (Math.floor(around / 3) - 1) * limits.nearM,
          slot,
        ),
      ) ?? []) {
        const j = trip[q]!
        if (may[j] === 0 || seen[j] === p || !runsWith(p, q)) continue
        seen[j] = p
        counts.set(j, (counts.get(j) ?? 0) + 1)
      }
    }
  }
  return counts
}

/** Pairs that can be merged together, the most km first. */
const choose = (pairs: readonly Omit<OverlapPair, 'chosen'>[]): OverlapPair[] => {
  const taken = new Set<string>()
  return sortedCopy(pairs, (a, b) => b.savedKm - a.savedKm || (a.shorter < b.shorter ? -1 : 1)).map(
    (pair) => {
      const chosen = !taken.has(pair.shorter) && !taken.has(pair.longer)
      if (chosen) taken.add(pair.shorter).add(pair.longer)
      return { ...pair, chosen }
    },
  )
}

/**
 * 出行轨迹重叠率 and the 可拼车 list of trips of one region and day: exactly A3.3, by a grid over place and
 * time of setting out. Depots that all trips leave from make it long: it may stop after each trip.
 */
export function* overlapSteps(all: readonly Trip[], limits: OverlapLimits = OVERLAP): Steps<Overlaps> {
  const trips = all.filter(({ path }) => path.length >= 3 * LEAST_POINTS)
  const grid = gridOf(trips, limits)
  const seen = new Int32Array(trips.length).fill(-1)
  const found: Omit<OverlapPair, 'chosen'>[] = []
  const lengthOf = (i: number): number => grid.from[i + 1]! - grid.from[i]!
  /** Of each trip the others that enough of its own points run with. */
  const enough: Map<number, number>[] = []
  for (let i = 0; i < trips.length; i++) {
    const mine = new Map(
      [...sharedWith(trips, grid, i, seen, limits)].filter(
        ([, count]) => count / lengthOf(i) >= limits.share,
      ),
    )
    enough.push(mine)
    for (const [j, count] of mine) {
      const other = j < i ? enough[j]?.get(i) : undefined
      if (other === undefined) continue
      const isShorter = lengthOf(i) < lengthOf(j)
      const [shorter, longer] = isShorter ? [i, j] : [j, i]
      found.push({
        shorter: trips[shorter]!.id,
        longer: trips[longer]!.id,
        share: Math.min(count / lengthOf(i), other / lengthOf(j)),
        savedKm: ((isShorter ? count : other) * OVERLAP.stepM) / 1000,
      })
    }
    yield
  }
  const pairs = choose(found)
  return {
    trips: trips.length,
    overlapping: new Set(pairs.flatMap(({ shorter, longer }) => [shorter, longer])).size,
    pairs,
    savedKm: pairs.reduce((sum, pair) => sum + (pair.chosen ? pair.savedKm : 0), 0),
  }
}

/** The same in one go. */
export const overlapsOf = (all: readonly Trip[], limits: OverlapLimits = OVERLAP): Overlaps =>
  atOnce(overlapSteps(all, limits))
