import type { LonLat } from '#shared/kernel/units.ts'
import { CLASSES } from '#shared/indices/indices.ts'
import type { ClassedPoint, Cluster } from '../../../projections/clusters.ts'
import { clustersOf } from '../../../projections/gather.ts'
import { placeLabels, type PlacedBox } from '../../../engines/labels/placement.ts'
import type { InsetView, Spot } from './insetView.ts'

/** A compound that stands for itself in the inset, or several as one disc. */
export interface InsetMark {
  readonly id: string
  readonly spot: Spot
  readonly radiusPx: number
  /** One of its own class alone, or the members of a disc. */
  readonly members: readonly string[]
  readonly disc: Cluster | null
  readonly klass: number
}

/** The town's compounds at the inset's zoom, in the order in which keys go through them: from the top, then from the left. */
export const insetMarks = (
  points: readonly ClassedPoint[],
  { zoom, at }: InsetView,
  heightPx: number,
): readonly InsetMark[] => {
  const { alone, clusters } = clustersOf(points, zoom, heightPx)
  const standing = new Set(alone)
  const dots = points
    .filter(({ id }) => standing.has(id))
    .map(({ id, lon, lat, klass, radiusPx }): InsetMark => {
      return { id, spot: at([lon, lat]), radiusPx, members: [id], disc: null, klass }
    })
  const discs = clusters.map((disc): InsetMark => {
    const { id, members, radiusPx } = disc
    return { id, spot: at(disc.at), radiusPx, members, disc, klass: -1 }
  })
  return [...dots, ...discs].sort((a, b) => a.spot[1] - b.spot[1] || a.spot[0] - b.spot[0])
}

/** Text in the inset. */
export interface InsetLabel {
  readonly id: string
  readonly text: string
  readonly detail: string
  readonly quiet: boolean
  readonly spot: Spot
}

export interface Named {
  readonly id: string
  readonly text: string
  readonly detail: string
  /** Of a street: over its place, where there is room. */
  readonly street?: LonLat
}

const LINE = 1.25
/** A Han character is as wide as the text is large, a Latin letter about half. */
const WIDTH = { han: 1.02, latin: 0.58 } as const
const widthOf = (text: string, textPx: number): number =>
  [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? WIDTH.han : WIDTH.latin), 0) * textPx

/** Compounds are named from this class on, and streets at most. */
const NAMED = { from: CLASSES - 1, most: 5, streets: 2 } as const

/** Which compounds the inset names: the lit one, and the gravest that stand for themselves. */
export const namedMarks = (marks: readonly InsetMark[], lit: string | null): readonly InsetMark[] => {
  const worst = marks
    .filter(({ disc, klass }) => !disc && klass >= NAMED.from - 1)
    .sort((a, b) => b.klass - a.klass)
    .slice(0, NAMED.most)
  const chosen = marks.filter(({ id }) => id === lit)
  return [...chosen, ...worst.filter(({ id }) => id !== lit)]
}

/** Names where they lie over no mark and no other name; the first come first. */
export const insetLabels = (
  marks: readonly InsetMark[],
  named: readonly Named[],
  view: InsetView,
  { width, height, textPx }: { readonly width: number; readonly height: number; readonly textPx: number },
): readonly InsetLabel[] => {
  const byId = new Map(marks.map((mark) => [mark.id, mark]))
  const wanted = named.map((name) => ({
    name,
    mark: byId.get(name.id),
    spot: name.street ? view.at(name.street) : byId.get(name.id)?.spot,
  }))
  const boxes: PlacedBox[] = wanted.map(({ name, mark, spot }, i) => ({
    x: spot?.[0] ?? -1e6,
    y: spot?.[1] ?? -1e6,
    width: Math.max(widthOf(name.text, textPx), widthOf(name.detail, textPx) * 0.8) + textPx * 0.5,
    height: (name.detail ? 2 : 1) * LINE * textPx,
    priority: 1000 - i,
    ...(mark ? { clearPx: mark.radiusPx + 2 } : {}),
  }))
  const unnamed = marks.filter(({ id }) => !named.some((name) => name.id === id))
  const obstacles = unnamed.map(({ spot: [x, y], radiusPx }): PlacedBox => ({
    x,
    y,
    width: 0,
    height: 0,
    priority: -1,
    clearPx: radiusPx + 2,
  }))
  let streets = 0
  return placeLabels([...boxes, ...obstacles], width, height).flatMap(({ index, dx, dy }) => {
    const one = wanted[index]
    if (!one?.spot || (one.name.street && ++streets > NAMED.streets)) return []
    const { id, text, detail, street } = one.name
    const spot = [one.spot[0] + dx, one.spot[1] + dy] as const
    return [{ id, text, detail, quiet: street !== undefined, spot }]
  })
}
