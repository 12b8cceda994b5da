import { METRES_PER_DEGREE, RAD } from '#shared/kernel/sphere.ts'
import { sortedCopy } from '#shared/kernel/language/lists.ts'

type LonLat = readonly [number, number]
type Point = readonly [number, number]

/** A building as the drawing needs it. */
export interface Block {
  readonly id: string
  /** WGS-84. */
  readonly ring: readonly LonLat[]
  readonly heightM: number
  /** How many bands its walls have. */
  readonly floors: number
}

/** CSS pixels from the top left of the drawing. */
export interface DrawnBlock {
  readonly id: string
  readonly walls: readonly {
    readonly points: readonly Point[]
    /** 0–1: how much light falls on it. */
    readonly light: number
    /** Between the floors, as the `d` of a path. */
    readonly bands: string
  }[]
  readonly roof: readonly Point[]
  /** Middle of its roof. */
  readonly top: Point
}

/** The compound is seen from the south-east, from above. */
const TURN = -28 * RAD
const PITCH = 34 * RAD
/** Where the light comes from, in the turned frame: over the left shoulder. */
const SUN: Point = [-0.6, -0.8]
const SHADE = 0.45
/** Free around the blocks, as a share of the drawing. */
const MARGIN = 0.06

type Solid = readonly [number, number, number]
const onScreen = ([x, y, z]: Solid): Point => [x, -y * Math.sin(PITCH) - z * Math.cos(PITCH)]

const areaOf = (ring: readonly Point[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length] as Point
    return sum + x * ny - nx * y
  }, 0) / 2

/** East and north in metres from an origin, turned; counter-clockwise and without the point that closes it. */
const turned = (ring: readonly LonLat[], [lon0, lat0]: LonLat): Point[] => {
  const local = ring.map(([lon, lat]): Point => {
    const x = (lon - lon0) * METRES_PER_DEGREE * Math.cos(lat0 * RAD)
    const y = (lat - lat0) * METRES_PER_DEGREE
    return [x * Math.cos(TURN) - y * Math.sin(TURN), x * Math.sin(TURN) + y * Math.cos(TURN)]
  })
  const [first, last] = [local[0], local.at(-1)]
  if (first && last && local.length > 1 && first[0] === last[0] && first[1] === last[1]) local.pop()
  return areaOf(local) < 0 ? local.reverse() : local
}

const mean = (points: readonly Point[]): Point => [
  points.reduce((sum, [x]) => sum + x, 0) / points.length,
  points.reduce((sum, [, y]) => sum + y, 0) / points.length,
]

/** A wall that faces who looks; null for one behind. */
const wallOf = (a: Point, b: Point, { heightM, floors }: Block, put: (solid: Solid) => Point) => {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = Math.hypot(dx, dy)
  if (dx <= 0 || length === 0) return null
  const facing = (dy * SUN[0] - dx * SUN[1]) / length
  const at = (z: number): string =>
    `M${put([a[0], a[1], z])
      .map((n) => n.toFixed(1))
      .join(' ')}L${put([b[0], b[1], z])
      .map((n) => n.toFixed(1))
      .join(' ')}`
  return {
    points: [put([...a, 0]), put([...b, 0]), put([...b, heightM]), put([...a, heightM])],
    light: 1 - SHADE + SHADE * Math.max(0, facing),
    bands: Array.from({ length: Math.max(floors - 1, 0) }, (_, i) => at((heightM * (i + 1)) / floors)).join(
      '',
    ),
    depth: (a[1] + b[1]) / 2,
  }
}

/**
 * Buildings in parallel projection, the farthest first, as large as they fit beneath `topPx`. What lies `ground` deep is
 * the compound's own ground, from west, south, east, north. Nothing where there is no room.
 */
export const axonometry = (
  blocks: readonly Block[],
  bounds: readonly [number, number, number, number],
  [width, height]: Point,
  topPx: number,
): { readonly ground: readonly Point[]; readonly blocks: readonly DrawnBlock[] } => {
  const [west, south, east, north] = bounds
  const origin: LonLat = [(west + east) / 2, (south + north) / 2]
  const solids = blocks
    .filter(({ ring }) => ring.length > 2)
    .map((block) => ({ block, base: turned(block.ring, origin) }))
  const ring = turned(
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ],
    origin,
  )
  const all = [
    ...ring.map((point) => onScreen([...point, 0])),
    ...solids.flatMap(({ block, base }) =>
      base.flatMap((point) => [onScreen([...point, 0]), onScreen([...point, block.heightM])]),
    ),
  ]
  if (all.length === 0 || width <= 0 || height <= topPx) return { ground: [], blocks: [] }
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)]
  const [left, right, high, low] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const scale = Math.min(
    (width * (1 - MARGIN)) / Math.max(right - left, 1),
    ((height - topPx) * (1 - MARGIN)) / Math.max(low - high, 1),
  )
  const put = (solid: Solid): Point => {
    const [x, y] = onScreen(solid)
    return [
      width / 2 + (x - (left + right) / 2) * scale,
      topPx + (height - topPx) / 2 + (y - (high + low) / 2) * scale,
    ]
  }
  return {
    ground: ring.map((point) => put([...point, 0])),
    blocks: sortedCopy(solids, (a, b) => mean(b.base)[1] - mean(a.base)[1]).map(({ block, base }) => ({
      id: block.id,
      walls: base
        .map((a, i) => wallOf(a, base[(i + 1) % base.length] as Point, block, put))
        .filter((wall) => wall !== null)
        .sort((a, b) => b.depth - a.depth)
        .map(({ points, light, bands }) => ({ points, light, bands })),
      roof: base.map((point) => put([...point, block.heightM])),
      top: put([...mean(base), block.heightM]),
    })),
  }
}

/** Where plates of one width stand in a row: each as near over its own place as the others let it, none beyond the edges. */
export const platesAt = (places: readonly number[], plate: number, gap: number, width: number): number[] => {
  const order = places.map((x, i) => ({ x, i })).sort((a, b) => a.x - b.x)
  const lefts = Array.from({ length: places.length }, () => 0)
  let free = 0
  for (const { x, i } of order) {
    lefts[i] = Math.max(free, Math.min(x - plate / 2, width - plate))
    free = (lefts[i] as number) + plate + gap
  }
  let most = width - plate
  for (const { i } of order.reverse()) {
    lefts[i] = Math.max(0, Math.min(lefts[i] as number, most))
    most = (lefts[i] as number) - plate - gap
  }
  return lefts
}
