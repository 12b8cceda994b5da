import type { LonLat } from '#shared/kernel/units.ts'
import type { Polygon } from '#shared/scene/layers.ts'

/** Shares of the frame from where it begins to where it is dark. */
const FROM = 0.5
const RINGS = 36
const CORNERS = 96
/** Between an ellipse (2) and the frame itself. */
const SQUARENESS = 3
/** So far beyond the frame lies what hides its edge. */
const BEYOND_DEG = 6

/** A soft rim of the frame: rings around its middle, each a little darker than the one within, and all beyond. */
export const rimOf = ([west, south, east, north]: readonly [number, number, number, number]): {
  readonly polygons: readonly Polygon[]
  /** 0 to 1, one a polygon. */
  readonly shares: readonly number[]
} => {
  const middle: LonLat = [(west + east) / 2, (south + north) / 2]
  const oval = (share: number): LonLat[] =>
    Array.from({ length: CORNERS }, (_, i) => {
      const angle = (i / CORNERS) * 2 * Math.PI
      const power = 2 / SQUARENESS
      const reach = (part: number): number => Math.sign(part) * Math.abs(part) ** power * share
      return [
        middle[0] + ((east - west) / 2) * reach(Math.cos(angle)),
        middle[1] + ((north - south) / 2) * reach(Math.sin(angle)),
      ]
    })
  const at = (i: number): number => FROM + ((1 - FROM) * i) / RINGS
  const rings = Array.from({ length: RINGS }, (_, i): Polygon => ({
    id: `rim-${i}`,
    parts: [[oval(at(i + 1)), oval(at(i)).reverse()]],
  }))
  const [w, s, e, n] = [west - BEYOND_DEG, south - BEYOND_DEG, east + BEYOND_DEG, north + BEYOND_DEG]
  const beyond: LonLat[] = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
  ]
  const smooth = (share: number): number => share * share * (3 - 2 * share)
  return {
    polygons: [...rings, { id: 'rim-beyond', parts: [[beyond, oval(1).reverse()]] }],
    shares: [...rings.map((_, i) => smooth((i + 0.5) / RINGS)), 1],
  }
}
