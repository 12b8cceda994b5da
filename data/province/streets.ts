import type { LonLat } from '#shared/units.ts'
import type { CountyContext } from './context.ts'
import { metresBetween, round, shift } from './geo.ts'
import type { StreetGraph } from './Province.ts'
import type { Rng } from './rng.ts'
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
      if (other !== undefined && (avenue || rng.chance(0.86))) join(draft, node, other, avenue ? 60 : 40)
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

/** A driveway from the nearest street, which gets a node where it leaves. */
const makeDriveway = (draft: Draft, to: LonLat): void => {
  let [best, gate] = [-1, alongEdge(draft, draft.edges[0]!, to)]
  draft.edges.forEach((edge, i) => {
    const here = alongEdge(draft, edge, to)
    if (best < 0 || here.metres < gate.metres) [best, gate] = [i, here]
  })
  const { a, b, limitKmh } = draft.edges[best]!
  const split = gate.share > 0.02 && gate.share < 0.98
  const node = split ? add(draft, gate.at) : gate.share < 0.5 ? a : b
  if (split) {
    draft.edges.splice(best, 1)
    join(draft, a, node, limitKmh)
    join(draft, node, b, limitKmh)
  }
  join(draft, node, add(draft, to), 20)
}

/** A road to a place outside the town, in steps that wander a little; steps that would leave the county are left out. */
const makeRoad = (context: CountyContext, draft: Draft, to: LonLat, rng: Rng): void => {
  const from = nearest(draft, to)
  const start = draft.nodes[from]!
  const metres = metresBetween(start, to)
  const steps = Math.floor(metres / ROAD_STEP_METRES)
  let last = from
  for (let i = 1; i <= steps; i++) {
    const t = i / (steps + 1)
    const straight: LonLat = [start[0] + (to[0] - start[0]) * t, start[1] + (to[1] - start[1]) * t]
    const point = shift(straight, rng.normal() * 160, rng.normal() * 160)
    if (!context.inside(point)) continue
    const node = add(draft, point)
    join(draft, last, node, 80)
    last = node
  }
  join(draft, last, add(draft, to), 70)
}

/** Ties every loose part of the town to the rest by its shortest gap. */
const connect = (draft: Draft): void => {
  const parent = draft.nodes.map((_, i) => i)
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!
    return i
  }
  for (const { a, b } of draft.edges) parent[root(a)] = root(b)
  for (let i = 1; i < draft.nodes.length; i++) {
    if (root(i) === root(0)) continue
    const mine = root(i)
    const other = nearest(draft, draft.nodes[i]!, (node) => root(node) !== mine)
    join(draft, i, other, 40)
    parent[mine] = root(other)
  }
}

/** A connected graph inside the county: a grid for its town, roads to whatever lies outside, a spur to each stop. One node where nothing drives. */
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
  connect(draft)
  const ordered = [...stops].sort((a, b) => metresBetween(a, anchor) - metresBetween(b, anchor))
  for (const stop of ordered) {
    const near = metresBetween(draft.nodes[nearest(draft, stop)]!, stop) < town.blockMetres * 1.5
    if (near && draft.edges.length > 0) makeDriveway(draft, stop)
    else makeRoad(context, draft, stop, rng)
  }
  return draft
}
