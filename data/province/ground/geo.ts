import { METRES_PER_DEGREE, RAD } from '#shared/kernel/sphere.ts'
import type { LonLat, LocalXY } from '#shared/kernel/units.ts'

export type MultiPolygonRings = readonly (readonly (readonly (readonly [number, number])[])[])[]

/** Moves a point by metres east and north. */
export const shift = (from: LonLat, east: number, north: number): [number, number] => [
  round(from[0] + east / (METRES_PER_DEGREE * Math.cos(from[1] * RAD)), 7),
  round(from[1] + north / METRES_PER_DEGREE, 7),
]

export const metresBetween = (a: LonLat, b: LonLat): number =>
  Math.hypot(
    (b[0] - a[0]) * METRES_PER_DEGREE * Math.cos(((a[1] + b[1]) / 2) * RAD),
    (b[1] - a[1]) * METRES_PER_DEGREE,
  )

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

const BANDS = 160

/** A quick inside test: edges sorted into bands of latitude; even-odd over all rings, which takes care of holes and parts. */
export const makeInside = (geometry: MultiPolygonRings): ((point: LonLat) => boolean) => {
  const [west, south, east, north] = boundsOf(geometry)
  const height = (north - south) / BANDS
  const bands: number[][] = Array.from({ length: BANDS }, () => [])
  const bandOf = (y: number): number => Math.min(BANDS - 1, Math.floor((y - south) / height))
  for (const ring of geometry.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [p, q] = [ring[i]!, ring[j]!]
      for (let band = bandOf(Math.min(p[1], q[1])); band <= bandOf(Math.max(p[1], q[1])); band++)
        bands[band]!.push(p[0], p[1], q[0], q[1])
    }
  }
  return ([x, y]) => {
    if (x < west || x > east || y < south || y > north) return false
    const edges = bands[bandOf(y)]!
    let inside = false
    for (let i = 0; i < edges.length; i += 4) {
      const [px, py, qx, qy] = [edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!]
      if (py > y !== qy > y && x < ((qx - px) * (y - py)) / (qy - py) + px) inside = !inside
    }
    return inside
  }
}

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
