import type { LonLat } from '#shared/kernel/units.ts'
import type { CountyContext } from '../housing/context.ts'
import { metresBetween, round, shift } from './geo.ts'
import type { StreetGraph } from '../Province.ts'
import { isOnLand, routeOnLand } from '../vehicles/route.ts'
import type { Rng } from '../made/rng.ts'
import { townOf, type Town } from './town.ts'

interface Draft {
  readonly nodes: [number, number][]
  readonly edges: { a: number; b: number; metres: number; limitKmh: number }[]
}

/** Crossings lie off their place by at most so many metres, less than a compound's distance from the street. */
const CROSSING_JITTER_METRES = 12
const ROAD_STEP_METRES = 1400

const join = (draft: Draft, a: number, b: number, limitKmh: number): void => {
  if (a === b) return
  draft.edges.push({ a, b, metres: round(metresBetween(draft.nodes[a]!, draft.nodes[b]!), 1), limitKmh })
}

const add = (draft: Draft, at: LonLat): number => draft.nodes.push([at[0], at[1]]) - 1

/** The town's grid, whose crossings are a little off and some of whose streets are missing. */
const makeGrid = (context: CountyContext, draft: Draft, town: Town, radius: number, rng: Rng): void => {
  const steps = Math.max(3, Math.min(12, Math.round(radius / town.blockMetres)))
  const at = new Map<string, number>()
  const off = (): number => rng.between(-CROSSING_JITTER_METRES, CROSSING_JITTER_METRES)
  for (let i = -steps; i <= steps; i++) {
    for (let j = -steps; j <= steps; j++) {
      if (Math.hypot(i, j) > steps + 0.3) continue
      const point = shift(town.at(i, j), off(), off())
      if (context.inside(point)) at.set(`${i},${j}`, add(draft, point))
    }
  }
  for (const [key, node] of at) {
    const [i, j] = key.split(',').map(Number) as [number, number]
    for (const [di, dj] of [
      [1, 0],
      [0, 1],
    ] as const) {
      const other = at.get(`${i + di},${j + dj}`)
      const avenue = di === 1 ? j % 3 === 0 : i % 3 === 0
      const wanted = avenue || rng.chance(0.86)
      if (other !== undefined && wanted && isOnLand(context, draft.nodes[node]!, draft.nodes[other]!))
        join(draft, node, other, avenue ? 60 : 40)
    }
  }
}

const nearest = (draft: Draft, to: LonLat, among: (node: number) => boolean = () => true): number => {
  let [best, least] = [-1, Infinity]
  draft.nodes.forEach((node, i) => {
    const metres = among(i) ? metresBetween(node, to) : Infinity
    if (metres < least) [best, least] = [i, metres]
  })
  return best
}

/** The point of an edge nearest to a place, as a share along it, and how far off it is. */
const alongEdge = (
  draft: Draft,
  edge: Draft['edges'][number],
  to: LonLat,
): { share: number; metres: number; at: [number, number] } => {
  const [a, b] = [draft.nodes[edge.a]!, draft.nodes[edge.b]!]
  const flat = Math.cos((to[1] * Math.PI) / 180) ** 2
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const share = Math.min(
    1,
    Math.max(0, ((to[0] - a[0]) * dx * flat + (to[1] - a[1]) * dy) / (dx * dx * flat + dy * dy || 1)),
  )
  const at: [number, number] = [round(a[0] + dx * share, 7), round(a[1] + dy * share, 7)]
  return { share, metres: metresBetween(at, to), at }
}

/** A driveway from the nearest street, which gets a node where it leaves; false where water or a border lies between. */
const makeDriveway = (context: CountyContext, draft: Draft, to: LonLat): boolean => {
  let [best, gate] = [-1, alongEdge(draft, draft.edges[0]!, to)]
  draft.edges.forEach((edge, i) => {
    const here = alongEdge(draft, edge, to)
    if (best < 0 || here.metres < gate.metres) [best, gate] = [i, here]
  })
  if (!isOnLand(context, gate.at, to)) return false
  const { a, b, limitKmh } = draft.edges[best]!
  const split = gate.share > 0.02 && gate.share < 0.98
  const node = split ? add(draft, gate.at) : gate.share < 0.5 ? a : b
  if (split) {
    draft.edges.splice(best, 1)
    join(draft, a, node, limitKmh)
    join(draft, node, b, limitKmh)
  }
  join(draft, node, add(draft, to), 20)
  return true
}

