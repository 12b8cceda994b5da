import type { ChildPlace } from '#shared/protocol/http.ts'
import type { ExtrusionLayer, LayerSpec, PolygonLayer } from '#shared/scene/layers.ts'
import type { SceneInput } from '../../projections/input.ts'
import { fillColumn, floatColumn, hashText } from '../../projections/parts/columns.ts'
import { rowColor, valueText } from '../../projections/values.ts'
import { BORDER_STRONG, LAND_HEX } from '../../theme/palette.ts'
import { rgba } from '../../theme/ramps.ts'
import type { Names } from '../layer.ts'

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

const builtOf = (input: SceneInput): readonly Built[] => input.compound?.children.filter(isBuilt) ?? []

export const buildingNames = (input: SceneInput): Names =>
  builtOf(input).map((child) => ({
    id: child.id,
    at: middle(child.outline),
    height: child.height ?? 0,
    text: child.name,
    detail: valueText(child, input),
    priority: child.height ?? 0,
    emphasis: false,
  }))

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

/** The compound's boundary, its buildings raised to their height and coloured. */
export const buildingLayers = (input: SceneInput): readonly LayerSpec[] => {
  const buildings = builtOf(input)
  if (buildings.length === 0) return []
  const outline = boundary(input)
  return outline ? [outline, extrusions(input, buildings)] : [extrusions(input, buildings)]
}
