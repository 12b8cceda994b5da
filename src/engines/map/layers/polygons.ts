import type { Layer } from '@deck.gl/core'
import { boundsOf } from '#shared/housing/geometry.ts'
import { METRES_PER_DEGREE } from '#shared/kernel/sphere.ts'
import type { PolygonLayer, Rgba } from '#shared/scene/layers.ts'
import type { LonLat } from '#shared/kernel/units.ts'
import { FilledPolygonLayer } from '../gpu/FilledLayers.ts'
import { FadingDiscLayer } from '../gpu/FadingDiscLayer.ts'
import { bordersOf, type Borders } from './borders.ts'
import { partsOf, type Part, type PartedPolygons } from './parts.ts'
import { drawnLines } from './lines.ts'
import { FLAT, PICK_SUFFIX, rgbaOf, rowOf, type DrawnLayer, type Stage } from './drawn.ts'

interface Geometry extends PartedPolygons {
  readonly version: number
  readonly borders: Borders
}

const HOVER_LINE: Rgba = [255, 255, 255, 190]
const SELECTED_PX = 2.4
const OUTLINE_PX = 1.6
/** CSS pixels that the province stands above the ground. */
const SLAB_PX = 7
/** The shadow on a ground: so far down, in so many widths over one another that its edge is soft. */
const SHADOW = { widthsPx: [4, 10, 17, 25], colour: [0, 0, 0, 46], downPx: SLAB_PX + 3 } as const
/** Light along the rim of what stands on a ground. */
const GLOW = { widthsPx: [5, 10, 16], alpha: 22 } as const

const read = (spec: PolygonLayer): Geometry => ({
  version: spec.geometryVersion,
  ...partsOf(spec.polygons),
  borders: spec.lineWidthPx > 0 ? bordersOf(spec.polygons) : NO_BORDERS,
})
const NO_BORDERS: Borders = { inner: [], outer: [], isCoverage: false }

type Border = (
  name: string,
  paths: readonly (readonly LonLat[])[],
  colour: Rgba,
  widthPx: number,
  downPx?: number,
) => Layer

const borderOf =
  (stage: Stage, { id, visible }: PolygonLayer): Border =>
  (name, paths, colour, widthPx, downPx = 0) =>
    drawnLines(stage, { id: `${id}/${name}`, visible, paths, colour, widthPx, downPx })

/** Regions and compounds: fills from a texture, borders drawn once, the province lifted off the ground by a thin slab. */
export const drawPolygons = (stage: Stage): DrawnLayer<PolygonLayer> => {
  let geometry: Geometry | null = null
  const outlines = new Map<string, readonly (readonly LonLat[])[]>()
  const outlineOf = (id: string): readonly (readonly LonLat[])[] => {
    const known = outlines.get(id)
    if (known) return known
    const polygon = geometry?.polygons[geometry.rows.get(id) ?? -1]
    const rings = polygon?.parts.flat().map(closed) ?? []
    outlines.set(id, rings)
    return rings
  }
  const emphasis = (border: Border, name: string, id: string | null, color: Rgba, width: number): Layer[] =>
    id === null ? [] : [border(name, outlineOf(id), color, width)]

  return {
    update: (spec) => {
      if (geometry?.version !== spec.geometryVersion) {
        geometry = read(spec)
        outlines.clear()
      }
      const border = borderOf(stage, spec)
      return [
        ...underneath(stage, spec, geometry.borders, border),
        fillLayer(stage, spec, geometry),
        ...lines(spec, geometry.borders, border),
        ...emphasis(
          border,
          'hovered',
          spec.hovered === spec.selected ? null : spec.hovered,
          HOVER_LINE,
          spec.lineWidthPx + 0.6,
        ),
        ...emphasis(border, 'selected-under', spec.selected, [4, 10, 20, 200], SELECTED_PX + 2),
        ...emphasis(border, 'selected', spec.selected, stage.accent, SELECTED_PX),
      ]
    },
    idAt: (row) => geometry?.polygons[row]?.id ?? null,
  }
}

