import { METRES_PER_DEGREE, RAD } from '../../kernel/sphere.ts'
import type { Degrees } from '../../kernel/units.ts'
import { carriedMetres, carrySeconds } from './carry.ts'

/** The columns that say where vehicles are drawn, as MoverLayer describes them. */
export interface GlideColumns {
  readonly from: ArrayLike<number>
  readonly to: ArrayLike<number>
  readonly spans: ArrayLike<number>
  readonly headings: ArrayLike<number>
  readonly speeds: ArrayLike<number>
  readonly states: ArrayLike<number>
}

/**
 * Where a row is drawn, degrees from the origin: on the glide between its two last reports, then carried on while the next
 * is overdue. `seconds` count from the epoch of the spans. The vertex shaders of the engines do the same.
 */
export const drawnAt = (
  { from, to, spans, headings, speeds, states }: GlideColumns,
  row: number,
  seconds: number,
  originLat: Degrees,
  out: { x: Degrees; y: Degrees },
): void => {
  const length = spans[row * 2 + 1] as number
  const since = seconds - (spans[row * 2] as number)
  const part = length > 0 ? Math.min(Math.max(since / length, 0), 1) : 1
  const [x, y] = [from[row * 2] as number, from[row * 2 + 1] as number]
  out.x = x + ((to[row * 2] as number) - x) * part
  out.y = y + ((to[row * 2 + 1] as number) - y) * part
  if (part < 1) return
  const metres = carriedMetres(
    speeds[row] as number,
    since - length,
    carrySeconds(states[row] as number, speeds[row] as number, length),
  )
  if (metres === 0) return
  const heading = (headings[row] as number) * RAD
  out.x += (metres * Math.sin(heading)) / (METRES_PER_DEGREE * Math.cos((out.y + originLat) * RAD))
  out.y += (metres * Math.cos(heading)) / METRES_PER_DEGREE
}
