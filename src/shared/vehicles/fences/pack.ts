import { atOnce, type Steps } from '../../kernel/language/steps.ts'
import { sideOf } from './exact.ts'
import { METRES_PER_DEGREE } from '../../kernel/sphere.ts'
import { boundsOfShape, metresOnSphere, metresToStretch, type FenceShape } from './shape.ts'

/** Shapes in typed columns. Edges of each fence lie in strips of latitude, so that a test of a point reads a handful of them. */
export interface PackedFences {
  readonly count: number
  /** west, south, east, north: four a fence. */
  readonly bounds: Float64Array
  /** Whether a point lies in a fence or on its border; the caller has looked at nothing before. */
  holds(fence: number, x: number, y: number): boolean
  /** Walks over the straight edges of a fence; a circle has none. */
  edges(fence: number, visit: (ax: number, ay: number, bx: number, by: number) => void): void
  readonly shapes: readonly FenceShape[]
}

const KIND = { polygon: 0, circle: 1, corridor: 2 } as const
const MOST_STRIPS = 256

/** A ring whose end is its beginning. */
const closed = <P extends readonly [number, number]>(ring: readonly P[]): readonly P[] => {
  const [first, last] = [ring[0], ring.at(-1)]
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : ring
}
const linesOf = (shape: FenceShape) =>
  shape.type === 'polygon' ? shape.polygons.flat().map(closed) : shape.type === 'corridor' ? [shape.path] : []

interface Strips {
  /** Strip s of fence f holds `list[start[base[f] + s] … start[base[f] + s + 1]]`: indices of first points of edges. */
  readonly base: Int32Array
  readonly count: Int32Array
  readonly start: Int32Array
  readonly list: Int32Array
}

interface Points {
  readonly xy: Float64Array
  /** First point of each line, and past the last one. */
  readonly from: Int32Array
  /** First line of each fence. */
  readonly lines: Int32Array
}

function* packPoints(shapes: readonly FenceShape[]): Steps<Points> {
  let total = 0
  for (const shape of shapes) for (const line of linesOf(shape)) total += line.length
  yield
  const xy = new Float64Array(total * 2)
  const from = [0]
  const lines = new Int32Array(shapes.length + 1)
  let at = 0
  for (const [fence, shape] of shapes.entries()) {
    for (const line of linesOf(shape)) {
      for (const [x, y] of line) {
        xy[at++] = x
        xy[at++] = y
      }
      from.push(at / 2)
    }
    lines[fence + 1] = from.length - 1
    yield
  }
  return { xy, from: Int32Array.from(from), lines }
}

const eachEdge = ({ from, lines }: Points, fence: number, visit: (edge: number) => void): void => {
  for (let line = lines[fence] as number; line < (lines[fence + 1] as number); line++) {
    for (let edge = from[line] as number; edge < (from[line + 1] as number) - 1; edge++) visit(edge)
  }
}

/** Edges by strips, in two walks: one counts, one writes. A corridor's edges are as wide as it is. */
function* packStrips(points: Points, bounds: Float64Array, halfDegrees: Float64Array): Steps<Strips> {
  const fences = halfDegrees.length
  const base = new Int32Array(fences + 1)
  const count = new Int32Array(fences)
  for (let f = 0; f < fences; f++) {
    let edges = 0
    eachEdge(points, f, () => edges++)
    count[f] = Math.max(1, Math.min(MOST_STRIPS, edges >> 1))
    base[f + 1] = (base[f] as number) + (count[f] as number)
  }
  const start = new Int32Array((base[fences] as number) + 1)
  function* walk(visit: (strip: number, edge: number) => void): Steps<void> {
    for (let f = 0; f < fences; f++) {
      const [south, strips, half] = [
        bounds[f * 4 + 1] as number,
        count[f] as number,
        halfDegrees[f] as number,
      ]
      const scale = strips / ((bounds[f * 4 + 3] as number) - south || 1)
      eachEdge(points, f, (edge) => {
        const [a, b] = [points.xy[edge * 2 + 1] as number, points.xy[edge * 2 + 3] as number]
        const low = stripAt(Math.min(a, b) - half, south, scale, strips)
        const high = stripAt(Math.max(a, b) + half, south, scale, strips)
        for (let s = low; s <= high; s++) visit((base[f] as number) + s, edge)
      })
      yield
    }
  }
  yield* walk((strip) => (start[strip + 1] = (start[strip + 1] as number) + 1))
  yield
  for (let i = 1; i < start.length; i++) start[i] = (start[i] as number) + (start[i - 1] as number)
  yield
  const at = start.slice()
  yield
  const list = new Int32Array(start.at(-1) ?? 0)
  yield
  yield* walk((strip, edge) => {
    list[at[strip] as number] = edge
    at[strip] = (at[strip] as number) + 1
  })
  return { base, count, start, list }
}

