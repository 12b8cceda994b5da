import type { RegionRow } from '#shared/protocol/http.ts'
import {
  PATTERNS,
  type LayerSpec,
  type PathLayer,
  type Polygon,
  type PolygonLayer,
  type Rgba,
} from '#shared/scene/layers.ts'
import { ACCENT, BORDER, BORDER_STRONG, LAND_HEX } from '../../theme/palette.ts'
import { rgba } from '../../theme/ramps.ts'
import { FRAME } from '../../theme/wall.ts'
import { byteColumn, fillColumn, hashText } from '../../projections/parts/columns.ts'
import type { RegionBorders, SceneInput } from '../../projections/input.ts'
import { openDepth, openRegion, regionsWithin } from '../../projections/regions.ts'
import { rowColor, rowPattern } from '../../projections/values.ts'
import type { LateDrawing } from '../late/read.ts'
import { seats } from './seats.ts'

const UNDER: Rgba = rgba(LAND_HEX.under)
const OUTSIDE: Rgba = rgba(LAND_HEX.outside)
/** What the pointer or the arrow keys are on; the accent is for what is open. */
const LIT: Rgba = [255, 255, 255, 255]

/** From one line of a pattern to the next, u. */
const PATTERN_U = 0.8

interface Bordered {
  readonly borders: RegionBorders
  readonly counties: readonly Polygon[]
  readonly cities: PathLayer['paths']
}
const bordered = new WeakMap<readonly RegionRow[], Bordered>()

const polygonsOf = (
  regions: readonly RegionRow[],
  borders: RegionBorders,
  kind: RegionRow['kind'],
): readonly Polygon[] =>
  regions
    .filter((region) => region.kind === kind)
    .map((region) => ({ id: region.id, parts: borders.get(region.id) ?? [] }))

/** The same arrays for the same regions and borders, so that an engine sees at once that no border moved. */
const borderedOf = ({ regions, borders }: SceneInput): Bordered => {
  const known = bordered.get(regions)
  if (known?.borders === borders) return known
  const cities = polygonsOf(regions, borders, 'city').flatMap(({ id, parts }) =>
    parts.flat().map((points) => ({ id, points, color: BORDER_STRONG, dashed: false })),
  )
  const made = { borders, counties: polygonsOf(regions, borders, 'county'), cities }
  bordered.set(regions, made)
  return made
}

/**
 * Only where the counties themselves are what is told do they carry the index: under dots and buildings the
 * land is one colour, and so is it around the open place.
 */
const countyLook = (input: SceneInput, inside: ReadonlySet<string>) => {
  const tells = openDepth(input) <= 1 && !input.ownUnitOnly
  return {
    colour: (region: RegionRow): Rgba =>
      !inside.has(region.id) ? OUTSIDE : tells ? rowColor(region, input) : UNDER,
    pattern: (region: RegionRow): number =>
      tells && inside.has(region.id) ? rowPattern(region, input) : PATTERNS.none,
  }
}

const counties = (input: SceneInput): PolygonLayer => {
  const rows = input.regions.filter((region) => region.kind === 'county')
  const inside = regionsWithin(input.regions, openRegion(input))
  const look = countyLook(input, inside)
  return {
    id: 'regions',
    kind: 'polygons',
    visible: true,
    pickable: true,
    polygons: borderedOf(input).counties,
    geometryVersion: input.geometry,
    fill: fillColumn(rows, look.colour),
    pattern: { ...byteColumn(rows, look.pattern), everyPx: (PATTERN_U * input.textPx) / FRAME.textU },
    line: BORDER,
    lineWidthPx: 1,
    selected: input.view?.kind === 'county' ? input.view.id : null,
    hovered: input.hovered?.layer === 'regions' ? input.hovered.id : null,
    onGround: (input.read['ground'] as LateDrawing | undefined)?.isThere ?? false,
  }
}

const pathLayer = (id: string, version: number, paths: PathLayer['paths'], widthPx: number): PathLayer => ({
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
  const all = borderedOf(input).cities
  const pointed = input.hovered?.layer === 'city-lines' ? input.hovered.id : null
  const lit = pointed ?? (input.view?.kind === 'city' ? input.view.id : null)
  const color = pointed === null ? ACCENT : LIT
  const emphasised = all.filter((path) => path.id === lit).map((path) => ({ ...path, color }))
  return [
    pathLayer('city-lines', input.geometry, all, 1.4),
    pathLayer('city-lit', hashText(`${lit ?? ''}${color.join()}`), emphasised, 2.6),
  ]
}

/** Counties coloured by the index, the cities' borders and seats over them. */
export const regionLayers = (input: SceneInput): readonly LayerSpec[] =>
  input.regions.length === 0 ? [] : [counties(input), ...cityLines(input), seats(input)]
