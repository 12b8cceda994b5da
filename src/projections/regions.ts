import { depthOf } from '#shared/region/place.ts'
import type { RegionRow } from '#shared/protocol/http.ts'
import type { LabelLayer, LayerSpec, Polygon, PolygonLayer, Rgba } from '#shared/scene/layers.ts'
import { BORDER, BORDER_STRONG } from '../theme/palette.ts'
import { fade, fillColumn, hashText } from './columns.ts'
import type { SceneInput } from './input.ts'
import { rowColor, valueText } from './values.ts'

const NOTHING: Rgba = [0, 0, 0, 0]
const OUTSIDE = 0.22
const GROUND_UNDER_DOTS = 0.4
const GROUND_UNDER_BUILDINGS = 0.12

const polygons = new WeakMap<readonly RegionRow[], Map<string, readonly Polygon[]>>()

/** The same array for the same regions, so that an engine sees at once that no border moved. */
const polygonsOf = (regions: readonly RegionRow[], kind: RegionRow['kind']): readonly Polygon[] => {
  const known = polygons.get(regions) ?? new Map<string, readonly Polygon[]>()
  polygons.set(regions, known)
  const made = known.get(kind) ?? regions.filter((region) => region.kind === kind).map((region) => ({ id: region.id, parts: region.geometry }))
  known.set(kind, made)
  return made
}

/** The ids of the open region and all regions below it. */
export const regionsWithin = (regions: readonly RegionRow[], root: string): ReadonlySet<string> => {
  const inside = new Set([root])
  for (const region of regions) if (region.parent !== null && inside.has(region.parent)) inside.add(region.id)
  return inside
}

/** The region that the open place is or lies in. */
export const openRegion = (input: Pick<SceneInput, 'view' | 'regions'>): string => {
  const path = input.view?.path ?? []
  const region = path.filter((step) => depthOf(step.kind) <= 2).at(-1)
  return region?.id ?? input.regions[0]?.id ?? ''
}

const countyColour = (input: SceneInput, inside: ReadonlySet<string>): ((region: RegionRow) => Rgba) => {
  const depth = input.view ? depthOf(input.view.kind) : 0
  const within = depth <= 1 ? 1 : depth === 2 ? GROUND_UNDER_DOTS : GROUND_UNDER_BUILDINGS
  return (region) => {
    const share = inside.has(region.id) ? within : OUTSIDE * within
    return fade(rowColor(region, input), share)
  }
}

const counties = (input: SceneInput): PolygonLayer => {
  const rows = input.regions.filter((region) => region.kind === 'county')
  const inside = regionsWithin(input.regions, openRegion(input))
  return {
    id: 'regions',
    kind: 'polygons',
    visible: true,
    pickable: true,
    polygons: polygonsOf(input.regions, 'county'),
    geometryVersion: input.geometry,
    fill: fillColumn(rows, countyColour(input, inside)),
    line: BORDER,
    lineWidthPx: 1,
    selected: input.view?.kind === 'county' ? input.view.id : null,
    hovered: input.hovered?.layer === 'regions' ? input.hovered.id : null,
  }
}

const cityLines = (input: SceneInput): PolygonLayer => {
  const shapes = polygonsOf(input.regions, 'city')
  return {
    id: 'city-lines',
    kind: 'polygons',
    visible: true,
    pickable: false,
    polygons: shapes,
    geometryVersion: input.geometry,
    fill: fillColumn(shapes, () => NOTHING),
    line: BORDER_STRONG,
    lineWidthPx: 1.6,
    selected: input.view?.kind === 'city' ? input.view.id : null,
    hovered: input.hovered?.layer === 'city-lines' ? input.hovered.id : null,
  }
}

const LABEL_KIND: Record<number, readonly RegionRow['kind'][]> = { 0: ['city', 'county'], 1: ['county'], 2: ['county'] }

/** Cities, then counties where there is room; the value stands under the name. */
const labels = (input: SceneInput): LabelLayer => {
  const depth = Math.min(input.view ? depthOf(input.view.kind) : 0, 2)
  const kinds = LABEL_KIND[depth] ?? []
  const inside = regionsWithin(input.regions, openRegion(input))
  const rows = input.regions.filter((region) => kinds.includes(region.kind) && inside.has(region.id))
  const made = rows.map((region) => ({
    id: region.id,
    at: region.center,
    text: region.name,
    detail: valueText(region, input),
    priority: region.kind === 'city' ? 100 : 50,
    emphasis: region.kind === 'city' || depth > 0,
  }))
  return { id: 'labels', kind: 'labels', visible: true, pickable: false, version: hashText(JSON.stringify(made)), labels: made, sizePx: input.textPx }
}

/** Counties coloured by the index, the cities' borders over them, names and values. */
export const regionLayers = (input: SceneInput): readonly LayerSpec[] => {
  if (!input.layers.includes('regions') || input.regions.length === 0) return []
  const depth = input.view ? depthOf(input.view.kind) : 0
  const base = [counties(input), cityLines(input)]
  return depth <= 1 && input.layers.includes('labels') ? [...base, labels(input)] : base
}