/** The same rounding for edges and points, so that a point's strip holds every edge at its height. */
const stripAt = (y: number, south: number, scale: number, strips: number): number =>
  Math.max(0, Math.min(strips - 1, Math.floor((y - south) * scale)))

/** Even-odd over all rings, which takes care of holes and parts; a point on an edge is inside. */
const inRings = (
  xy: Float64Array,
  list: Int32Array,
  from: number,
  to: number,
  x: number,
  y: number,
): boolean => {
  let inside = false
  for (let i = from; i < to; i++) {
    const e = (list[i] as number) * 2
    const [ax, ay, bx, by] = [xy[e] as number, xy[e + 1] as number, xy[e + 2] as number, xy[e + 3] as number]
    if (ay > y === by > y) {
      if (touches(ax, ay, bx, by, x, y)) return true
      continue
    }
    if (ax < x && bx < x) continue
    if (ax > x && bx > x) {
      inside = !inside
      continue
    }
    const side = sideOf(ax, ay, bx, by, x, y)
    if (side === 0) return true
    if (side > 0 === by > ay) inside = !inside
  }
  return inside
}

/** Whether a point lies on an edge that does not cross its latitude: at an end of it, or on a level one. */
const touches = (ax: number, ay: number, bx: number, by: number, x: number, y: number): boolean => {
  if (ay !== y && by !== y) return false
  if ((ay === y && ax === x) || (by === y && bx === x)) return true
  return ay === by && ax < x !== bx < x
}

function* packBounds(shapes: readonly FenceShape[]): Steps<Float64Array> {
  const bounds = new Float64Array(shapes.length * 4)
  for (const [i, shape] of shapes.entries()) {
    bounds.set(boundsOfShape(shape), i * 4)
    yield
  }
  return bounds
}

/** Whether a place lies within `half` metres of one of the edges that the list names from `from` to `to`. */
const inCorridor = (
  xy: Float64Array,
  list: ArrayLike<number>,
  from: number,
  to: number,
  half: number,
  x: number,
  y: number,
): boolean => {
  for (let i = from; i < to; i++) {
    const e = (list[i] as number) * 2
    if (
      metresToStretch(x, y, xy[e] as number, xy[e + 1] as number, xy[e + 2] as number, xy[e + 3] as number) <=
      half
    )
      return true
  }
  return false
}

export const packFences = (shapes: readonly FenceShape[]): PackedFences => atOnce(packFencesSteps(shapes))

/** Packs shapes once; 10,000 of 500 points take some 120 MB. */
export function* packFencesSteps(shapes: readonly FenceShape[]): Steps<PackedFences> {
  const bounds = yield* packBounds(shapes)
  const kinds = Uint8Array.from(shapes, ({ type }) => KIND[type])
  const reach = Float64Array.from(shapes, (shape) =>
    shape.type === 'circle' ? shape.radiusM : shape.type === 'corridor' ? shape.widthM / 2 : 0,
  )
  const middle = Float64Array.from(
    shapes.flatMap((shape) => (shape.type === 'circle' ? [shape.center[0], shape.center[1]] : [0, 0])),
  )
  yield
  const points = yield* packPoints(shapes)
  const strips = yield* packStrips(
    points,
    bounds,
    reach.map((metres, i) => (kinds[i] === KIND.corridor ? (metres / METRES_PER_DEGREE) * 1.0001 : 0)),
  )
  const { xy } = points

  const holds = (fence: number, x: number, y: number): boolean => {
    const b = fence * 4
    const south = bounds[b + 1] as number
    const north = bounds[b + 3] as number
    if (x < (bounds[b] as number) || x > (bounds[b + 2] as number) || y < south || y > north) return false
    const half = reach[fence] as number
    if (kinds[fence] === KIND.circle)
      return metresOnSphere(x, y, middle[fence * 2] as number, middle[fence * 2 + 1] as number) <= half
    const n = strips.count[fence] as number
    const strip = (strips.base[fence] as number) + stripAt(y, south, n / (north - south || 1), n)
    const [from, to] = [strips.start[strip] as number, strips.start[strip + 1] as number]
    return kinds[fence] === KIND.polygon
      ? inRings(xy, strips.list, from, to, x, y)
      : inCorridor(xy, strips.list, from, to, half, x, y)
  }
  return {
    count: shapes.length,
    bounds,
    shapes,
    holds,
    edges: (fence, visit) =>
      eachEdge(points, fence, (edge) =>
        visit(
          xy[edge * 2] as number,
          xy[edge * 2 + 1] as number,
          xy[edge * 2 + 2] as number,
          xy[edge * 2 + 3] as number,
        ),
      ),
  }
}
