import type { LonLat, Metres } from '../kernel/units.ts'
import { METRES_PER_DEGREE } from '../kernel/sphere.ts'
import { sortedCopy } from '../kernel/language/lists.ts'

/** 本系统口径 [D]: when a source's points lie off by a constant shift. */
export const SHIFT_LIMITS = {
  /** A vehicle further from its depot is not parked at it. */
  farM: 2_500 as Metres,
  /** Less is the size of a yard and the error of a receiver. */
  leastM: 150 as Metres,
  /** Vehicles, and depots among them; one depot may itself be registered at the wrong place. */
  vehicles: 8,
  depots: 3,
  /** Half of the vehicles lie closer than this to the common shift: an absolute part, and one of the shift's length. */
  spreadM: 60 as Metres,
  spreadShare: 0.25,
  /** How close the shift must be to one that a coordinate system makes. */
  matchM: 60 as Metres,
}
export type ShiftLimits = typeof SHIFT_LIMITS

/** A vehicle that stood for long with its ignition off at night, and the depot where it is registered. WGS-84 as the source says. */
export interface ParkedAt {
  readonly depot: string
  readonly home: LonLat
  readonly found: LonLat
}

/** What a mistake of coordinates does to a place; given by who has the formulas. */
export interface ShiftHypothesis {
  readonly name: ShiftReason
  move(place: LonLat): LonLat
}
/** 把 GCJ-02 或 BD-09 当作 WGS-84 上报; 或把 WGS-84 当作它们又转换了一次. */
export type ShiftReason = 'gcj02-as-wgs84' | 'bd09-as-wgs84' | 'wgs84-as-gcj02' | 'wgs84-as-bd09'

export interface Shift {
  readonly vehicles: number
  readonly depots: number
  readonly metres: Metres
  /** Degrees from north, towards which the points lie off. */
  readonly bearingDeg: number
  readonly reason: ShiftReason | null
}

type Vector = readonly [east: Metres, north: Metres]

const vector = (from: LonLat, to: LonLat): Vector => [
  (to[0] - from[0]) * METRES_PER_DEGREE * Math.cos((from[1] * Math.PI) / 180),
  (to[1] - from[1]) * METRES_PER_DEGREE,
]
const apart = (a: Vector, b: Vector): Metres => Math.hypot(a[0] - b[0], a[1] - b[1])
const median = (values: readonly number[]): number => {
  const sorted = sortedCopy(values, (a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

/**
 * The constant shift of a source's points, or null when there is none: the median of where its parked vehicles lie off
 * their depots, if they agree on it; then the mistake of coordinates that would make the same shift there.
 */
export const constantShift = (
  parked: readonly ParkedAt[],
  hypotheses: readonly ShiftHypothesis[],
  limits: ShiftLimits = SHIFT_LIMITS,
): Shift | null => {
  const near = parked
    .map((each) => ({ ...each, off: vector(each.home, each.found) }))
    .filter(({ off }) => Math.hypot(...off) <= limits.farM)
  if (near.length < limits.vehicles) return null
  const common: Vector = [median(near.map(({ off }) => off[0])), median(near.map(({ off }) => off[1]))]
  const metres = Math.hypot(...common)
  const spread = median(near.map(({ off }) => apart(off, common)))
  if (metres < limits.leastM || spread > Math.max(limits.spreadM, metres * limits.spreadShare)) return null
  const tested = sortedCopy(
    hypotheses.map(({ name, move }) => ({
      name,
      error: median(near.map(({ home, off }) => apart(off, vector(home, move(home))))),
    })),
    (a, b) => a.error - b.error,
  )
  const best = tested[0]
  const reason = best && best.error <= limits.matchM ? best.name : null
  const depots = new Set(near.map(({ depot }) => depot)).size
  if (depots < limits.depots && reason === null) return null
  return {
    vehicles: near.length,
    depots,
    metres: Math.round(metres),
    bearingDeg: Math.round((Math.atan2(common[0], common[1]) * 180) / Math.PI + 360) % 360,
    reason,
  }
}

const WINDS = [
  { zh: '北', en: 'north' },
  { zh: '东北', en: 'north-east' },
  { zh: '东', en: 'east' },
  { zh: '东南', en: 'south-east' },
  { zh: '南', en: 'south' },
  { zh: '西南', en: 'south-west' },
  { zh: '西', en: 'west' },
  { zh: '西北', en: 'north-west' },
] as const

/** One of the eight winds. */
export const windOf = (bearingDeg: number): (typeof WINDS)[number] =>
  WINDS[Math.round(bearingDeg / 45) % 8] as (typeof WINDS)[number]
