import Supercluster from 'supercluster'
import { CLASSES } from '#shared/indices/indices.ts'
import { sortedCopy } from '#shared/kernel/language/lists.ts'
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
const PX = { apart: 14, radius: 15, each: 0.5, most: 26, gap: 2 } as const
const AT_HEIGHT = 1080
/** Side of the whole earth at zoom 0. */
const TILE_PX = 512
/** Nearer to the poles there is no Mercator. */
const MOST_LAT = 85.05

/** Where a point stands on the whole earth's Mercator picture at a zoom, CSS pixels from its north-west corner. */
export const mercatorPx = ([lon, lat]: LonLat, zoom: number): readonly [number, number] => {
  const world = TILE_PX * 2 ** zoom
  const sin = Math.sin((Math.max(-MOST_LAT, Math.min(MOST_LAT, lat)) * Math.PI) / 180)
  return [(lon / 360 + 0.5) * world, (0.5 - (0.25 * Math.log((1 + sin) / (1 - sin))) / Math.PI) * world]
}

/** One or more points that stand at one place. */
interface Mark {
  readonly rows: readonly number[]
  /** CSS pixels from the earth's corner. */
  readonly at: readonly [number, number]
  readonly radiusPx: number
}

const discRadius = (members: number, scale: number): number =>
  Math.min(PX.radius + PX.each * members, PX.most) * scale

/** Points within `apartPx` of each other, by supercluster at one level: the camera's own zoom, not a whole one. */
const near = (points: readonly ClassedPoint[], zoom: number, apartPx: number): readonly number[][] => {
  const index = new Supercluster<{ row: number }>({
    minZoom: 0,
    maxZoom: 0,
    radius: apartPx / 2 ** zoom,
    extent: TILE_PX,
  })
  index.load(
    points.map(({ lon, lat }, row) => ({
      type: 'Feature' as const,
      properties: { row },
      geometry: { type: 'Point' as const, coordinates: [lon, lat] },
    })),
  )
  return index
    .getClusters([-180, -90, 180, 90], 0)
    .map(({ properties }) =>
      'cluster_id' in properties
        ? index.getLeaves(properties.cluster_id, Infinity).map((leaf) => leaf.properties.row)
        : [properties.row],
    )
}

/** Discs that would lie over a neighbour take it in, the nearest first, until none does. */
const settled = (
  marks: readonly Mark[],
  join: (a: Mark, b: Mark) => Mark,
  gapPx: number,
): readonly Mark[] => {
  let all = marks
  for (;;) {
    const hit = overlapOf(all, gapPx)
    if (!hit) return all
    const [a, b] = hit
    all = [...all.filter((mark) => mark !== a && mark !== b), join(a, b)]
  }
}

const overlapOf = (marks: readonly Mark[], gapPx: number): readonly [Mark, Mark] | null => {
  let nearest: { readonly pair: readonly [Mark, Mark]; readonly between: number } | null = null
  for (const [i, a] of marks.entries())
    for (const b of marks.slice(i + 1)) {
      if (a.rows.length === 1 && b.rows.length === 1) continue
      const between = Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1]) - a.radiusPx - b.radiusPx
      if (between < gapPx && between < (nearest?.between ?? Infinity)) nearest = { pair: [a, b], between }
    }
  return nearest?.pair ?? null
}

/** Points as what they are to be drawn: by the distance that they have on the screen at this zoom, in a picture of this height. */
export const clustersOf = (points: readonly ClassedPoint[], zoom: number, heightPx: number): Clustered => {
  const scale = heightPx / AT_HEIGHT
  const at = points.map(({ lon, lat }) => mercatorPx([lon, lat], zoom))
  const markOf = (rows: readonly number[]): Mark => ({
    rows,
    at: [mean(rows.map((row) => at[row]![0])), mean(rows.map((row) => at[row]![1]))],
    radiusPx: rows.length > 1 ? discRadius(rows.length, scale) : points[rows[0]!]!.radiusPx,
  })
  const join = (a: Mark, b: Mark): Mark => markOf([...a.rows, ...b.rows])
  const marks = settled(near(points, zoom, PX.apart * scale).map(markOf), join, PX.gap * scale)
  const alone = marks.filter(({ rows }) => rows.length === 1).flatMap(({ rows }) => rows)
  return {
    alone: alone.sort((a, b) => a - b).map((row) => points[row]!.id),
    clusters: marks
      .filter(({ rows }) => rows.length > 1)
      .map(({ rows }) =>
        gathered(
          sortedCopy(rows, (a, b) => a - b).map((row) => points[row]!),
          scale,
        ),
      )
      .sort((a, b) => b.members.length - a.members.length || (a.id < b.id ? -1 : 1)),
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

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
