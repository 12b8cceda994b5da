import type { Degrees, LocalXY, Metres } from '#shared/kernel/units.ts'
import type { Box } from '../shapes/rings.ts'

/** Floors pulled out like drawers, by turns to the left and to the right, so that each column has two storeys of room. */
export interface Fan {
  /** From where it is seen, in the building's frame; the pitch is the engine's: 0 looks straight down. */
  readonly bearingDeg: Degrees
  readonly pitchDeg: Degrees
  /** From one floor to the next. */
  readonly gapM: Metres
  /** From the middle to a column, and the direction to the right one, (x, y). */
  readonly slideM: Metres
  readonly right: LocalXY
}

/** What decides the side that a building is seen from: the heavier, the nearer to the camera. */
export interface Weighed {
  readonly at: LocalXY
  readonly weight: number
}

/** Turned this far from its front, so that plates read as solids. */
const TURN_DEG = 12
/** Between the columns, a share of a plate's width as seen. */
const BETWEEN = 0.06
/** How steeply one looks down, between a flat and a plan-like picture. */
const ELEVATION = { least: 17, most: 52 } as const
/** Of a plate's depth, what the plate above it leaves free: aimed at, and its bounds. */
const SEEN = { aim: 0.85, least: 0.4, most: 1.15 } as const
/** One floor alone is seen as it is opened. */
const ALONE_PITCH_DEG = 40

const rad = (degrees: number): number => (degrees * Math.PI) / 180
const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** Along the short side, from where what weighs most is in front. */
const bearingOf = (box: Box, weighed: readonly Weighed[]): Degrees => {
  const isWide = box.maxX - box.minX >= box.maxY - box.minY
  const [x, y] = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2]
  const pull = weighed.reduce((sum, { at, weight }) => sum + weight * (isWide ? at[1] - y : at[0] - x), 0)
  return (isWide ? 0 : 90) + (pull > 0 ? 180 : 0) + TURN_DEG
}

/** The fan that fills a field of this many pixels. */
export const fanOf = (
  box: Box,
  floors: number,
  weighed: readonly Weighed[],
  [widthPx, heightPx]: readonly [number, number],
): Fan => {
  const bearingDeg = bearingOf(box, weighed)
  const [sin, cos] = [Math.sin(rad(bearingDeg)), Math.cos(rad(bearingDeg))]
  const right: LocalXY = [cos, -sin]
  const [x, y] = [box.maxX - box.minX, box.maxY - box.minY]
  const wide = Math.abs(x * cos) + Math.abs(y * sin)
  const deep = Math.abs(x * sin) + Math.abs(y * cos)
  if (floors < 2) return { bearingDeg, pitchDeg: ALONE_PITCH_DEG, gapM: 0, slideM: 0, right }
  const highM = (wide * (2 + BETWEEN) * heightPx) / Math.max(1, widthPx)
  const sine = highM / (deep * (1 + (SEEN.aim * (floors - 1)) / 2))
  const elevation = within(Math.asin(Math.min(1, sine)) / rad(1), ELEVATION.least, ELEVATION.most)
  const full = (deep * Math.tan(rad(elevation))) / 2
  const filling = (highM - deep * Math.sin(rad(elevation))) / ((floors - 1) * Math.cos(rad(elevation)))
  return {
    bearingDeg,
    pitchDeg: 90 - elevation,
    gapM: within(filling, full * SEEN.least, full * SEEN.most),
    slideM: (wide * (1 + BETWEEN)) / 2,
    right,
  }
}
