import { measuresFromArray } from '#shared/indices/measures.ts'
import { depthOf } from '#shared/region/place.ts'
import type { ChildPlace, CompoundRow } from '#shared/protocol/http.ts'
import type {
  Column,
  ExtrusionLayer,
  LabelLayer,
  LayerSpec,
  PointLayer,
  PolygonLayer,
  Rgba,
} from '#shared/scene/layers.ts'
import { BORDER_STRONG, LAND_HEX } from '../../theme/palette.ts'
import { rgba } from '../../theme/ramps.ts'
import { fade, fillColumn, floatColumn, hashText } from './columns.ts'
import type { SceneInput } from '../input.ts'
import { rowColor, valueOf, valueText } from '../values.ts'

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
})

const dotLabels = (input: SceneInput, rows: readonly CompoundRow[]): LabelLayer => {
  /** An index that no compound has (vehicles belong to units) is not said to be missing under every name. */
  const known = rows.some((row) => valueOf(row, input) !== null)
  const made = rows.map((row) => ({
    id: row.id,
    at: [row.lon, row.lat] as const,
    belowPx: dotRadius(row, input.textPx) + input.textPx * 1.25,
    text: row.name,
    ...(known ? { detail: valueText(row, input) } : {}),
    priority: measuresFromArray(row.measures).rooms,
    emphasis: false,
  }))
  return {
    id: 'labels',
    kind: 'labels',
    visible: true,
    pickable: false,
    version: hashText(JSON.stringify(made)),
    labels: made,
    sizePx: input.textPx,
  }
}

/** Compounds of the open city (small) or county, coloured by the index. */
export const compoundLayers = (input: SceneInput): readonly LayerSpec[] => {
  const depth = input.view ? depthOf(input.view.kind) : 0
  if (!input.layers.includes('compounds') || !input.compounds || (depth !== 1 && depth !== 2)) return []
  const drawn = dots(input, input.compounds, depth === 1)
  const layers: LayerSpec[] = [halo(drawn, input.compounds, input), drawn]
  if (depth === 2 && input.layers.includes('labels')) layers.push(dotLabels(input, input.compounds))
  return layers
}

type Built = ChildPlace & { readonly outline: NonNullable<ChildPlace['outline']> }
const isBuilt = (child: ChildPlace): child is Built => child.kind === 'building' && child.outline !== null

const middle = (ring: readonly (readonly [number, number])[]): readonly [number, number] => {
  const sum = ring.reduce(([x, y], point) => [x + point[0], y + point[1]] as [number, number], [0, 0] as [
    number,
    number,
  ])
  return [sum[0] / ring.length, sum[1] / ring.length]
}

const extrusions = (input: SceneInput, buildings: readonly Built[]): ExtrusionLayer => ({
  id: 'buildings',
  kind: 'extrusions',
  visible: true,
  pickable: true,
  polygons: buildings.map((child) => ({ id: child.id, parts: [[child.outline]] })),
  geometryVersion: hashText(
    buildings.map((child) => `${child.id}${child.height ?? 0}${child.outline.length}`).join(),
  ),
  heights: floatColumn(buildings, (child) => child.height ?? 0),
  fill: fillColumn(buildings, (child) => rowColor(child, input)),
  selected:
    input.view && input.view.kind !== 'compound'
      ? (input.view.path.find((step) => step.kind === 'building')?.id ?? null)
      : null,
  hovered: input.hovered?.layer === 'buildings' ? input.hovered.id : null,
})

const buildingLabels = (input: SceneInput, buildings: readonly Built[]): LabelLayer => {
  const made = buildings.map((child) => ({
    id: child.id,
    at: middle(child.outline),
    height: child.height ?? 0,
    text: child.name,
    detail: valueText(child, input),
    priority: child.height ?? 0,
    emphasis: false,
  }))
  return {
    id: 'labels',
    kind: 'labels',
    visible: true,
    pickable: false,
    version: hashText(JSON.stringify(made)),
    labels: made,
    sizePx: input.textPx,
  }
}

const boundary = (input: SceneInput): PolygonLayer | null => {
  const { compound, compoundOutline } = input
  if (!compound || !compoundOutline || compoundOutline.length < 3) return null
  return {
    id: 'compound-outlines',
    kind: 'polygons',
    visible: true,
    pickable: false,
    polygons: [{ id: compound.id, parts: [[compoundOutline]] }],
    geometryVersion: hashText(compound.id),
    fill: fillColumn([compound], () => rgba(LAND_HEX.under)),
    line: BORDER_STRONG,
    lineWidthPx: 1.5,
    selected: null,
    hovered: null,
  }
}

/** The compound's boundary, its buildings raised to their height and coloured, their names. */
export const buildingLayers = (input: SceneInput): readonly LayerSpec[] => {
  const buildings = input.compound?.children.filter(isBuilt) ?? []
  if (!input.layers.includes('buildings') || input.engine === 'interior' || buildings.length === 0) return []
  const outline = boundary(input)
  const base: LayerSpec[] = outline ? [outline, extrusions(input, buildings)] : [extrusions(input, buildings)]
  return input.layers.includes('labels') ? [...base, buildingLabels(input, buildings)] : base
}
