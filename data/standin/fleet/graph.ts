import type { StreetGraph } from '../../province/Province.ts'
import { metresApart, RAD } from '#shared/kernel/sphere.ts'
import type { LonLat } from '#shared/kernel/units.ts'

/** A county's streets in columns: the arcs of node n are `first[n]` to `first[n + 1]`; each street is two arcs. */
export interface Graph {
  readonly nodes: number
  readonly lon: Float64Array
  readonly lat: Float64Array
  readonly first: Uint32Array
  readonly to: Uint32Array
  /** The same street the other way. */
  readonly twin: Uint32Array
  readonly metres: Float32Array
  /** m/s. */
  readonly limit: Float32Array
  /** Degrees clockwise from north. */
  readonly heading: Float32Array
  /** Towards each goal asked so far: the arc to take at each node, counted from `first`. */
  readonly towards: Map<number, Uint8Array>
}

/** At the goal itself, and where no street leads to it. */
const NO_ARC = 255

export const metresBetween = (a: LonLat, b: LonLat): number => metresApart(a[0], a[1], b[0], b[1])

const headingOf = (a: LonLat, b: LonLat): number => {
  const degrees = Math.atan2((b[0] - a[0]) * Math.cos(a[1] * RAD), b[1] - a[1]) / RAD
  return (degrees + 360) % 360
}

export const makeGraph = (streets: StreetGraph): Graph => {
  const count = streets.nodes.length
  const arcs = streets.edges.length * 2
  const first = new Uint32Array(count + 1)
  for (const { a, b } of streets.edges) {
    first[a + 1]!++
    first[b + 1]!++
  }
  for (let node = 0; node < count; node++) first[node + 1] = first[node + 1]! + first[node]!
  const graph: Graph = {
    nodes: count,
    lon: Float64Array.from(streets.nodes, (node) => node[0]),
    lat: Float64Array.from(streets.nodes, (node) => node[1]),
    first,
    to: new Uint32Array(arcs),
    twin: new Uint32Array(arcs),
    metres: new Float32Array(arcs),
    limit: new Float32Array(arcs),
    heading: new Float32Array(arcs),
    towards: new Map(),
  }
  fillArcs(graph, streets)
  return graph
}

const fillArcs = (graph: Graph, streets: StreetGraph): void => {
  const free = graph.first.slice()
  const put = (from: number, to: number, metres: number, limitKmh: number): number => {
    const arc = free[from]!++
    graph.to[arc] = to
    graph.metres[arc] = Math.max(1, metres)
    graph.limit[arc] = limitKmh / 3.6
    graph.heading[arc] = headingOf(streets.nodes[from]!, streets.nodes[to]!)
    return arc
  }
  for (const { a, b, metres, limitKmh } of streets.edges) {
    const there = put(a, b, metres, limitKmh)
    const back = put(b, a, metres, limitKmh)
    graph.twin[there] = back
    graph.twin[back] = there
  }
}

export const nearestNode = (graph: Graph, at: LonLat): number => {
  let best = 0
  let least = Infinity
  const squeeze = Math.cos(at[1] * RAD)
  for (let node = 0; node < graph.nodes; node++) {
    const distance = ((graph.lon[node]! - at[0]) * squeeze) ** 2 + (graph.lat[node]! - at[1]) ** 2
    if (distance < least) {
      least = distance
      best = node
    }
  }
  return best
}

/** The fastest way from every node to the goal (Dijkstra), kept: vehicles need only where they are and where they go. */
const wayTo = (graph: Graph, goal: number): Uint8Array => {
  const known = graph.towards.get(goal)
  if (known) return known
  const hop = new Uint8Array(graph.nodes).fill(NO_ARC)
  const seconds = new Float64Array(graph.nodes).fill(Infinity)
  const heap = makeHeap()
  seconds[goal] = 0
  heap.push(goal, 0)
  for (let top = heap.pop(); top; top = heap.pop()) {
    if (top.cost > seconds[top.node]!) continue
    for (let arc = graph.first[top.node]!; arc < graph.first[top.node + 1]!; arc++) {
      const node = graph.to[arc]!
      const cost = top.cost + graph.metres[arc]! / graph.limit[arc]!
      if (cost >= seconds[node]!) continue
      seconds[node] = cost
      hop[node] = graph.twin[arc]! - graph.first[node]!
      heap.push(node, cost)
    }
  }
  graph.towards.set(goal, hop)
  return hop
}

/** The arc that leads on from the node towards the goal; -1 at the goal and where there is no way. */
export const nextArc = (graph: Graph, node: number, goal: number): number => {
  const hop = wayTo(graph, goal)[node]!
  return hop === NO_ARC ? -1 : graph.first[node]! + hop
}

interface Entry {
  readonly node: number
  readonly cost: number
}
/** A binary heap, least cost first. */
const makeHeap = (): { push(node: number, cost: number): void; pop(): Entry | undefined } => {
  const heap: Entry[] = []
  const swap = (i: number, j: number): void => {
    const held = heap[i]!
    heap[i] = heap[j]!
    heap[j] = held
  }
  const rise = (start: number): void => {
    for (let i = start; i > 0;) {
      const up = (i - 1) >> 1
      if (heap[up]!.cost <= heap[i]!.cost) return
      swap(i, up)
      i = up
    }
  }
  const sink = (): void => {
    for (let i = 0; ;) {
      const left = 2 * i + 1
      if (left >= heap.length) return
      const least = left + 1 < heap.length && heap[left + 1]!.cost < heap[left]!.cost ? left + 1 : left
      if (heap[i]!.cost <= heap[least]!.cost) return
      swap(i, least)
      i = least
    }
  }
  return {
    push: (node, cost) => {
      heap.push({ node, cost })
      rise(heap.length - 1)
    },
    pop: () => {
      if (heap.length < 2) return heap.pop()
      swap(0, heap.length - 1)
      const top = heap.pop()
      sink()
      return top
    },
  }
}
