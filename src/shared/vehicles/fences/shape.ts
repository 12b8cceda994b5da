import { EARTH_RADIUS_M, METRES_PER_DEGREE, RAD } from '../../kernel/sphere.ts'
import type { LonLat } from '../../kernel/units.ts'

/** A fence's ground, WGS-84 degrees: polygons with holes (several for an archipelago), a circle, or a route with a width. */
export type FenceShape =
  | { readonly type: 'polygon'; readonly polygons: readonly (readonly (readonly LonLat[])[])[] }
  | { readonly type: 'circle'; readonly center: LonLat; readonly radiusM: number }
  | { readonly type: 'corridor'; readonly path: readonly LonLat[]; readonly widthM: number }

/** [west, south, east, north] in degrees; a circle's and a corridor's with their metres. */
export type Bounds = readonly [number, number, number, number]

const boundsOfPoints = (points: Iterable<LonLat>, metres: number): Bounds => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    west = Math.min(west, x)
    east = Math.max(east, x)
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  const up = (metres / METRES_PER_DEGREE) * 1.0001
  const aside = up / Math.cos(Math.min(89, Math.max(Math.abs(south), Math.abs(north)) + up) * RAD)
  return [west - aside, south - up, east + aside, north + up]
}

export const boundsOfShape = (shape: FenceShape): Bounds => {
  if (shape.type === 'circle') return boundsOfPoints([shape.center], shape.radiusM)
  if (shape.type === 'corridor') return boundsOfPoints(shape.path, shape.widthM / 2)
  return boundsOfPoints(shape.polygons.flat(2), 0)
}

/** Metres from a point to a stretch, on a plane that touches the sphere at the stretch's middle latitude. */
export const metresToStretch = (
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number => {
  const kx = METRES_PER_DEGREE * Math.cos(((ay + by) / 2) * RAD)
  const [dx, dy, px, py] = [
    (bx - ax) * kx,
    (by - ay) * METRES_PER_DEGREE,
    (x - ax) * kx,
    (y - ay) * METRES_PER_DEGREE,
  ]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length))
  return Math.hypot(px - along * dx, py - along * dy)
}

/** Metres on the sphere. */
export const metresOnSphere = (ax: number, ay: number, bx: number, by: number): number => {
  const [u, v] = [Math.sin(((by - ay) * RAD) / 2), Math.sin(((bx - ax) * RAD) / 2)]
  return (
    2 *
    EARTH_RADIUS_M *
    Math.asin(Math.min(1, Math.sqrt(u * u + Math.cos(ay * RAD) * Math.cos(by * RAD) * v * v)))
  )
}

/**
 * Whether the border of a shape lies nearer than so many metres, on either side of it; stretches that cannot
 * are passed over unmeasured.
 */
export const isNearBorder = (shape: FenceShape, [x, y]: LonLat, metres: number): boolean => {
  if (shape.type === 'circle') return Math.abs(metresOnSphere(x, y, ...shape.center) - shape.radiusM) < metres
  if (shape.type === 'corridor') return metresToBorder(shape, [x, y]) < metres
  const up = (metres / METRES_PER_DEGREE) * 1.001
  const aside = up / Math.cos(Math.min(89, Math.abs(y) + up) * RAD)
  const [west, east, south, north] = [x - aside, x + aside, y - up, y + up]
  for (const polygon of shape.polygons) {
    for (const ring of polygon) {
      const last = ring.at(-1)
      let ax = last ? last[0] : x
      let ay = last ? last[1] : y
      for (let i = 0; i < ring.length; i++) {
        const b = ring[i] as LonLat
        const bx = b[0]
        const by = b[1]
        const isAway =
          (ay < south && by < south) ||
          (ay > north && by > north) ||
          (ax < west && bx < west) ||
          (ax > east && bx > east)
        if (!isAway && metresToStretch(x, y, ax, ay, bx, by) < metres) return true
        ax = bx
        ay = by
      }
    }
  }
  return false
}

/** Metres to the border of a shape from outside of it; what lies inside is not asked here. */
export const metresToBorder = (shape: FenceShape, [x, y]: LonLat): number => {
  if (shape.type === 'circle') return Math.abs(metresOnSphere(x, y, ...shape.center) - shape.radiusM)
  const lines = shape.type === 'corridor' ? [shape.path] : shape.polygons.flat()
  let least = Infinity
  for (const line of lines) {
    for (let i = 1; i < line.length; i++)
      least = Math.min(least, metresToStretch(x, y, ...(line[i - 1] as LonLat), ...(line[i] as LonLat)))
  }
  return shape.type === 'corridor' ? Math.abs(least - shape.widthM / 2) : least
}
