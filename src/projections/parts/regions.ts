import { depthOf } from '#shared/region/place.ts'
import type { RegionRow } from '#shared/protocol/http.ts'
import type { LabelLayer, LayerSpec, PathLayer, Polygon, PolygonLayer, Rgba } from '#shared/scene/layers.ts'
import { ACCENT, BORDER, BORDER_STRONG, LAND_HEX } from '../../theme/palette.ts'
import { rgba } from '../../theme/ramps.ts'
import { fillColumn, hashText } from './columns.ts'
import type { SceneInput } from '../input.ts'
import { rowColor, valueText } from '../values.ts'

const UNDER: Rgba = rgba(LAND_HEX.under)
const OUTSIDE: Rgba = rgba(LAND_HEX.outside)

const polygons = new WeakMap<readonly RegionRow[], Map<string, readonly Polygon[]>>()

/** The same array for the same regions, so that an engine sees at once that no border moved. */
const polygonsOf = (regions: readonly RegionRow[], kind: RegionRow['kind']): readonly Polygon[] => {
  const known = polygons.get(regions) ?? new Map<string, readonly Polygon[]>()
  polygons.set(regions, known)
  const made =
    known.get(kind) ??
    regions
      .filter((region) => region.kind === kind)
      .map((region) => ({ id: region.id, parts: region.geometry }))
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

/** Only where the counties themselves are what is told do they carry the index: under dots and buildings the land is one colour, and so is it around the open place. */
const countyColour = (input: SceneInput, inside: ReadonlySet<string>): ((region: RegionRow) => Rgba) => {
  const tells = (input.view ? depthOf(input.view.kind) : 0) <= 1 && !input.ownUnitOnly
  return (region) => (!inside.has(region.id) ? OUTSIDE : tells ? rowColor(region, input) : UNDER)
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

type Paths = PathLayer['paths']
const outlines = new WeakMap<readonly RegionRow[], Paths>()

/** Rings of every city, made once for the same regions. */
const cityPaths = (regions: readonly RegionRow[]): Paths => {
  const made =
    outlines.get(regions) ??
    polygonsOf(regions, 'city').flatMap(({ id, parts }) =>
      parts.flat().map((points) => ({ id, points, color: BORDER_STRONG, dashed: false })),
    )
  outlines.set(regions, made)
  return made
}

const pathLayer = (id: string, version: number, paths: Paths, widthPx: number): PathLayer => ({
  id,
  kind: 'paths',
  visible: true,
  pickable: false,
  version,
  paths,
  widthPx,
})

/** The cities' borders, and on top the one that a click would open or that is open. */
const cityLines = (input: SceneInput): readonly PathLayer[] => {
  const all = cityPaths(input.regions)
  const lit =
    input.hovered?.layer === 'city-lines'
      ? input.hovered.id
      : input.view?.kind === 'city'
        ? input.view.id
        : null
  const emphasised =
    lit === null ? [] : all.filter((path) => path.id === lit).map((path) => ({ ...path, color: ACCENT }))
  return [
    pathLayer('city-lines', input.geometry, all, 1.4),
    pathLayer('city-lit', hashText(lit ?? ''), emphasised, 2.6),
  ]
}

const LABEL_KIND: Record<number, readonly RegionRow['kind'][]> = {
  0: ['city', 'county'],
  1: ['county'],
  2: ['county'],
}

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
    ...(input.ownUnitOnly ? {} : { detail: valueText(region, input) }),
    priority: region.kind === 'city' ? 100 : 50,
    emphasis: region.kind === 'city' || depth > 0,
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

/** Counties coloured by the index, the cities' borders over them, names and values. */
export const regionLayers = (input: SceneInput): readonly LayerSpec[] => {
  if (!input.layers.includes('regions') || input.regions.length === 0) return []
  const depth = input.view ? depthOf(input.view.kind) : 0
  const base = [counties(input), ...cityLines(input)]
  return depth <= 1 && input.layers.includes('labels') ? [...base, labels(input)] : base
}
