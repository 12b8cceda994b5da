import type { Degrees, Metres } from './units.ts'

/**
 * The one sphere that every distance, area of a fence and kilometre is measured on: the mean earth, R1 of WGS-84. Places
 * stay WGS-84; what is drawn on Web Mercator goes by its own equator (scene/ground.ts).
 */
export const EARTH_RADIUS_M: Metres = 6_371_008.8
export const RAD = Math.PI / 180
/** Of a degree of latitude, and of longitude at the equator. */
export const METRES_PER_DEGREE: Metres = EARTH_RADIUS_M * RAD
export const METRES_PER_E6: Metres = METRES_PER_DEGREE / 1e6

/** A straight line between two places at most some tens of kilometres apart, by the latitude half way. */
export const metresApart = (lonA: Degrees, latA: Degrees, lonB: Degrees, latB: Degrees): Metres => {
  const x = (lonB - lonA) * Math.cos((latA + latB) * 0.5 * RAD)
  const y = latB - latA
  return Math.sqrt(x * x + y * y) * METRES_PER_DEGREE
}
/** The same of degrees × 1e7. */
export const metresE7 = (lonA: number, latA: number, lonB: number, latB: number): Metres =>
  metresApart(lonA / 1e7, latA / 1e7, lonB / 1e7, latB / 1e7)
