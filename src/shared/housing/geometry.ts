import { METRES_PER_DEGREE } from '../kernel/sphere.ts'
import type { Degrees, LonLat, LocalXY, Metres, SquareMetres } from '../kernel/units.ts'

type Ring = readonly LocalXY[]

/** Area inside a ring, m²; its closing point may be there or not. */
export const ringArea = (ring: Ring): SquareMetres => {
  let twice = 0
  for (let i = 0; i < ring.length; i++) {
    const [x1, y1] = ring[i] as LocalXY
    const [x2, y2] = ring[(i + 1) % ring.length] as LocalXY
    twice += x1 * y2 - x2 * y1
  }
  return Math.abs(twice) / 2
}

/** The building's own frame: where its origin lies, and how far its x axis is turned from east, degrees counter-clockwise. */
export interface LocalFrame {
  readonly lon: Degrees
  readonly lat: Degrees
  readonly rotation: Degrees
}

/** Local metres to WGS-84. */
export const toLonLat = (frame: LocalFrame, [x, y]: LocalXY): LonLat => {
  const turn = (frame.rotation * Math.PI) / 180
  const east = x * Math.cos(turn) - y * Math.sin(turn)
  const north = x * Math.sin(turn) + y * Math.cos(turn)
  return [
    frame.lon + east / (METRES_PER_DEGREE * Math.cos((frame.lat * Math.PI) / 180)),
    frame.lat + north / METRES_PER_DEGREE,
  ]
}

export type Bounds = [west: Degrees, south: Degrees, east: Degrees, north: Degrees]

export const boundsOf = (points: Iterable<LonLat>): Bounds => {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of points) {
    bounds[0] = Math.min(bounds[0], lon)
    bounds[1] = Math.min(bounds[1], lat)
    bounds[2] = Math.max(bounds[2], lon)
    bounds[3] = Math.max(bounds[3], lat)
  }
  return bounds
}

/** Two walls count as one when they lie this close, m: the thickness of a partition. */
const WALL: Metres = 0.35
/** A shared corner makes no neighbour; a shared wall of this length does, m. */
const SHARED_LENGTH: Metres = 0.8

type Edge = readonly [LocalXY, LocalXY]
const edgesOf = (ring: Ring): Edge[] =>
  ring.map((point, i) => [point, ring[(i + 1) % ring.length] as LocalXY] as const)

/** Length that two edges run beside each other within a wall's thickness, m. */
const sharedLength = ([a, b]: Edge, [c, d]: Edge): Metres => {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1])
  if (length < 1e-6) return 0
  const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
  const off = (p: LocalXY): Metres => Math.abs((p[0] - a[0]) * -uy + (p[1] - a[1]) * ux)
  if (off(c) > WALL || off(d) > WALL) return 0
  const along = (p: LocalXY): Metres => (p[0] - a[0]) * ux + (p[1] - a[1]) * uy
  const [from, to] = [along(c), along(d)].sort((p, q) => p - q) as [number, number]
  return Math.max(Math.min(to, length) - Math.max(from, 0), 0)
}

/** Whether two rooms of one floor share a wall. */
export const areAdjacent = (one: Ring, other: Ring): boolean =>
  edgesOf(one).some((edge) => edgesOf(other).some((beside) => sharedLength(edge, beside) >= SHARED_LENGTH))

/** x and y in turn, as a room's ring is stored. */
export const pointsOf = (flat: readonly number[]): [number, number][] =>
  Array.from({ length: Math.floor(flat.length / 2) }, (_, i) => [
    flat[2 * i] as number,
    flat[2 * i + 1] as number,
  ])
