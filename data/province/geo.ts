import type { LonLat, LocalXY } from '#shared/units.ts'

/** Metres of a degree of latitude on the mean sphere (6,371,008.8 m), the one that turf measures on. */
export const METRES_PER_DEGREE = 111_195.08
const RAD = Math.PI / 180

export type MultiPolygonRings = readonly (readonly (readonly (readonly [number, number])[])[])[]

/** Moves a point by metres east and north. */
export const shift = (from: LonLat, east: number, north: number): [number, number] => [
  round(from[0] + east / (METRES_PER_DEGREE * Math.cos(from[1] * RAD)), 7),
  round(from[1] + north / METRES_PER_DEGREE, 7),
]

export const metresBetween = (a: LonLat, b: LonLat): number =>
  Math.hypot((b[0] - a[0]) * METRES_PER_DEGREE * Math.cos(((a[1] + b[1]) / 2) * RAD), (b[1] - a[1]) * METRES_PER_DEGREE)

/** A vector in a frame turned counter-clockwise by `degrees`, given in east and north. */
export const turn = (point: LocalXY, degrees: number): [number, number] => {
  const [cos, sin] = [Math.cos(degrees * RAD), Math.sin(degrees * RAD)]
  return [point[0] * cos - point[1] * sin, point[0] * sin + point[1] * cos]
}

export const round = (value: number, digits: number): number => {
  const scale = 10 ** digits
  return Math.round(value * scale) / scale
}

/** Area of a simple ring in the square of its own unit. */
export const ringArea = (ring: readonly (readonly [number, number])[]): number => {
  let twice = 0
  for (let i = 0; i < ring.length; i++) {
    const [p, q] = [ring[i]!, ring[(i + 1) % ring.length]!]
    twice += p[0] * q[1] - q[0] * p[1]
  }
  return Math.abs(twice) / 2
}

const inRing = (x: number, y: number, ring: readonly (readonly [number, number])[]): boolean => {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [p, q] = [ring[i]!, ring[j]!]
    if (p[1] > y !== q[1] > y && x < ((q[0] - p[0]) * (y - p[1])) / (q[1] - p[1]) + p[0]) inside = !inside
  }
  return inside
}

export const contains = (geometry: MultiPolygonRings, point: LonLat): boolean =>
  geometry.some((polygon) => inRing(point[0], point[1], polygon[0]!) && !polygon.slice(1).some((hole) => inRing(point[0], point[1], hole)))

/** [west, south, east, north]. */
export const boundsOf = (geometry: MultiPolygonRings): [number, number, number, number] => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const polygon of geometry) {
    for (const [x, y] of polygon[0]!) {
      west = Math.min(west, x)
      east = Math.max(east, x)
      south = Math.min(south, y)
      north = Math.max(north, y)
    }
  }
  return [west, south, east, north]
}
