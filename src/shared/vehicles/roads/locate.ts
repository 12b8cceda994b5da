import { METRES_PER_DEGREE, RAD } from '../../kernel/sphere.ts'
import { ROAD_CLASS_LIMITS, limitOn, type Road } from './limits.ts'
import type { Degrees, KmPerHour, Metres } from '../../kernel/units.ts'

/** How a position is put on a road. */
interface RoadMatch {
  /** Between heading and road. */
  readonly roadHeadingDeg: Degrees
  /** Roads that lie so much further off than the nearest cannot be told from it by a receiver. */
  readonly roadSlackM: Metres
}

/** Answers on which road a vehicle drives, out of 100,000 stretches, in a microsecond. */
export interface RoadIndex {
  readonly count: number
  readonly stretches: number
  /** The slowest limit of all roads: below it nobody is asked where they are. */
  readonly least: KmPerHour
  /**
   * The road whose corridor holds the point and whose direction fits the heading, by its place in the list; -1 for none.
   * Of roads that cannot be told apart the one driven before, else the one with the higher limit: a doubt accuses nobody.
   */
  at(
    lon: number,
    lat: number,
    headingDeg: Degrees,
    isSmall: boolean,
    before: number,
    match: RoadMatch,
  ): number
  road(i: number): Road | undefined
  limit(i: number, isSmall: boolean): KmPerHour
}

const MOST_CELLS = 1 << 21
const CELLS_PER_STRETCH = 8
/** Roads that can lie over one place: crossings, ramps and service roads. */
const MOST_NEAR = 32

interface Stretches {
  readonly count: number
  readonly road: Int32Array
  /** ax, ay, bx, by. */
  readonly ends: Float64Array
  readonly half: Float32Array
  readonly bearing: Float32Array
}

const packStretches = (roads: readonly Road[]): Stretches => {
  const count = roads.reduce((sum, { path }) => sum + path.length - 1, 0)
  const s: Stretches = {
    count,
    road: new Int32Array(count),
    ends: new Float64Array(count * 4),
    half: new Float32Array(count),
    bearing: new Float32Array(count),
  }
  let i = 0
  roads.forEach((road, r) => {
    for (let k = 1; k < road.path.length; k++, i++) {
      const [[ax, ay], [bx, by]] = [road.path[k - 1]!, road.path[k]!]
      s.road[i] = r
      s.ends.set([ax, ay, bx, by], i * 4)
      s.half[i] = (road.widthM ?? ROAD_CLASS_LIMITS[road.class].widthM) / 2
      s.bearing[i] = (Math.atan2((bx - ax) * Math.cos(((ay + by) / 2) * RAD), by - ay) / RAD + 360) % 360
    }
  })
  return s
}

interface Grid {
  readonly west: number
  readonly south: number
  readonly columns: number
  readonly rows: number
  readonly perLon: number
  readonly perLat: number
  readonly at: Int32Array
  readonly list: Int32Array
}

/** Stretches by the cells that their corridors' bounds touch. */
const makeGrid = ({ count, ends, half }: Stretches): Grid => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  const bounds = new Float64Array(count * 4)
  for (let i = 0; i < count; i++) {
    const [ax, ay, bx, by] = ends.subarray(i * 4, i * 4 + 4) as unknown as [number, number, number, number]
    const up = ((half[i] as number) / METRES_PER_DEGREE) * 1.001
    const aside = up / Math.cos(Math.min(89, Math.max(Math.abs(ay), Math.abs(by)) + up) * RAD)
    const box = [
      Math.min(ax, bx) - aside,
      Math.min(ay, by) - up,
      Math.max(ax, bx) + aside,
      Math.max(ay, by) + up,
    ] as const
    bounds.set(box, i * 4)
    west = Math.min(west, box[0])
    south = Math.min(south, box[1])
    east = Math.max(east, box[2])
    north = Math.max(north, box[3])
  }
  if (count === 0) [west, south, east, north] = [0, 0, 1, 1]
  const cells = Math.max(64, Math.min(MOST_CELLS, count * CELLS_PER_STRETCH))
  const columns = Math.max(
    1,
    Math.min(4096, Math.round(Math.sqrt((cells * (east - west)) / (north - south)))),
  )
  const rows = Math.max(1, Math.min(4096, Math.round(cells / columns)))
  const [perLon, perLat] = [columns / (east - west), rows / (north - south)]
  const cellsOf = (i: number, visit: (cell: number) => void): void => {
    const column = (x: number): number => Math.max(0, Math.min(columns - 1, Math.floor((x - west) * perLon)))
    const row = (y: number): number => Math.max(0, Math.min(rows - 1, Math.floor((y - south) * perLat)))
    const [w, s, e, n] = bounds.subarray(i * 4, i * 4 + 4) as unknown as [number, number, number, number]
    for (let y = row(s); y <= row(n); y++) for (let x = column(w); x <= column(e); x++) visit(y * columns + x)
  }
  const at = new Int32Array(columns * rows + 1)
  for (let i = 0; i < count; i++) cellsOf(i, (cell) => at[cell + 1]!++)
  for (let cell = 1; cell < at.length; cell++) at[cell] = (at[cell] as number) + (at[cell - 1] as number)
  const list = new Int32Array(at.at(-1) as number)
  const next = at.slice()
  for (let i = 0; i < count; i++) cellsOf(i, (cell) => (list[next[cell]!++] = i))
  return { west, south, columns, rows, perLon, perLat, at, list }
}