const fillLayer = (stage: Stage, spec: PolygonLayer, geometry: Geometry): Layer =>
  new FilledPolygonLayer<Part>({
    id: `${spec.id}${PICK_SUFFIX}`,
    data: geometry.parts as Part[],
    visible: spec.visible,
    pickable: spec.pickable,
    getPolygon: (part: Part) => part.rings as never,
    fill: spec.fill,
    pattern: patternOf(stage, spec, geometry),
    /** What is open is told by its outline: brightened, its fill would be in no legend. */
    selectedRow: -1,
    hoveredRow: rowOf(geometry.rows, spec.hovered),
    slabPx: geometry.borders.isCoverage ? SLAB_PX : 0,
    slabColour: mixed(rgbaOf(stage.options.land), rgbaOf(stage.options.line), 0.1),
    material: false,
    parameters: FLAT,
  } as never)

const patternOf = ({ options }: Stage, { pattern }: PolygonLayer, { parts }: Geometry): object | null =>
  pattern ? { ...pattern, from: parts[0]?.rings[0]?.[0] ?? [0, 0], ratio: options.devicePixelRatio } : null

const lines = (spec: PolygonLayer, borders: Borders, border: Border): Layer[] =>
  spec.lineWidthPx > 0
    ? [border('inner', borders.inner, spec.line, spec.lineWidthPx), outlineLayer(spec, borders, border)]
    : []

const outlineLayer = (spec: PolygonLayer, { outer, isCoverage }: Borders, border: Border): Layer => {
  const [r, g, b, a] = spec.line
  const color: Rgba = isCoverage ? [r, g, b, Math.min(255, Math.max(130, a * 2.6))] : spec.line
  return border(
    'outer',
    outer,
    color,
    isCoverage ? Math.max(OUTLINE_PX, spec.lineWidthPx + 0.4) : spec.lineWidthPx,
  )
}

const discs = new WeakMap<Borders, { readonly at: readonly LonLat[]; readonly radiusM: number }>()

/** A circle around all borders, in metres; kept so that its data object stays the same. */
const disc = (borders: Borders): { readonly at: readonly LonLat[]; readonly radiusM: number } => {
  const known = discs.get(borders)
  if (known) return known
  const bounds = boundsOf(borders.outer.flat())
  const at: LonLat[] = [[(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]]
  const made = {
    at,
    radiusM: Math.hypot(bounds[2] - bounds[0], bounds[3] - bounds[1]) * METRES_PER_DEGREE * LIGHT_REACH,
  }
  discs.set(borders, made)
  return made
}

/** Of the diagonal; beyond it there is only the ground. */
const LIGHT_REACH = 0.72

/** Light on the ground and the lower edge of the slab; the slab itself is the fill's own geometry. */
const underneath = (stage: Stage, spec: PolygonLayer, borders: Borders, border: Border): Layer[] => {
  if (!borders.isCoverage) return []
  const [r, g, b] = spec.line
  return [
    ...(spec.onGround ? shadow(borders, border) : [lightDisc(stage, spec, borders)]),
    border('slab-edge', borders.outer, [r, g, b, 46], 1, SLAB_PX),
  ]
}

const lightDisc = (stage: Stage, spec: PolygonLayer, borders: Borders): Layer => {
  const { at, radiusM } = disc(borders)
  const light = mixed(rgbaOf(stage.options.land), stage.accent, 0.1)
  return new FadingDiscLayer<LonLat>({
    visible: spec.visible,
    pickable: false,
    parameters: FLAT,
    id: `${spec.id}/light`,
    data: at as never,
    getPosition: (place) => place as never,
    getRadius: radiusM,
    getFillColor: light as never,
  })
}

const shadow = ({ outer }: Borders, border: Border): Layer[] => [
  ...SHADOW.widthsPx.map((width) => border(`shadow-${width}`, outer, SHADOW.colour, width, SHADOW.downPx)),
  ...GLOW.widthsPx.map((width) => border(`glow-${width}`, outer, [159, 196, 230, GLOW.alpha], width)),
]

const mixed = (a: Rgba, b: Rgba, share: number): Rgba =>
  [0, 1, 2, 3].map((i) =>
    Math.round((a[i] as number) * (1 - share) + (b[i] as number) * share),
  ) as unknown as Rgba

const closed = (ring: readonly LonLat[]): readonly LonLat[] => {
  const [first, last] = [ring[0], ring.at(-1)]
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : ring
}
