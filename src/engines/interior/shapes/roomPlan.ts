import type { LocalXY } from '#shared/kernel/units.ts'
import { insideRing, inward, signedArea, type Ring } from './rings.ts'

const DOOR_M = 1
/** How far outside a wall the corridor is looked for. */
const DOOR_REACH_M = 0.45

/** Where a wall opens: a stretch of an edge of the room, as shares of its length. */
export interface Door {
  readonly edge: number
  readonly from: number
  readonly to: number
}

/** From the window side, depth 0, to the door side, depth 1: along this a room is measured against its limit. */
export interface Depth {
  readonly from: LocalXY
  /** Unit vector from the window side to the door side. */
  readonly towards: LocalXY
  readonly lengthM: number
}

/** The middle of the longest edge along a corridor; null for a room that touches none. */
export const doorOf = (ring: Ring, corridors: readonly Ring[]): Door | null => {
  let best: (Door & { length: number }) | null = null
  ring.forEach((a, edge) => {
    const b = ring[(edge + 1) % ring.length]!
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    if (length < DOOR_M * 1.6 || (best && length <= best.length)) return
    const [nx, ny] = inward(a, b)
    const at: LocalXY = [(a[0] + b[0]) / 2 - nx * DOOR_REACH_M, (a[1] + b[1]) / 2 - ny * DOOR_REACH_M]
    if (!corridors.some((corridor) => insideRing(corridor, at[0], at[1]))) return
    const half = DOOR_M / 2 / length
    best = { edge, from: 0.5 - half, to: 0.5 + half, length }
  })
  return best
}

const longestEdge = (ring: Ring): number => {
  const lengthOf = (i: number): number => {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!]
    return Math.hypot(b[0] - a[0], b[1] - a[1])
  }
  return ring.reduce((best, _, i) => (lengthOf(i) > lengthOf(best) ? i : best), 0)
}

/** Square to the wall with the door; to the longest wall where there is no door. */
export const depthOf = (ring: Ring, door: Door | null): Depth => {
  const edge = door?.edge ?? longestEdge(ring)
  const [a, b] = [ring[edge]!, ring[(edge + 1) % ring.length]!]
  const [nx, ny] = inward(a, b)
  const lengthM = Math.max(0.1, ...ring.map((p) => (p[0] - a[0]) * nx + (p[1] - a[1]) * ny))
  return { from: [a[0] + nx * lengthM, a[1] + ny * lengthM], towards: [-nx, -ny], lengthM }
}

/** Depth, 0–1, of a point of the room. */
export const depthAt = ({ from, towards, lengthM }: Depth, [x, y]: LocalXY): number =>
  ((x - from[0]) * towards[0] + (y - from[1]) * towards[1]) / lengthM

/** The part of a ring that is no deeper than this. */
const upTo = (ring: Ring, depth: Depth, most: number): Ring => {
  const kept: LocalXY[] = []
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const [ta, tb] = [depthAt(depth, a) - most, depthAt(depth, b) - most]
    if (ta <= 0) kept.push(a)
    if (ta < 0 !== tb < 0 && ta !== tb) {
      const k = ta / (ta - tb)
      kept.push([a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k])
    }
  })
  return kept
}

/** How deep the share of a room's area reaches that lies nearest to its windows, 0–1. */
export const depthOfShare = (ring: Ring, depth: Depth, share: number): number => {
  if (share >= 1) return 1
  const wanted = signedArea(ring) * Math.max(0, share)
  let [low, high] = [0, 1]
  for (let round = 0; round < 24; round++) {
    const middle = (low + high) / 2
    if (signedArea(upTo(ring, depth, middle)) < wanted) low = middle
    else high = middle
  }
  return (low + high) / 2
}