/** Degrees between a heading and a line; a line that is driven both ways has two directions. */
const offLine = (headingDeg: Degrees, bearing: Degrees, oneWay: boolean): Degrees => {
  const off = Math.abs(((headingDeg - bearing + 540) % 360) - 180)
  return oneWay ? off : Math.min(off, 180 - off)
}

/** Metres from a place to stretch `i`; `ends` has its two ends as [lon, lat, lon, lat]. */
const metresTo = (ends: ArrayLike<number>, i: number, lon: number, lat: number): number => {
  const e = i * 4
  const [ax, ay, bx, by] = [
    ends[e] as number,
    ends[e + 1] as number,
    ends[e + 2] as number,
    ends[e + 3] as number,
  ]
  const kx = METRES_PER_DEGREE * Math.cos(ay * RAD)
  const [dx, dy, px, py] = [
    (bx - ax) * kx,
    (by - ay) * METRES_PER_DEGREE,
    (lon - ax) * kx,
    (lat - ay) * METRES_PER_DEGREE,
  ]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length))
  return Math.sqrt((px - along * dx) ** 2 + (py - along * dy) ** 2)
}

export const makeRoadIndex = (roads: readonly Road[]): RoadIndex => {
  const s = packStretches(roads)
  const g = makeGrid(s)
  const oneWay = Uint8Array.from(roads, (road) => Number(road.oneWay))
  const limits = [roads.map((road) => limitOn(road, false)), roads.map((road) => limitOn(road, true))].map(
    (one) => Float32Array.from(one),
  ) as [Float32Array, Float32Array]
  const near = new Int32Array(MOST_NEAR)
  const away = new Float64Array(MOST_NEAR)

  const candidates = (lon: number, lat: number, headingDeg: Degrees, most: Degrees): number => {
    const [column, row] = [Math.floor((lon - g.west) * g.perLon), Math.floor((lat - g.south) * g.perLat)]
    if (!(column >= 0 && row >= 0 && column < g.columns && row < g.rows)) return 0
    const cell = row * g.columns + column
    let found = 0
    for (let k = g.at[cell] as number; k < (g.at[cell + 1] as number) && found < MOST_NEAR; k++) {
      const i = g.list[k] as number
      const road = s.road[i] as number
      if (offLine(headingDeg, s.bearing[i] as number, oneWay[road] === 1) > most) continue
      const metres = metresTo(s.ends, i, lon, lat)
      if (metres > (s.half[i] as number)) continue
      near[found] = road
      away[found++] = metres
    }
    return found
  }
  return {
    count: roads.length,
    stretches: s.count,
    least:
      roads.length === 0
        ? Infinity
        : Math.min(...limits.map((one) => one.reduce((least, limit) => Math.min(least, limit), Infinity))),
    at: (lon, lat, headingDeg, isSmall, before, { roadHeadingDeg, roadSlackM }) => {
      const found = candidates(lon, lat, headingDeg, roadHeadingDeg)
      let least = Infinity
      for (let k = 0; k < found; k++) least = Math.min(least, away[k] as number)
      const limit = limits[isSmall ? 1 : 0]
      let best = -1
      for (let k = 0; k < found; k++) {
        const road = near[k] as number
        if ((away[k] as number) > least + roadSlackM) continue
        if (road === before) return road
        if (best < 0 || (limit[road] as number) > (limit[best] as number)) best = road
      }
      return best
    },
    road: (i) => roads[i],
    limit: (i, isSmall) => limits[isSmall ? 1 : 0][i] ?? Infinity,
  }
}
