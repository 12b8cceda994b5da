import { CLASSES } from '#shared/indices/indices.ts'
import type { LonLat } from '#shared/kernel/units.ts'

/** A point by its place and the class of what it tells, from good (0) to grave; below 0 where it tells nothing. */
export interface ClassedPoint {
  readonly id: string
  readonly lon: number
  readonly lat: number
  readonly klass: number
  /** Of its dot, CSS pixels. */
  readonly radiusPx: number
}

/** Points that stand as one disc. */
export interface Cluster {
  /** West, south, east, north of its members: what a closer look at it frames. */
  readonly id: string
  /** Their middle. */
  readonly at: LonLat
  /** In the order in which they were given. */
  readonly members: readonly string[]
  /** How many of each class, from good to grave. */
  readonly counts: readonly number[]
  readonly noData: number
  /** CSS pixels. */
  readonly radiusPx: number
}

export interface Clustered {
  /** Points that stand for themselves, in the order in which they were given. */
  readonly alone: readonly string[]
  readonly clusters: readonly Cluster[]
}

/** In px of a picture 1080 high: dots nearer than `apart` are one; a disc has `radius` and `each` for every member, and no more than `most`. */
export const DISC_PX = { apart: 14, radius: 15, each: 0.5, most: 26, gap: 2 } as const
/** The height of the picture that those are of, CSS pixels. */
export const AT_HEIGHT = 1080
/** Side of the whole earth at zoom 0, CSS pixels. */
export const TILE_PX = 512
/** Nearer to the poles there is no Mercator. */
const MOST_LAT = 85.05

/** Where a point stands on the whole earth's Mercator picture at a zoom, CSS pixels from its north-west corner. */
export const mercatorPx = ([lon, lat]: LonLat, zoom: number): readonly [number, number] => {
  const world = TILE_PX * 2 ** zoom
  const sin = Math.sin((Math.max(-MOST_LAT, Math.min(MOST_LAT, lat)) * Math.PI) / 180)
  return [(lon / 360 + 0.5) * world, (0.5 - (0.25 * Math.log((1 + sin) / (1 - sin))) / Math.PI) * world]
}

/** Of a disc of so many members, CSS pixels; `scale` is the picture's height by 1080. */
export const discRadius = (members: number, scale: number): number =>
  Math.min(DISC_PX.radius + DISC_PX.each * members, DISC_PX.most) * scale

/** Of one value at least. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length

/** West, south, east, north. */
export type Bounds = readonly [west: number, south: number, east: number, north: number]

/** The box of points, WGS-84. */
export const boundsOf = (points: readonly { readonly lon: number; readonly lat: number }[]): Bounds => {
  const [lons, lats] = [points.map(({ lon }) => lon), points.map(({ lat }) => lat)]
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** The box that a disc's id says; null for what is none. */
export const boundsOfId = (id: string): Bounds | null => {
  const numbers = id.split(',').map(Number)
  return numbers.length === 4 && numbers.every(Number.isFinite) ? (numbers as unknown as Bounds) : null
}

/** Points as one disc, wherever they stand. `scale` is the picture's height by 1080. */
export const gathered = (points: readonly ClassedPoint[], scale: number): Cluster => {
  const count = (klass: number): number => points.filter((one) => one.klass === klass).length
  const counts = Array.from({ length: CLASSES }, (_, klass) => count(klass))
  return {
    id: boundsOf(points).join(),
    at: [mean(points.map(({ lon }) => lon)), mean(points.map(({ lat }) => lat))],
    members: points.map(({ id }) => id),
    counts,
    noData: points.length - counts.reduce((sum, one) => sum + one, 0),
    radiusPx: discRadius(points.length, scale),
  }
}
