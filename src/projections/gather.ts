import Supercluster from 'supercluster'
import { sortedCopy } from '#shared/kernel/language/lists.ts'
import {
  AT_HEIGHT,
  DISC_PX,
  discRadius,
  gathered,
  mean,
  mercatorPx,
  TILE_PX,
  type ClassedPoint,
  type Clustered,
} from './clusters.ts'

/** One or more points that stand at one place. */
interface Mark {
  readonly rows: readonly number[]
  /** CSS pixels from the earth's corner. */
  readonly at: readonly [number, number]
  readonly radiusPx: number
}

/** Points within `apartPx` of each other, by supercluster at one level: the camera's own zoom, not a whole one. */
const near = (points: readonly ClassedPoint[], zoom: number, apartPx: number): readonly number[][] => {
  const index = new Supercluster<{ row: number }>({
    minZoom: 0,
    maxZoom: 0,
    radius: apartPx / 2 ** zoom,
    extent: TILE_PX,
  })
  index.load(
    points.map(({ lon, lat }, row) => ({
      type: 'Feature' as const,
      properties: { row },
      geometry: { type: 'Point' as const, coordinates: [lon, lat] },
    })),
  )
  return index
    .getClusters([-180, -90, 180, 90], 0)
    .map(({ properties }) =>
      'cluster_id' in properties
        ? index.getLeaves(properties.cluster_id, Infinity).map((leaf) => leaf.properties.row)
        : [properties.row],
    )
}

/** Discs that would lie over a neighbour take it in, the nearest first, until none does. */
const settled = (
  marks: readonly Mark[],
  join: (a: Mark, b: Mark) => Mark,
  gapPx: number,
): readonly Mark[] => {
  let all = marks
  for (;;) {
    const hit = overlapOf(all, gapPx)
    if (!hit) return all
    const [a, b] = hit
    all = [...all.filter((mark) => mark !== a && mark !== b), join(a, b)]
  }
}

const overlapOf = (marks: readonly Mark[], gapPx: number): readonly [Mark, Mark] | null => {
  let nearest: { readonly pair: readonly [Mark, Mark]; readonly between: number } | null = null
  for (const [i, a] of marks.entries())
    for (const b of marks.slice(i + 1)) {
      if (a.rows.length === 1 && b.rows.length === 1) continue
      const between = Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1]) - a.radiusPx - b.radiusPx
      if (between < gapPx && between < (nearest?.between ?? Infinity)) nearest = { pair: [a, b], between }
    }
  return nearest?.pair ?? null
}

/** Points as what they are to be drawn: by the distance that they have on the screen at this zoom, in a picture of this height. */
export const clustersOf = (points: readonly ClassedPoint[], zoom: number, heightPx: number): Clustered => {
  const scale = heightPx / AT_HEIGHT
  const at = points.map(({ lon, lat }) => mercatorPx([lon, lat], zoom))
  const markOf = (rows: readonly number[]): Mark => ({
    rows,
    at: [mean(rows.map((row) => at[row]![0])), mean(rows.map((row) => at[row]![1]))],
    radiusPx: rows.length > 1 ? discRadius(rows.length, scale) : points[rows[0]!]!.radiusPx,
  })
  const join = (a: Mark, b: Mark): Mark => markOf([...a.rows, ...b.rows])
  const marks = settled(near(points, zoom, DISC_PX.apart * scale).map(markOf), join, DISC_PX.gap * scale)
  const alone = marks.filter(({ rows }) => rows.length === 1).flatMap(({ rows }) => rows)
  return {
    alone: alone.sort((a, b) => a - b).map((row) => points[row]!.id),
    clusters: marks
      .filter(({ rows }) => rows.length > 1)
      .map(({ rows }) =>
        gathered(
          sortedCopy(rows, (a, b) => a - b).map((row) => points[row]!),
          scale,
        ),
      )
      .sort((a, b) => b.members.length - a.members.length || (a.id < b.id ? -1 : 1)),
  }
}
