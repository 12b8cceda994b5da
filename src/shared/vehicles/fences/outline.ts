import type { LonLat } from '../../kernel/units.ts'
import { METRES_PER_DEGREE, RAD } from '../../kernel/sphere.ts'
import type { FenceShape } from './shape.ts'
import { reversedCopy } from '../../kernel/language/lists.ts'

const CORNERS = 40
const CAP_CORNERS = 6

const offset = ([lon, lat]: LonLat, east: number, north: number): LonLat => [
  lon + east / (METRES_PER_DEGREE * Math.cos(lat * RAD)),
  lat + north / METRES_PER_DEGREE,
]

const circle = (center: LonLat, radiusM: number): LonLat[] =>
  Array.from({ length: CORNERS + 1 }, (_, i) =>
    offset(
      center,
      radiusM * Math.cos((i * 2 * Math.PI) / CORNERS),
      radiusM * Math.sin((i * 2 * Math.PI) / CORNERS),
    ),
  )

/** Bearing of a stretch from east, counter-clockwise, radians. */
const angleOf = (a: LonLat, b: LonLat): number =>
  Math.atan2(b[1] - a[1], (b[0] - a[0]) * Math.cos(a[1] * RAD))

const arc = (center: LonLat, radius: number, from: number, to: number): LonLat[] =>
  Array.from({ length: CAP_CORNERS + 1 }, (_, i) => {
    const angle = from + ((to - from) * i) / CAP_CORNERS
    return offset(center, radius * Math.cos(angle), radius * Math.sin(angle))
  })

/** A sharper bend's corner is not drawn further out. */
const MOST_MITRE = 3

/** One side of a route, on its left: bends that turn away are rounded, bends towards it meet in a corner. */
const side = (path: readonly LonLat[], half: number): LonLat[] =>
  path.flatMap((point, i) => {
    const before = i > 0 ? angleOf(path[i - 1] as LonLat, point) : null
    const after = i < path.length - 1 ? angleOf(point, path[i + 1] as LonLat) : null
    const [from, to] = [(before ?? after ?? 0) + Math.PI / 2, (after ?? before ?? 0) + Math.PI / 2]
    const turn = Math.atan2(Math.sin(to - from), Math.cos(to - from))
    if (turn <= 0) return arc(point, half, from, from + turn)
    const corner = half * Math.min(MOST_MITRE, 1 / Math.cos(turn / 2))
    return [offset(point, corner * Math.cos(from + turn / 2), corner * Math.sin(from + turn / 2))]
  })

const cap = (at: LonLat, half: number, heading: number): LonLat[] =>
  arc(at, half, heading + Math.PI / 2, heading - Math.PI / 2)

const corridor = (path: readonly LonLat[], widthM: number): LonLat[] => {
  const half = widthM / 2
  const back = reversedCopy(path)
  const end = angleOf(path.at(-2) as LonLat, path.at(-1) as LonLat)
  const begin = angleOf(back.at(-2) as LonLat, back.at(-1) as LonLat)
  const ring = [
    ...side(path, half),
    ...cap(path.at(-1) as LonLat, half, end),
    ...side(back, half),
    ...cap(back.at(-1) as LonLat, half, begin),
  ]
  return [...ring, ring[0] as LonLat]
}

/** A shape as polygons to be drawn; the rules ask the shape itself. */
export const outlineOf = (shape: FenceShape): readonly (readonly (readonly LonLat[])[])[] => {
  if (shape.type === 'polygon') return shape.polygons
  return [
    [shape.type === 'circle' ? circle(shape.center, shape.radiusM) : corridor(shape.path, shape.widthM)],
  ]
}
