/** 道路限速 of a county: its streets as named roads, with what their signs say. */
import type { RoadLimitRecord } from '#shared/protocol/platform.ts'
import type { CountyContext } from '../housing/context.ts'
import { ROAD_NAMES } from '../made/names.ts'
import type { StreetGraph } from '../Province.ts'
import { stamp } from '../made/stamp.ts'

/** Slower streets are driveways within compounds: no public roads. */
const SLOWEST_ROAD = 30
/** A road goes on where it turns by less. */
const STRAIGHT_DEG = 40
/** A road of the same kind that is shorter is a piece without a name board: its class decides. */
const UNSIGNED_M = 260

interface Chain {
  readonly limitKmh: number
  readonly nodes: readonly number[]
  readonly metres: number
}

const headingOf = (streets: StreetGraph, a: number, b: number): number => {
  const [from, to] = [streets.nodes[a]!, streets.nodes[b]!]
  return (
    (Math.atan2((to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180), to[1] - from[1]) * 180) / Math.PI
  )
}
const turnOf = (a: number, b: number): number => Math.abs(((a - b + 540) % 360) - 180)

/** Streets of one limit that go straight on, one after another; every public edge lies in exactly one. */
const chainsOf = (streets: StreetGraph): Chain[] => {
  const edges = streets.edges.filter(({ limitKmh }) => limitKmh >= SLOWEST_ROAD)
  const at = Map.groupBy(
    edges.flatMap((edge) => [[edge.a, edge] as const, [edge.b, edge] as const]),
    ([node]) => node,
  )
  const used = new Set<(typeof edges)[number]>()
  let metres = 0
  const next = (node: number, from: number, limitKmh: number): number | null => {
    const heading = headingOf(streets, from, node)
    const on = (at.get(node) ?? [])
      .filter(([, edge]) => !used.has(edge) && edge.limitKmh === limitKmh)
      .map(([, edge]) => ({ edge, to: edge.a === node ? edge.b : edge.a }))
      .map((one) => ({ ...one, turn: turnOf(headingOf(streets, node, one.to), heading) }))
      .toSorted((a, b) => a.turn - b.turn)[0]
    if (!on || on.turn > STRAIGHT_DEG) return null
    used.add(on.edge)
    metres += on.edge.metres
    return on.to
  }
  const grow = (nodes: number[], limitKmh: number): void => {
    for (let to: number | null; (to = next(nodes.at(-1)!, nodes.at(-2)!, limitKmh)) !== null;) nodes.push(to)
  }
  return edges.flatMap((edge) => {
    if (used.has(edge)) return []
    used.add(edge)
    metres = edge.metres
    const nodes = [edge.a, edge.b]
    grow(nodes, edge.limitKmh)
    nodes.reverse()
    grow(nodes, edge.limitKmh)
    return [{ limitKmh: edge.limitKmh, nodes, metres }]
  })
}

const classOf = (limitKmh: number): RoadLimitRecord['class'] =>
  limitKmh >= 70 ? 'highway' : limitKmh >= 60 ? 'main' : limitKmh >= 40 ? 'side' : 'lane'
const TITLES: Readonly<Record<RoadLimitRecord['class'], string>> = {
  expressway: '高速',
  'urban-expressway': '快速路',
  highway: '公路',
  main: '大道',
  side: '路',
  lane: '巷',
}

/** The roads that vehicles of a county drive on: a sign's limit is the one by which they drive. */
export const makeRoads = (context: CountyContext, streets: StreetGraph): RoadLimitRecord[] => {
  const rng = context.stream('roads')
  const counts = new Map<string, number>()
  const nameOf = (kind: RoadLimitRecord['class']): string => {
    const base = `${rng.pick(ROAD_NAMES)}${TITLES[kind]}`
    const nth = (counts.get(base) ?? 0) + 1
    counts.set(base, nth)
    return `${context.county.name}${base}${nth === 1 ? '' : `${nth}段`}`
  }
  return chainsOf(streets).map(({ limitKmh, nodes, metres }, i): RoadLimitRecord => {
    const kind = classOf(limitKmh)
    const unsigned = kind === 'side' && metres < UNSIGNED_M
    return {
      id: `L${context.county.code}${String(i + 1).padStart(4, '0')}`,
      region: context.county.code,
      name: nameOf(kind),
      class: kind,
      path: nodes.map((node) => [...streets.nodes[node]!]),
      oneWay: false,
      limitKmh: unsigned ? null : limitKmh,
      updatedAt: stamp(rng, context),
    }
  })
}
