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
    for (const [di, dj] of [[1, 0], [0, 1]] as const) {
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

/** A road to a place outside the town, in steps that wander a little; steps that would leave the county are left out. */
const makeRoad = (context: CountyContext, draft: Draft, to: LonLat, rng: Rng): number => {
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
  const end = add(draft, to)
  join(draft, last, end, steps > 0 ? 70 : 30)
  return end
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
  makeGrid(context, draft, town, Math.max(1200, Math.min(3600, (distances[Math.floor(distances.length * 0.6)] ?? 1500) * 1.1)), rng)
  connect(draft)
  const ordered = [...stops].sort((a, b) => metresBetween(a, anchor) - metresBetween(b, anchor))
  for (const stop of ordered) makeRoad(context, draft, stop, rng)
  return draft
}
