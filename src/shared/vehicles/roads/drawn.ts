import type { Degrees, LonLat } from '../../kernel/units.ts'
import type { RoadClass } from './limits.ts'

/** 干线, 主干路, 街巷: how a map tells roads apart. */
export const DRAWN_CLASSES = ['trunk', 'main', 'street'] as const
export type DrawnClass = (typeof DRAWN_CLASSES)[number]

export const DRAWN_AS: Readonly<Record<RoadClass, DrawnClass>> = {
  expressway: 'trunk',
  'urban-expressway': 'trunk',
  highway: 'trunk',
  main: 'main',
  side: 'street',
  lane: 'street',
}

interface Detail {
  readonly classes: readonly DrawnClass[]
  /** A point that lies off the line by less goes. */
  readonly within: Degrees
  /** A road that is less in both directions is not seen. */
  readonly least: Degrees
  readonly digits: number
}
/** What is seen of roads from how near, each named by the least of the classes that it shows. */
export const DETAILS: Readonly<Record<DrawnClass, Detail>> = {
  trunk: { classes: ['trunk'], within: 0.002, least: 0.01, digits: 3 },
  main: { classes: ['trunk', 'main'], within: 0.0004, least: 0.002, digits: 4 },
  street: { classes: DRAWN_CLASSES, within: 0.00003, least: 0, digits: 5 },
}

/** How far a point lies from the line between two others. */
const offLine = ([x, y]: LonLat, [ax, ay]: LonLat, [bx, by]: LonLat): Degrees => {
  const [dx, dy] = [bx - ax, by - ay]
  const square = dx * dx + dy * dy
  const along = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / square))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}

/** Douglas–Peucker: the fewest corners that keep a line within `within` of what it was. Ends stay. */
const thinned = (path: readonly LonLat[], within: Degrees): readonly LonLat[] => {
  const keep = new Set([0, path.length - 1])
  const open: [number, number][] = [[0, path.length - 1]]
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span
    let [far, most] = [from, within]
    for (let i = from + 1; i < to; i++) {
      const off = offLine(path[i]!, path[from]!, path[to]!)
      if (off > most) [far, most] = [i, off]
    }
    if (far === from) continue
    keep.add(far)
    open.push([from, far], [far, to])
  }
  return path.filter((_, i) => keep.has(i))
}

/** A road's line as a detail shows it; null where it is too small to be seen. */
export const pathAt = (
  path: readonly LonLat[],
  { within, least, digits }: Detail,
): [number, number][] | null => {
  const extent = (axis: 0 | 1): number => {
    const all = path.map((point) => point[axis])
    return Math.max(...all) - Math.min(...all)
  }
  if (Math.max(extent(0), extent(1)) < least) return null
  const factor = 10 ** digits
  const round = (degrees: number): number => Math.round(degrees * factor) / factor
  return thinned(path, within).map(([lon, lat]) => [round(lon), round(lat)])
}
