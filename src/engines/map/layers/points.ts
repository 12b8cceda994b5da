import { ScatterplotLayer } from '@deck.gl/layers'
import type { ClusterLayer, Column, PointLayer, Rgba } from '#shared/scene/layers.ts'
import { FilledDotLayer } from '../gpu/FilledLayers.ts'
import { FLAT, PICK_SUFFIX, rowOf, type DrawnLayer, type Stage } from './drawn.ts'

interface Rows {
  readonly length: number
}
/** What is lit is white; the accent is for what is selected. */
export const LIT: Rgba = [255, 255, 255, 255]
const ONE: Rows = { length: 1 }
const NONE: Rows = { length: 0 }

/** Dots of constant size on the screen; positions stay in 64 bits until they are projected. */
export const drawPoints = (stage: Stage): DrawnLayer<PointLayer> => {
  let ids: readonly string[] = []
  let rows: ReadonlyMap<string, number> = new Map()
  let data: Rows = NONE

  const adopt = (spec: PointLayer): void => {
    if (spec.ids !== ids) {
      ids = spec.ids
      rows = new Map(ids.map((id, row) => [id, row]))
    }
    if (data.length !== ids.length) data = { length: ids.length }
  }

  return {
    update: (spec) => {
      adopt(spec)
      const selected = rowOf(rows, spec.selected)
      const lit = rowOf(rows, spec.hovered ?? null)
      return [
        dots(spec, data, selected),
        ring(spec, lit === selected ? -1 : lit, { name: 'hovered', color: LIT, awayPx: 5 }),
        ring(spec, selected, { name: 'selected', color: stage.accent, awayPx: 3.5 }),
      ]
    },
    idAt: (row) => ids[row] ?? null,
  }
}

/** Where a row stands, lon and lat. */
export const placeAt =
  (positions: Column<Float64Array>) =>
  (row: number): [number, number] => [positions.values[row * 2] ?? 0, positions.values[row * 2 + 1] ?? 0]

const dots = (spec: PointLayer, data: Rows, selectedRow: number) => {
  const position = placeAt(spec.positions)
  return new FilledDotLayer<unknown>({
    id: `${spec.id}${PICK_SUFFIX}`,
    data: data as never,
    visible: spec.visible,
    pickable: spec.pickable,
    billboard: true,
    radiusUnits: 'pixels',
    getPosition: (_: unknown, { index }: { index: number }) => position(index),
    getRadius: (_: unknown, { index }: { index: number }) => spec.radii.values[index] ?? 0,
    updateTriggers: { getPosition: spec.positions.version, getRadius: spec.radii.version },
    fill: spec.fill,
    selectedRow,
    hoveredRow: -1,
    edged: spec.edged ?? false,
    parameters: FLAT,
  } as never)
}

interface Ring {
  readonly name: string
  readonly color: Stage['accent']
  /** From the rim of the dot. */
  readonly awayPx: number
}

/** A ring around one row; none where the row is below 0. */
export const ring = (spec: PointLayer | ClusterLayer, row: number, { name, color, awayPx }: Ring) => {
  const position = placeAt(spec.positions)
  return new ScatterplotLayer<unknown>({
    id: `${spec.id}/${name}`,
    data: (row < 0 ? NONE : ONE) as never,
    visible: spec.visible,
    billboard: true,
    filled: false,
    stroked: true,
    radiusUnits: 'pixels',
    lineWidthUnits: 'pixels',
    getPosition: () => position(row),
    getRadius: () => (spec.radii.values[row] ?? 0) + awayPx,
    getLineWidth: 2,
    getLineColor: color as never,
    updateTriggers: { getPosition: [row, spec.positions.version], getRadius: [row, spec.radii.version] },
    parameters: FLAT,
  })
}
