import type { EpochMs } from '../../../kernel/units.ts'
import type { PointColumns } from '../points.ts'
import { lonPerMetre, type Motion } from '../trackPredict.ts'

/**
 * One chunk (轨迹块): the points of 64 vehicles in one slab of five minutes, each vehicle readable alone. A chunk also
 * carries where every vehicle of the group was last seen before the slab, so that any instant is known from one chunk.
 *
 * Head: version, usual interval, south-west corner, widths, first Rice means, commonest symbols, which vehicles, bytes of
 * each. Then for each vehicle a run of bits: its first known point in full, then for every point a symbol that says what
 * differs from the expected (time from an even interval; place from the better of two expectations), and the differences,
 * Rice-coded; points that come as expected are counted. Nothing is rounded: what goes in comes out.
 */
export const CHUNK_VERSION = 1
export const SLAB_MS = 300_000
export const GROUP = 64
/** Differences that are coded, the places under each expectation apart. */
export const COLUMNS = { time: 0, speed: 1, heading: 2, lonA: 3, latA: 4, lonB: 5, latB: 6 } as const
export const COLUMN_COUNT = 7
/** Bits of a symbol; the lowest two say which place was expected. */
export const DIFFERS = { time: 4, speed: 8, heading: 16, flags: 32 } as const
export const PLACE = { exactB: 0, nearA: 1, nearB: 2, exactA: 3, mask: 3 } as const
/** Times are kept in the coarsest of these that divides them all, ms. */
export const TIME_UNITS = [1000, 500, 250, 100, 50, 10, 5, 1] as const

export interface TrackPoint {
  readonly at: EpochMs
  readonly lonE7: number
  readonly latE7: number
  /** 0.1 km/h. */
  readonly speed: number
  readonly heading: number
  readonly alarm: number
  readonly acc: number
}

/** A vehicle's rows in the columns, in order of time, none twice; within the slab. */
export interface ChunkVehicle {
  /** Its number within the group, 0 to 63. */
  readonly local: number
  /** Its newest point before the slab. */
  readonly carry: TrackPoint | null
  readonly from: number
  readonly to: number
}

export const slabOf = (at: EpochMs): EpochMs => Math.floor(at / SLAB_MS) * SLAB_MS
export const groupOf = (ordinal: number): number => ordinal >>> 6

export const pointAt = (p: PointColumns, i: number): TrackPoint => ({
  at: p.at[i] as number,
  lonE7: p.lonE7[i] as number,
  latE7: p.latE7[i] as number,
  speed: p.speed[i] as number,
  heading: p.heading[i] as number,
  alarm: p.alarm[i] as number,
  acc: p.acc[i] as number,
})

export const motionAt = (point: TrackPoint, usual: number): Motion => ({
  lonE7: point.lonE7,
  latE7: point.latE7,
  speed: point.speed,
  heading: point.heading,
  dt: usual,
  lonStep: 0,
  latStep: 0,
  lonReckoned: 0,
  latReckoned: 0,
  lonPerM: lonPerMetre(point.latE7),
  lonWay: 0,
  latWay: 0,
  lonCorrected: 0,
  latCorrected: 0,
})

/** Bits that a time within the slab takes. */
export const timeWidth = (unit: number): number => 32 - Math.clz32(Math.floor(SLAB_MS / unit))
