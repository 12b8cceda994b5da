import { SYMBOLS } from './bits.ts'
import type { PointColumns } from '../points.ts'
import { moveOn, reckon, type Motion } from '../trackPredict.ts'
import { COLUMN_COUNT, COLUMNS, PLACE, DIFFERS } from './format.ts'

/** A difference of headings, −180 to 179. */
const turn = (from: number, to: number): number => ((to - from + 540) % 360) - 180

/** What differs from the expected at a row: filled in for columns that the symbol names; the others are left as they were. */
export const scratch = new Int32Array(COLUMN_COUNT)
const magnitude = (lon: number, lat: number): number => Math.abs(lon) + Math.abs(lat)

/** Symbol and differences of row `i`; the motion is moved on. Flags are the caller's matter. */
export const differ = (m: Motion, p: PointColumns, i: number, dt: number, late: number): number => {
  const speed = p.speed[i] as number
  const heading = p.heading[i] as number
  const lonE7 = p.lonE7[i] as number
  const latE7 = p.latE7[i] as number
  reckon(m, dt, speed, heading)
  scratch[COLUMNS.time] = late
  scratch[COLUMNS.speed] = speed - m.speed
  scratch[COLUMNS.heading] = turn(m.heading, heading)
  const lonA = (lonE7 - m.lonE7 - Math.round(m.lonWay)) | 0
  const latA = (latE7 - m.latE7 - Math.round(m.latWay)) | 0
  const lonB = (lonE7 - m.lonE7 - Math.round(m.lonCorrected)) | 0
  const latB = (latE7 - m.latE7 - Math.round(m.latCorrected)) | 0
  scratch[COLUMNS.lonA] = lonA
  scratch[COLUMNS.latA] = latA
  scratch[COLUMNS.lonB] = lonB
  scratch[COLUMNS.latB] = latB
  const place =
    lonB === 0 && latB === 0
      ? PLACE.exactB
      : lonA === 0 && latA === 0
        ? PLACE.exactA
        : magnitude(lonA, latA) < magnitude(lonB, latB)
          ? PLACE.nearA
          : PLACE.nearB
  const symbol =
    place |
    (late === 0 ? 0 : DIFFERS.time) |
    (speed === m.speed ? 0 : DIFFERS.speed) |
    (heading === m.heading ? 0 : DIFFERS.heading)
  moveOn(m, dt, lonE7, latE7, speed, heading)
  return symbol
}

/** Columns that a symbol names, and what is taken off their codes: a named difference of time, speed or heading is never zero. */
export const NAMES: readonly (readonly [column: number, least: number])[][] = Array.from(
  { length: SYMBOLS },
  (_, symbol) => [
    ...(
      [
        [DIFFERS.time, COLUMNS.time],
        [DIFFERS.speed, COLUMNS.speed],
        [DIFFERS.heading, COLUMNS.heading],
      ] as const
    ).flatMap(([bit, column]) => (symbol & bit ? [[column, 1] as const] : [])),
    ...((symbol & PLACE.mask) === PLACE.nearA
      ? ([
          [COLUMNS.lonA, 0],
          [COLUMNS.latA, 0],
        ] as const)
      : (symbol & PLACE.mask) === PLACE.nearB
        ? ([
            [COLUMNS.lonB, 0],
            [COLUMNS.latB, 0],
          ] as const)
        : []),
  ],
)
