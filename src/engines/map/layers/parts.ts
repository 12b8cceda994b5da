import type { Polygon } from '#shared/scene/layers.ts'
import type { LonLat } from '#shared/kernel/units.ts'

/** One outer ring with its holes; deck.gl takes the row that a pick and a fill mean from `__source`. */
export interface Part {
  readonly __source: { readonly index: number }
  readonly rings: readonly (readonly LonLat[])[]
}

export interface PartedPolygons {
  readonly polygons: readonly Polygon[]
  readonly parts: readonly Part[]
  readonly rows: ReadonlyMap<string, number>
}

/** Polygons of several parts, taken apart for a layer that draws one part a row. */
export const partsOf = (polygons: readonly Polygon[]): PartedPolygons => ({
  polygons,
  parts: polygons.flatMap(({ parts }, index) => parts.map((rings) => ({ __source: { index }, rings }))),
  rows: new Map(polygons.map(({ id }, row) => [id, row])),
})
