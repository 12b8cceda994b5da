import { classOf } from '#shared/indices/indices.ts'
import { measuresFromArray } from '#shared/indices/measures.ts'
import { lately } from '#shared/kernel/language/lately.ts'
import type { CompoundRow } from '#shared/protocol/http.ts'
import type { ClusterFace, ClusterLayer, Column, LayerSpec, PointLayer } from '#shared/scene/layers.ts'
import type { Cluster } from '../../projections/clusters.ts'
import type { SceneInput } from '../../projections/input.ts'
import { fillColumn, floatColumn, hashText } from '../../projections/parts/columns.ts'
import { openDepth } from '../../projections/regions.ts'
import { markText, rowColor, valueOf } from '../../projections/values.ts'
import { NO_DATA_HEX, rgba, shownHex } from '../../theme/ramps.ts'
import type { Names } from '../layer.ts'
import { compoundMarks, compoundRows, dotRadius } from './marks.ts'

/** Between a dot and its name, in units of the text size. */
const NAME_AWAY = 0.25
/** Of names: a graver class stands before any number of rooms. */
const BY_CLASS = 1e6

const positionsKept = new Map<string, Column<Float64Array>>()
/** The same column for the same places, so that an engine sees that none moved. */
const positionsOf = (at: readonly (readonly [number, number])[], kept: string): Column<Float64Array> => {
  const values = Float64Array.from(at.flat())
  const version = hashText(values.join())
  const before = positionsKept.get(kept)
  if (before?.version === version && before.values.length === values.length) return before
  const column = { values, version }
  positionsKept.set(kept, column)
  return column
}

/** What of the dots does not tell what is lit or chosen; their data stays the very same while a pointer passes. */
type Look = Pick<SceneInput, 'view' | 'index' | 'basis' | 'coal' | 'only' | 'textPx' | 'figures'>
const dotData = lately(
  (reads: Look & { readonly rows: readonly CompoundRow[]; readonly alone: readonly string[] }) => {
    const standing = new Set(reads.alone)
    const rows = reads.rows.filter(({ id }) => standing.has(id))
    return {
      ids: rows.map((row) => row.id),
      positions: positionsOf(
        rows.map((row) => [row.lon, row.lat]),
        'dots',
      ),
      fill: fillColumn(rows, (row) => rowColor(row, reads)),
      radii: floatColumn(rows, (row) => dotRadius(row, reads)),
    }
  },
)

const dots = (input: SceneInput, rows: readonly CompoundRow[], alone: readonly string[]): PointLayer => {
  const { view, index, basis, coal, only, textPx, figures } = input
  return {
    id: 'compounds',
    kind: 'points',
    visible: true,
    pickable: openDepth(input) === 2,
    ...dotData({ rows, alone, view, index, basis, coal, only, textPx, figures }),
    selected: input.compound?.id ?? null,
    hovered: input.hovered?.layer === 'compounds' ? input.hovered.id : null,
    edged: true,
  }
}

/** Arcs from good to grave, so that the worst ends at the top; what tells nothing comes first. */
export const faceOf = (
  { counts, noData, members }: Cluster,
  { index, only }: Pick<SceneInput, 'index' | 'only'>,
): ClusterFace => ({
  count: members.length,
  arcs: [
    { count: noData, color: rgba(NO_DATA_HEX) },
    ...counts.map((count, klass) => ({ count, color: rgba(shownHex(index, klass, only ?? null)) })),
  ].filter(({ count }) => count > 0),
})

const discData = lately((reads: Pick<Look, 'index' | 'only'> & { readonly clusters: readonly Cluster[] }) => {
  const faces = reads.clusters.map((cluster) => faceOf(cluster, reads))
  return {
    ids: reads.clusters.map(({ id }) => id),
    positions: positionsOf(
      reads.clusters.map(({ at }) => at),
      'discs',
    ),
    radii: floatColumn(reads.clusters, ({ radiusPx }) => radiusPx),
    faces: { values: faces, version: hashText(JSON.stringify(faces)) },
  }
})

const discs = (input: SceneInput, clusters: readonly Cluster[]): ClusterLayer => {
  const { index, only, hovered: lit } = input
  const holds = ({ id, members }: Cluster): boolean =>
    (lit?.layer === 'compounds' && members.includes(lit.id)) ||
    (lit?.layer === 'compound-clusters' && lit.id === id)
  return {
    id: 'compound-clusters',
    kind: 'clusters',
    visible: true,
    pickable: true,
    ...discData({ clusters, index, only }),
    selected: null,
    hovered: clusters.find(holds)?.id ?? null,
  }
}

/** An index that no compound has (vehicles belong to units) is not said to be missing under every name. */
export const compoundNames = (input: SceneInput): Names => {
  if (openDepth(input) !== 2) return []
  const rows = compoundRows(input)
  const known = rows.some((row) => valueOf(row, input) !== null)
  const alone = new Set(compoundMarks(input).alone)
  return rows
    .filter(({ id }) => alone.has(id))
    .map((row) => ({
      id: row.id,
      at: [row.lon, row.lat] as const,
      clearPx: dotRadius(row, input) + input.textPx * NAME_AWAY,
      text: row.name,
      ...(known ? { detail: markText(row, input) } : {}),
      priority:
        (classOf(input.index, valueOf(row, input)) + 1) * BY_CLASS + measuresFromArray(row.measures).rooms,
      emphasis: false,
    }))
}

/** Compounds of the open city (small) or county, coloured by the index; over a county those that lie too near are one disc. */
export const compoundLayers = (input: SceneInput): readonly LayerSpec[] => {
  const rows = compoundRows(input)
  if (rows.length === 0) return []
  const { alone, clusters } = compoundMarks(input)
  return [dots(input, rows, alone), ...(clusters.length > 0 ? [discs(input, clusters)] : [])]
}
