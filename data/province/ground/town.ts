/** The plan of a county's town, known to whoever builds in it and whoever drives through it: blocks of one size, turned. */
import type { LonLat } from '#shared/kernel/units.ts'
import type { CountyContext } from '../housing/context.ts'
import { shift, turn } from './geo.ts'

export interface Town {
  readonly anchor: LonLat
  /** Degrees counter-clockwise from east. */
  readonly turned: number
  readonly blockMetres: number
  /** A point by blocks from the anchor: whole numbers are crossings, halves the middles of blocks. */
  at(i: number, j: number): [number, number]
}

/**
 * A point of the county to grow the town from: the seat, or, where the source puts it outside, the nearest
 * inside point of a coarse search.
 */
export const anchorOf = (context: CountyContext): LonLat => {
  const { seat, code } = context.county
  if (context.inside(seat)) return seat
  for (let radius = 800; radius < 200_000; radius += 200) {
    for (let k = 0; k < 24; k++) {
      const [east, north] = turn([radius, 0], k * 15)
      const point = shift(seat, east, north)
      if (context.inside(point)) return point
    }
  }
  throw new Error(
    `county ${code}: no point inside its border near the seat, expected a polygon around ${seat.join()}`,
  )
}

export const townOf = (context: CountyContext): Town => {
  const rng = context.stream('town')
  const anchor = anchorOf(context)
  const turned = Math.round(rng.between(-22, 22) * 10) / 10
  const blockMetres = rng.whole(270, 350)
  const at = (i: number, j: number): [number, number] => {
    const [east, north] = turn([i * blockMetres, j * blockMetres], turned)
    return shift(anchor, east, north)
  }
  return { anchor, turned, blockMetres, at }
}
