import { sortedCopy } from '#shared/kernel/language/lists.ts'
import { boundsOf, mercatorPx, type Bounds } from './clusters.ts'

interface Placed {
  readonly id: string
  readonly lon: number
  readonly lat: number
}

/** Where most points of a place lie close together. */
export interface Town {
  readonly ids: ReadonlySet<string>
  readonly bounds: Bounds
}

/** More than this share of the points in less than this share of the frame; fewer points need no picture of their own. */
const MOST = { pointShare: 0.6, frameShare: 0.1, leastPoints: 8 } as const
/** A point this near to the town belongs to it, a share of the frame's smaller side. */
const NEAR = 0.022

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}
type Spot = readonly [x: number, y: number]

const areaOf = ({ left, top, right, bottom }: Box): number => (right - left) * (bottom - top)
const within = ({ left, top, right, bottom }: Box, [x, y]: Spot): boolean =>
  x >= left && x <= right && y >= top && y <= bottom
const around = (spots: readonly Spot[], more = 0): Box => ({
  left: Math.min(...spots.map(([x]) => x)) - more,
  top: Math.min(...spots.map(([, y]) => y)) - more,
  right: Math.max(...spots.map(([x]) => x)) + more,
  bottom: Math.max(...spots.map(([, y]) => y)) + more,
})

/** The smallest box with `count` of the spots: for each strip between two of them, the shortest run of heights. */
const densest = (spots: readonly Spot[], count: number): Box | null => {
  const across = sortedCopy(spots, ([a], [b]) => a - b)
  let best: Box | null = null
  for (let first = 0; first + count <= across.length; first++)
    for (let last = first + count - 1; last < across.length; last++) {
      const [left, right] = [across[first]![0], across[last]![0]]
      const ys = across
        .slice(first, last + 1)
        .map(([, y]) => y)
        .sort((a, b) => a - b)
      for (let from = 0; from + count <= ys.length; from++) {
        const box = { left, right, top: ys[from]!, bottom: ys[from + count - 1]! }
        if (!best || areaOf(box) < areaOf(best)) best = box
      }
    }
  return best
}

/** Takes in what lies near, as long as the box stays small enough. */
const grown = (spots: readonly Spot[], from: Box, nearPx: number, mostPx2: number): Box => {
  let box = from
  for (;;) {
    const wide = {
      left: box.left - nearPx,
      top: box.top - nearPx,
      right: box.right + nearPx,
      bottom: box.bottom + nearPx,
    }
    const next = around(spots.filter((spot) => within(wide, spot)))
    const same = areaOf(next) === areaOf(box)
    if (same || areaOf(next) > mostPx2) return box
    box = next
  }
}

/** The town of a place seen at a zoom in a frame of this size, CSS pixels; null where its points do not crowd. */
export const townOf = (
  points: readonly Placed[],
  zoom: number,
  [width, height]: readonly [number, number],
): Town | null => {
  if (points.length < MOST.leastPoints) return null
  const spots = points.map(({ lon, lat }) => mercatorPx([lon, lat], zoom))
  const mostPx2 = width * height * MOST.frameShare
  const count = Math.floor(points.length * MOST.pointShare) + 1
  const least = densest(spots, count)
  if (!least || areaOf(least) > mostPx2) return null
  const box = grown(spots, least, Math.min(width, height) * NEAR, mostPx2)
  const inside = points.filter((_, i) => within(box, spots[i]!))
  return { ids: new Set(inside.map(({ id }) => id)), bounds: boundsOf(inside) }
}