/** A way over land as nodes and edges, in steps that wander a little where the land allows it. */
const layRoad = (
  context: CountyContext,
  draft: Draft,
  from: number,
  way: readonly LonLat[],
  rng: Rng,
): number => {
  let last = from
  const on = (point: LonLat, limitKmh: number): void => {
    const node = add(draft, point)
    join(draft, last, node, limitKmh)
    last = node
  }
  for (const [k, end] of way.slice(1).entries()) {
    const start = way[k]!
    const steps = Math.floor(metresBetween(start, end) / ROAD_STEP_METRES)
    for (let i = 1; i <= steps; i++) {
      const t = i / (steps + 1)
      const straight: LonLat = [start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t]
      const point = shift(straight, rng.normal() * 160, rng.normal() * 160)
      if (isOnLand(context, draft.nodes[last]!, point) && isOnLand(context, point, end)) on(point, 80)
    }
    on(end, 70)
  }
  return last
}

/** A road over land from the nearest node to a place outside the town. */
const makeRoad = (context: CountyContext, draft: Draft, to: LonLat, rng: Rng): void => {
  const from = nearest(draft, to)
  const way = routeOnLand(context, draft.nodes[from]!, to)
  layRoad(context, draft, from, way, rng)
}

/** Ties every loose part of the town to the part of the first node: by the shortest gap where that lies on land, else round it. */
const connect = (context: CountyContext, draft: Draft, rng: Rng): void => {
  for (;;) {
    const near = reachable(draft)
    const loose = draft.nodes.findIndex((_, i) => !near.has(i))
    if (loose < 0) return
    const from = nearest(draft, draft.nodes[loose]!, (node) => near.has(node))
    const way = routeOnLand(context, draft.nodes[from]!, draft.nodes[loose]!)
    const last = layRoad(context, draft, from, way.slice(0, -1), rng)
    join(draft, last, loose, 40)
  }
}

/** The nodes that the first one reaches. */
const reachable = (draft: Draft): Set<number> => {
  const next = Map.groupBy(
    draft.edges.flatMap(({ a, b }) => [[a, b] as const, [b, a] as const]),
    ([a]) => a,
  )
  const seen = new Set([0])
  for (const node of seen) for (const [, other] of next.get(node) ?? []) seen.add(other)
  return seen
}

/**
 * A connected graph inside the county: a grid for its town, roads to whatever lies outside, a spur to each
 * stop. One node where nothing drives.
 */
export const makeStreets = (context: CountyContext, stops: readonly LonLat[]): StreetGraph => {
  const rng = context.stream('streets')
  const town = townOf(context)
  const { anchor } = town
  const distances = stops.map((stop) => metresBetween(stop, anchor)).sort((a, b) => a - b)
  const draft: Draft = { nodes: [], edges: [] }
  add(draft, anchor)
  if (context.allotment.vehicles === 0) return draft
  makeGrid(
    context,
    draft,
    town,
    Math.max(1200, Math.min(3600, (distances[Math.floor(distances.length * 0.6)] ?? 1500) * 1.1)),
    rng,
  )
  connect(context, draft, rng)
  const ordered = [...stops].sort((a, b) => metresBetween(a, anchor) - metresBetween(b, anchor))
  for (const stop of ordered) {
    const near = metresBetween(draft.nodes[nearest(draft, stop)]!, stop) < town.blockMetres * 1.5
    const driven = near && draft.edges.length > 0 && makeDriveway(context, draft, stop)
    if (!driven) makeRoad(context, draft, stop, rng)
  }
  return draft
}
