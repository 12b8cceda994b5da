import type { Polygon } from '#shared/scene/layers.ts'
import type { LonLat } from '#shared/kernel/units.ts'

export interface Borders {
  /** Edges between two polygons, each once. */
  readonly inner: readonly (readonly LonLat[])[]
  /** Edges with a polygon on one side only. */
  readonly outer: readonly (readonly LonLat[])[]
  /** The polygons fit together like counties, rather than lying apart like compounds. */
  readonly isCoverage: boolean
}

const COVERAGE_SHARE = 0.15

/** Sorts the edges of polygons that share their vertices exactly, so that a common border is drawn once and the outline apart. */
export const bordersOf = (polygons: readonly Polygon[]): Borders => {
  const uses = new Map<string, number>()
  const rings = polygons.flatMap(({ parts }) => parts.flat())
  for (const ring of rings) eachEdge(ring, (key) => uses.set(key, (uses.get(key) ?? 0) + 1))
  const seen = new Set<string>()
  const inner: LonLat[][] = []
  const outer: LonLat[][] = []
  for (const ring of rings) splitRing(ring, uses, seen, inner, outer)
  const shared = [...uses.values()].filter((count) => count > 1).length
  return { inner, outer, isCoverage: shared > uses.size * COVERAGE_SHARE }
}

const edgeKey = (a: LonLat, b: LonLat): string =>
  a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])
    ? `${a[0]},${a[1]},${b[0]},${b[1]}`
    : `${b[0]},${b[1]},${a[0]},${a[1]}`

const eachEdge = (ring: readonly LonLat[], visit: (key: string, from: LonLat, to: LonLat) => void): void => {
  for (let i = 0; i < ring.length; i++) {
    const from = ring[i] as LonLat
    const to = ring[(i + 1) % ring.length] as LonLat
    if (from[0] !== to[0] || from[1] !== to[1]) visit(edgeKey(from, to), from, to)
  }
}

const splitRing = (
  ring: readonly LonLat[],
  uses: ReadonlyMap<string, number>,
  seen: Set<string>,
  inner: LonLat[][],
  outer: LonLat[][],
): void => {
  let path: LonLat[] = []
  let target: LonLat[][] | null = null
  eachEdge(ring, (key, from, to) => {
    const wanted = seen.has(key) ? null : (uses.get(key) ?? 0) > 1 ? inner : outer
    seen.add(key)
    if (wanted !== target || !wanted) {
      if (target && path.length > 1) target.push(path)
      path = [from]
      target = wanted
    }
    path.push(to)
  })
  if (target && path.length > 1) (target as LonLat[][]).push(path)
}
