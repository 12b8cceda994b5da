import type { Degrees, LocalXY, Metres } from '#shared/kernel/units.ts'
import type { FloorArrangement } from '#shared/scene/layers.ts'
import type { Vec } from '../../framing.ts'
import type { Box } from '../shapes/rings.ts'
import { fanOf, type Weighed } from './fan.ts'
import { sheetOf } from './sheet.ts'

/** All floors of a closed building as they come to rest, and from where they are seen, in its frame. */
export interface Spread {
  readonly arrangement: FloorArrangement
  readonly bearingDeg: Degrees
  readonly pitchDeg: Degrees
  /** What names take behind the plates. */
  readonly headM: Metres
  /** Lowest floor first: east and north from its place in the building, and how high it stands, (east, up, north). */
  readonly places: readonly Vec[]
}

type Field = readonly [widthPx: number, heightPx: number]

/** By turns to the left and to the right, lowest first: 1 is right, −1 left; what stands out is in front. */
export const fanSpread = (
  box: Box,
  sides: readonly (1 | -1)[],
  weighed: readonly Weighed[],
  free: Field,
): Spread => {
  const { bearingDeg, pitchDeg, gapM, slideM, right } = fanOf(box, sides.length, weighed, free)
  const places = sides.map((side, rank): Vec => [
    right[0] * side * slideM,
    rank * gapM,
    right[1] * side * slideM,
  ])
  return { arrangement: 'fan', bearingDeg, pitchDeg, headM: 0, places }
}

/** Side by side on one level; `headPx` is what a name takes over a plate. */
export const sheetSpread = (box: Box, floors: number, free: Field, headPx: number): Spread => {
  const { bearingDeg, pitchDeg, headM, places } = sheetOf(box, floors, free, headPx)
  const standing = places.map(([east, north]): Vec => [east, 0, north])
  return { arrangement: 'sheet', bearingDeg, pitchDeg, headM, places: standing }
}

/** Turned so far from its front, and seen so flat, that a storey shows its floor to the back. */
const SECTION = { turnDeg: 9, pitchDeg: 73 } as const

/** The direction along which a building is cut deeper, (x, y): across its long side. */
export const intoOf = ({ minX, minY, maxX, maxY }: Box): LocalXY =>
  maxX - minX >= maxY - minY ? [0, 1] : [1, 0]

/** At their true heights, seen square to the cut. */
export const sectionSpread = (box: Box, elevations: readonly Metres[]): Spread => ({
  arrangement: 'section',
  bearingDeg: (intoOf(box)[0] === 1 ? 90 : 0) + SECTION.turnDeg,
  pitchDeg: SECTION.pitchDeg,
  headM: 0,
  places: elevations.map((up): Vec => [0, up, 0]),
})
