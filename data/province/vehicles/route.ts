/** Ways over a county's land for roads: straight where the land allows it, round bays and borders where it does not. */
import type { LonLat } from '#shared/kernel/units.ts'
import type { CountyContext } from '../housing/context.ts'
import { boundsOf, metresBetween, shift } from '../ground/geo.ts'

const SAMPLE_METRES = 40
/** Cells that the longer side of the county is parted into, finer at each further try. */
const LATTICES = [90, 180, 360, 800] as const
const AROUND = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
] as const

/** Whether a straight line stays on the county's land. */
export const isOnLand = (context: CountyContext, a: LonLat, b: LonLat): boolean => {
  const samples = Math.ceil(metresBetween(a, b) / SAMPLE_METRES)
  for (let i = 0; i <= samples; i++) {
    const t = samples === 0 ? 0 : i / samples
    if (!context.inside([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t])) return false
  }
  return true
}

/** Leaves out every point of a way that a straight line over land makes needless. */
const straighten = (context: CountyContext, way: readonly LonLat[]): LonLat[] => {
  const out = [way[0]!]
  for (let at = 0; at < way.length - 1;) {
    let next = at + 1
    for (let i = at + 2; i < way.length && isOnLand(context, way[at]!, way[i]!); i++) next = i
    out.push(way[next]!)
    at = next
  }
  return out
}

/** Breadth first over a lattice; null where its cells are too coarse for a narrow neck. */
const search = (context: CountyContext, from: LonLat, to: LonLat, cells: number): LonLat[] | null => {
  const [west, south, east, north] = boundsOf(context.county.geometry)
  const step =
    Math.max(metresBetween([west, south], [east, south]), metresBetween([west, south], [west, north])) / cells
  const at = (i: number, j: number): [number, number] => shift(from, i * step, j * step)
  const key = (i: number, j: number): number => (i + 4096) * 8192 + (j + 4096)
  const came = new Map<number, number>([[key(0, 0), -1]])
  const queue: (readonly [number, number])[] = [[0, 0]]
  for (let head = 0; head < queue.length; head++) {
    const [i, j] = queue[head]!
    const here = at(i, j)
    if (metresBetween(here, to) < step * 1.6 && isOnLand(context, here, to))
      return [...trail(queue, came, key, head).map(([x, y]) => at(x, y)), to]
    for (const [di, dj] of AROUND) {
      const next = key(i + di, j + dj)
      if (came.has(next) || !isOnLand(context, here, at(i + di, j + dj))) continue
      came.set(next, head)
      queue.push([i + di, j + dj])
    }
  }
  return null
}

const trail = (
  queue: readonly (readonly [number, number])[],
  came: ReadonlyMap<number, number>,
  key: (i: number, j: number) => number,
  last: number,
): (readonly [number, number])[] => {
  const cells: (readonly [number, number])[] = []
  for (let at = last; at >= 0; at = came.get(key(...queue[at]!))!) cells.push(queue[at]!)
  return cells.reverse()
}

/**
 * A way from one place of the county to another, both ends among its points, that stays on its land; only where the land is
 * a neck too narrow for the finest lattice (about 100 m) does it run straight across.
 */
export const routeOnLand = (context: CountyContext, from: LonLat, to: LonLat): LonLat[] => {
  if (isOnLand(context, from, to)) return [from, to]
  for (const cells of LATTICES) {
    const way = search(context, from, to, cells)
    if (way) return straighten(context, way)
  }
  return [from, to]
}
