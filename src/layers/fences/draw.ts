import type { FenceRow } from '#shared/protocol/http.ts'
import type { LayerSpec, PathLayer, PointLayer, Polygon, PolygonLayer, Rgba } from '#shared/scene/layers.ts'
import type { LonLat } from '#shared/kernel/units.ts'
import { outlineOf } from '#shared/vehicles/fences/outline.ts'
import { namesIn } from '../../i18n/names.ts'
import type { SceneInput } from '../../projections/input.ts'
import { fade, fillColumn, floatColumn, hashText } from '../../projections/parts/columns.ts'
import { openDepth, openRegion, regionsWithin } from '../../projections/regions.ts'
import { FENCE_PALETTE } from '../../theme/palette.ts'
import type { Names } from '../layer.ts'

/** Fences are ground of a town: they are drawn from the county down. */
const FROM_DEPTH = 2
export const isOnGround = (input: Pick<SceneInput, 'view'>): boolean => openDepth(input) >= FROM_DEPTH
const FILL = 0.16
/** Within a compound a fence is the ground that one stands on: its outline alone is drawn, and its area can still be pressed. */
const WITHIN = 0
const CLEAR: Rgba = [0, 0, 0, 0]
/** In units of the text size: in a county's view a hotel is smaller than a dot. */
const MARK = 0.3
/** Names of fences give way to those of compounds and depots. */
const PRIORITY = -2

interface Drawn {
  readonly fence: FenceRow
  readonly polygon: Polygon
  readonly center: LonLat
}
interface Kept {
  readonly version: number
  readonly drawn: readonly Drawn[]
  readonly polygons: readonly Polygon[]
  readonly paths: PathLayer['paths']
}

const middleOf = (ring: readonly LonLat[]): LonLat => {
  const points = ring.slice(0, -1)
  return [
    points.reduce((sum, [lon]) => sum + lon, 0) / points.length,
    points.reduce((sum, [, lat]) => sum + lat, 0) / points.length,
  ]
}

/** What can be drawn of a fence: the border of a region is drawn as the region's. */
const drawnOf = (fence: FenceRow): readonly Drawn[] => {
  const { geometry } = fence
  if (geometry.type === 'region') return []
  const parts = outlineOf(
    geometry.type === 'polygon' ? { type: 'polygon', polygons: [geometry.rings] } : geometry,
  )
  return [{ fence, polygon: { id: fence.id, parts }, center: middleOf(parts[0]?.[0] ?? []) }]
}

let kept: { readonly fences: readonly FenceRow[]; readonly region: string; readonly made: Kept } | null = null

/** The fences of the open county, made once while it is open. */
const fencesOf = (input: SceneInput, fences: readonly FenceRow[]): Kept => {
  const region = openRegion(input)
  if (kept?.fences === fences && kept.region === region) return kept.made
  const inside = regionsWithin(input.regions, region)
  const drawn = fences.filter((fence) => inside.has(fence.region)).flatMap(drawnOf)
  const paths = drawn.flatMap(({ fence, polygon }) =>
    polygon.parts.flat().map((points) => ({
      id: fence.id,
      points,
      color: FENCE_PALETTE[fence.kind],
      dashed: fence.kind === 'route',
    })),
  )
  const made = {
    version: hashText(JSON.stringify(drawn.map(({ polygon }) => polygon))),
    drawn,
    polygons: drawn.map(({ polygon }) => polygon),
    paths,
  }
  kept = { fences, region, made }
  return made
}

const isDrawn = (input: SceneInput, fences: readonly FenceRow[]): boolean =>
  fences.length > 0 && input.view !== null && isOnGround(input)

/** 电子围栏: a faint fill and an outline by kind, a route dashed, a dot where a sensitive or forbidden place is too small to be seen. */
export const fenceLayers = (input: SceneInput, fences: readonly FenceRow[]): readonly LayerSpec[] => {
  if (!isDrawn(input, fences)) return []
  const { version, drawn, polygons, paths } = fencesOf(input, fences)
  const small = drawn.filter(({ fence }) => fence.kind === 'sensitive' || fence.kind === 'forbidden')
  const areas: PolygonLayer = {
    id: 'fences',
    kind: 'polygons',
    visible: true,
    pickable: true,
    polygons,
    geometryVersion: version,
    fill: fillColumn(drawn, ({ fence }) => fade(FENCE_PALETTE[fence.kind], input.compound ? WITHIN : FILL)),
    line: CLEAR,
    lineWidthPx: 0,
    selected: input.selection?.kind === 'fence' ? input.selection.id : null,
    hovered: null,
  }
  const lines: PathLayer = {
    id: 'fence-lines',
    kind: 'paths',
    visible: true,
    pickable: false,
    version,
    paths,
    widthPx: 1.6,
  }
  const marks: PointLayer = {
    id: 'fence-marks',
    kind: 'points',
    visible: true,
    pickable: true,
    ids: small.map(({ fence }) => fence.id),
    positions: { values: Float64Array.from(small.flatMap(({ center }) => [...center])), version },
    fill: fillColumn(small, ({ fence }) => FENCE_PALETTE[fence.kind]),
    radii: floatColumn(small, () => input.textPx * MARK),
    selected: null,
  }
  return [areas, lines, marks]
}

/** The names of sensitive and forbidden places. */
export const fenceNames = (input: SceneInput, fences: readonly FenceRow[]): Names => {
  if (!isDrawn(input, fences)) return []
  const belowPx = input.textPx * 0.9
  return fencesOf(input, fences).drawn.flatMap(({ fence, center }) =>
    fence.kind === 'sensitive' || fence.kind === 'forbidden'
      ? [
          {
            id: `fence-${fence.id}`,
            at: center,
            belowPx,
            text: namesIn(fence.name, input.lang),
            priority: PRIORITY,
            emphasis: false,
          },
        ]
      : [],
  )
}
