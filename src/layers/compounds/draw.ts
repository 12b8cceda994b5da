import { measuresFromArray } from '#shared/indices/measures.ts'
import type { CompoundRow } from '#shared/protocol/http.ts'
import type { Column, LayerSpec, PointLayer, Rgba } from '#shared/scene/layers.ts'
import type { SceneInput } from '../../projections/input.ts'
import { fade, fillColumn, floatColumn, hashText } from '../../projections/parts/columns.ts'
import { openDepth } from '../../projections/regions.ts'
import { markText, rowColor, valueOf } from '../../projections/values.ts'
import type { Names } from '../layer.ts'

/** Dots grow with the square root of their rooms, between these radii in units of the text size. */
const DOT = { smallest: 0.3, largest: 1, atRooms: 600 } as const

const positionsKept = new WeakMap<readonly CompoundRow[], Column<Float64Array>>()
const positionsOf = (rows: readonly CompoundRow[]): Column<Float64Array> => {
  const made = positionsKept.get(rows) ?? {
    values: Float64Array.from(rows.flatMap((row) => [row.lon, row.lat])),
    version: hashText(rows.map((row) => `${row.id}${row.lon}${row.lat}`).join()),
  }
  positionsKept.set(rows, made)
  return made
}

const dotRadius = (row: CompoundRow, textPx: number): number => {
  const rooms = measuresFromArray(row.measures).rooms
  return textPx * (DOT.smallest + (DOT.largest - DOT.smallest) * Math.min(Math.sqrt(rooms / DOT.atRooms), 1))
}

const dots = (input: SceneInput, rows: readonly CompoundRow[], small: boolean): PointLayer => ({
  id: 'compounds',
  kind: 'points',
  visible: true,
  pickable: !small,
  ids: rows.map((row) => row.id),
  positions: positionsOf(rows),
  fill: fillColumn(rows, (row) => rowColor(row, input)),
  radii: floatColumn(rows, (row) => dotRadius(row, input.textPx) * (small ? 0.5 : 1)),
  selected: input.compound?.id ?? null,
  hovered: input.hovered?.layer === 'compounds' ? input.hovered.id : null,
})

const RING: Rgba = [214, 228, 244, 235]

/** A pale ring under each dot, so that a quiet class still shows on its county. */
const halo = (of: PointLayer, rows: readonly CompoundRow[], input: SceneInput): PointLayer => ({
  ...of,
  id: 'compound-rings',
  pickable: false,
  fill: fillColumn(rows, (row) => (valueOf(row, input) === null ? fade(RING, 0.25) : RING)),
  radii: floatColumn([...of.radii.values], (radius) => radius + input.textPx * 0.3),
  selected: null,
  hovered: null,
})

/** An index that no compound has (vehicles belong to units) is not said to be missing under every name. */
export const compoundNames = (input: SceneInput): Names => {
  const rows = rowsOf(input)
  if (openDepth(input) !== 2) return []
  const known = rows.some((row) => valueOf(row, input) !== null)
  return rows.map((row) => ({
    id: row.id,
    at: [row.lon, row.lat] as const,
    clearPx: dotRadius(row, input.textPx) + input.textPx * 0.4,
    text: row.name,
    ...(known ? { detail: markText(row, input) } : {}),
    priority: measuresFromArray(row.measures).rooms,
    emphasis: false,
  }))
}

/** The compounds of the open city or county; none where another place is open. */
const rowsOf = (input: SceneInput): readonly CompoundRow[] => {
  const depth = openDepth(input)
  return input.compound === null && (depth === 1 || depth === 2) ? (input.compounds ?? []) : []
}

/** Compounds of the open city (small) or county, coloured by the index. */
export const compoundLayers = (input: SceneInput): readonly LayerSpec[] => {
  const rows = rowsOf(input)
  if (rows.length === 0) return []
  const drawn = dots(input, rows, openDepth(input) === 1)
  return [halo(drawn, rows, input), drawn]
}
