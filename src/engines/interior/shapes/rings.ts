import type { LocalXY } from '#shared/kernel/units.ts'
import { reversedCopy } from '#shared/kernel/language/lists.ts'

/** Pure plane geometry on the building's own frame, metres. */
export type Ring = readonly LocalXY[]
export interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

export const signedArea = (ring: Ring): number => {
  let sum = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[j]!, ring[i]!]
    sum += a[0] * b[1] - b[0] * a[1]
  }
  return sum / 2
}

/** Counter-clockwise, without a repeated last point or points on top of each other. */
export const cleanRing = (ring: Ring): Ring => {
  const points = ring.filter((p, i) => {
    const next = ring[(i + 1) % ring.length]!
    return Math.hypot(p[0] - next[0], p[1] - next[1]) > 1e-4
  })
  return signedArea(points) < 0 ? reversedCopy(points) : points
}

/**
 * Moves every edge of a counter-clockwise ring inward by `distance` metres, mitred. null where the ring is too narrow:
 * the caller then draws it without the inset.
 */
export const insetRing = (ring: Ring, distance: number): Ring | null => {
  const area = signedArea(ring)
  const inset = ring.map((_, i) => mitre(ring, i, distance))
  const left = signedArea(inset)
  if (!(left > 0) || left > area) return null
  return keepsDirections(ring, inset) ? inset : null
}

const mitre = (ring: Ring, i: number, distance: number): LocalXY => {
  const n = ring.length
  const [p, at, q] = [ring[(i + n - 1) % n]!, ring[i]!, ring[(i + 1) % n]!]
  const [ax, ay] = inward(p, at)
  const [bx, by] = inward(at, q)
  const scale = distance / Math.max(0.25, 1 + ax * bx + ay * by)
  return [at[0] + (ax + bx) * scale, at[1] + (ay + by) * scale]
}

/** Unit normal to the left of an edge: inward for a counter-clockwise ring. */
export const inward = (a: LocalXY, b: LocalXY): LocalXY => {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1
  return [-(b[1] - a[1]) / length, (b[0] - a[0]) / length]
}

const keepsDirections = (ring: Ring, inset: Ring): boolean =>
  ring.every((a, i) => {
    const j = (i + 1) % ring.length
    const [b, c, d] = [ring[j]!, inset[i]!, inset[j]!]
    return (b[0] - a[0]) * (d[0] - c[0]) + (b[1] - a[1]) * (d[1] - c[1]) > 0
  })

export const insideRing = (ring: Ring, x: number, y: number): boolean => {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[i]!, ring[j]!]
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  }
  return inside
}

export const boxOf = (rings: readonly Ring[]): Box => {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }
  for (const ring of rings)
    for (const [x, y] of ring) {
      box.minX = Math.min(box.minX, x)
      box.minY = Math.min(box.minY, y)
      box.maxX = Math.max(box.maxX, x)
      box.maxY = Math.max(box.maxY, y)
    }
  return box
}

/** A point well inside: the centroid, or the middle of the widest stretch across it where the ring bends around it. */
export const anchorOf = (ring: Ring): LocalXY => {
  const area = signedArea(ring)
  let [x, y] = [0, 0]
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[j]!, ring[i]!]
    const cross = a[0] * b[1] - b[0] * a[1]
    x += (a[0] + b[0]) * cross
    y += (a[1] + b[1]) * cross
  }
  const centroid: LocalXY = area === 0 ? ring[0]! : [x / (6 * area), y / (6 * area)]
  return insideRing(ring, centroid[0], centroid[1]) ? centroid : widestAt(ring, centroid)
}

const widestAt = (ring: Ring, near: LocalXY): LocalXY => {
  const box = boxOf([ring])
  let best: { at: LocalXY; width: number } = { at: near, width: 0 }
  for (let step = 1; step < 8; step++) {
    const y = box.minY + ((box.maxY - box.minY) * step) / 8
    const cuts = crossings(ring, y)
    for (let k = 0; k + 1 < cuts.length; k += 2) {
      const width = cuts[k + 1]! - cuts[k]!
      if (width > best.width) best = { at: [(cuts[k]! + cuts[k + 1]!) / 2, y], width }
    }
  }
  return best.at
}

const crossings = (ring: Ring, y: number): number[] => {
  const cuts: number[] = []
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[i]!, ring[j]!]
    if (a[1] > y !== b[1] > y) cuts.push(((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0])
  }
  return cuts.sort((a, b) => a - b)
}
