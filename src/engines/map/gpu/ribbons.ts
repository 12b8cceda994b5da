import { boundsOf } from '#shared/housing/geometry.ts'
import type { LonLat } from '#shared/kernel/units.ts'
import { mercatorPosition } from './mercator.ts'

type Point = readonly [x: number, y: number]

/** Lines as one mesh, for a GPU. */
export interface Ribbons {
  /** What the places are measured from, the 512-px Mercator world: 32 bits hold a province from its middle. */
  readonly origin: Point
  /** `VERTEX_FLOATS` a corner: x and y from the origin, across the line in half widths, and its side, −1 or 1. */
  readonly vertices: Float32Array<ArrayBuffer>
  readonly indices: Uint32Array<ArrayBuffer>
}

export const VERTEX_FLOATS = 5

/** A joint sharper than this many half widths is cut short. */
const LONGEST_MITRE = 2

const same = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1]

/** The points of a line in the world, none twice over. */
const placed = (path: readonly LonLat[]): Point[] =>
  path
    .map(([lon, lat]) => mercatorPosition(lon, lat))
    .filter((point, i, all) => i === 0 || !same(point, all[i - 1]!))

/** Across a piece of line, to its left, of length one. */
const normalOf = (from: Point, to: Point): Point => {
  const [x, y] = [to[0] - from[0], to[1] - from[1]]
  const length = Math.hypot(x, y)
  return [-y / length, x / length]
}

/** Where two pieces meet: half a width across each of them. */
const mitreOf = (before: Point, after: Point): Point => {
  const [x, y] = [before[0] + after[0], before[1] + after[1]]
  const square = x * x + y * y
  const stretch = Math.min(2 / square, LONGEST_MITRE / Math.sqrt(square))
  return square < 1e-6 ? after : [x * stretch, y * stretch]
}

const mitresOf = (points: readonly Point[]): Point[] => {
  const pieces = points.slice(1).map((to, i) => normalOf(points[i]!, to))
  const [first, last] = [pieces[0]!, pieces.at(-1)!]
  const isRing = same(points[0]!, points.at(-1)!)
  return points.map((_, i) =>
    mitreOf(pieces[i - 1] ?? (isRing ? last : first), pieces[i] ?? (isRing ? first : last)),
  )
}

/** What lies in the middle of all of them. */
const middleOf = (lines: readonly (readonly Point[])[]): Point => {
  const bounds = boundsOf(lines.flat())
  return lines.length === 0 ? [0, 0] : [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]
}

/** Lines of any number of points in degrees; one of fewer than two places is none. */
export const ribbonsOf = (paths: readonly (readonly LonLat[])[]): Ribbons => {
  const lines = paths.map(placed).filter(({ length }) => length > 1)
  const count = lines.reduce((sum, { length }) => sum + length, 0)
  const origin = middleOf(lines)
  const vertices = new Float32Array(count * 2 * VERTEX_FLOATS)
  const indices = new Uint32Array((count - lines.length) * 6)
  let [corner, index] = [0, 0]
  for (const points of lines) {
    const mitres = mitresOf(points)
    points.forEach((point, i) => {
      const [x, y] = [point[0] - origin[0], point[1] - origin[1]]
      const [across, along] = mitres[i]!
      vertices.set([x, y, -across, -along, -1, x, y, across, along, 1], corner * VERTEX_FLOATS)
      if (i > 0) {
        indices.set([corner - 2, corner - 1, corner, corner, corner - 1, corner + 1], index)
        index += 6
      }
      corner += 2
    })
  }
  return { origin, vertices, indices }
}
