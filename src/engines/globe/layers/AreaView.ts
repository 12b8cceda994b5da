import { Color, type Cartesian3 } from '@cesium/engine'
import { metresPerPixel } from '#shared/scene/ground.ts'
import { PATTERNS, type ExtrusionLayer, type PolygonLayer } from '#shared/scene/layers.ts'
import { colorAt, colorOf, groundRing, simplified, type LayerView, type Stage } from './LayerView.ts'
import { LineSet } from './LineSet.ts'
import { PATTERN_ALPHA, SolidSet } from './SolidSet.ts'

type AreaLayer = PolygonLayer | ExtrusionLayer

const HOVER_LIGHT = 0.16
const SELECTED_LIGHT = 0.1
const SELECTED_LINE_PX = 2.5
/** A thick line pinches at corners closer than its width, so it follows within this; it is laid anew when the zoom changed by so much. */
const MARK_WITHIN_PX = 1.2
const MARK_ZOOM_STEP = 0.75
/** From further away borders would be all that is seen. */
const LINES_FROM_ZOOM = 4.8
/** Lines on a roof stand a little above it, or half of them would drown in it. */
const ROOF_LIFT_M = 0.35
const ROOF_LINE = { light: 0.35, alpha: 0.55, widthPx: 1 } as const

/** Regions and compounds lying on the ground, or buildings standing on it. */
export class AreaView implements LayerView<AreaLayer> {
  readonly #stage: Stage
  #spec: AreaLayer | null = null
  #solids: SolidSet | null = null
  #lines: LineSet | null = null
  #mark: LineSet | null = null
  #zoom = 0
  #markZoom = 0
  /** Old geometry stays until the new one is ready, so that nothing blinks. */
  #leaving: { dispose(): void }[] = []

  constructor(stage: Stage) {
    this.#stage = stage
  }

  update(spec: AreaLayer): void {
    const before = this.#spec
    this.#spec = spec
    if (!before || shapeKey(before) !== shapeKey(spec)) this.#rebuild(spec)
    else if (before.kind === 'polygons' && spec.kind === 'polygons' && lineKey(before) !== lineKey(spec))
      this.#redrawLines(spec)
    if (
      !before ||
      before.fill.version !== spec.fill.version ||
      patternVersion(before) !== patternVersion(spec) ||
      before.selected !== spec.selected ||
      before.hovered !== spec.hovered ||
      shapeKey(before) !== shapeKey(spec)
    )
      this.#paint(spec)
    if (!before || before.selected !== spec.selected || shapeKey(before) !== shapeKey(spec))
      this.#outline(spec)
    this.#reveal()
  }

  cameraMoved(zoom: number): void {
    this.#zoom = zoom
    const spec = this.#spec
    if (spec?.kind === 'polygons' && this.#mark && Math.abs(zoom - this.#markZoom) > MARK_ZOOM_STEP)
      this.#outline(spec)
    this.#reveal()
  }

  ready(): boolean {
    const parts = [this.#solids, this.#lines, this.#mark].map((set) => set?.ready ?? true)
    const ready = parts.every(Boolean)
    if (ready) for (const old of this.#leaving.splice(0)) old.dispose()
    return ready
  }

  dispose(): void {
    for (const set of [this.#solids, this.#lines, this.#mark, ...this.#leaving]) set?.dispose()
    this.#leaving = []
  }

  #reveal(): void {
    const visible = this.#spec?.visible ?? false
    if (this.#solids) this.#solids.show = visible
    if (this.#mark) this.#mark.show = visible
    if (this.#lines)
      this.#lines.show = visible && (this.#spec?.kind === 'extrusions' || this.#zoom >= LINES_FROM_ZOOM)
  }

  #rebuild(spec: AreaLayer): void {
    if (this.#solids) this.#leaving.push(this.#solids)
    const heights = spec.kind === 'extrusions' ? spec.heights.values : null
    this.#solids = new SolidSet(this.#stage.scene, spec.polygons, {
      layer: spec.id,
      pickable: spec.pickable,
      heights,
      everyPx: spec.kind === 'polygons' ? (spec.pattern?.everyPx ?? 0) : 0,
    })
    this.#redrawLines(spec)
  }

  #redrawLines(spec: AreaLayer): void {
    if (this.#lines) this.#leaving.push(this.#lines)
    const color = spec.kind === 'polygons' ? colorOf(spec.line) : this.#stage.text.withAlpha(ROOF_LINE.alpha)
    const widthPx = spec.kind === 'polygons' ? spec.lineWidthPx : ROOF_LINE.widthPx
    this.#lines =
      color.alpha > 0 && widthPx > 0
        ? new LineSet(
            this.#stage.scene,
            ringsOf(spec, () => true),
            { color, widthPx, straight: spec.kind === 'extrusions', hair: widthPx <= 1.5 },
          )
        : null
  }

  #paint(spec: AreaLayer): void {
    const white = this.#stage.text
    this.#solids?.color((row) => {
      const color = colorAt(spec.fill.values, row)
      const id = spec.polygons[row]!.id
      const light = id === spec.hovered ? HOVER_LIGHT : id === spec.selected ? SELECTED_LIGHT : 0
      const lit = light > 0 ? Color.lerp(color, white.withAlpha(color.alpha), light, new Color()) : color
      if (spec.kind === 'extrusions') return lit.withAlpha(1)
      const alpha = ALPHA_OF[spec.pattern?.values[row] ?? PATTERNS.none]
      return alpha !== undefined && lit.alpha === 1 ? lit.withAlpha(alpha / 255) : lit
    })
  }

  #outline(spec: AreaLayer): void {
    if (this.#mark) this.#leaving.push(this.#mark)
    this.#markZoom = this.#zoom
    const rings: readonly Cartesian3[][] =
      spec.selected === null ? [] : ringsOf(spec, (id) => id === spec.selected)
    const step = spec.kind === 'polygons' ? metresPerPixel(this.#zoom, 0) * MARK_WITHIN_PX : 0
    const lines = rings.map((ring) => simplified(ring, step)).filter((line) => line.length > 3)
    this.#mark =
      lines.length === 0
        ? null
        : new LineSet(this.#stage.scene, lines, {
            color: this.#stage.accent,
            widthPx: SELECTED_LINE_PX,
            straight: spec.kind === 'extrusions',
          })
  }
}

const shapeKey = (spec: AreaLayer): string =>
  `${spec.geometryVersion}:${spec.pickable}:${spec.kind === 'extrusions' ? spec.heights.version : 0}:${spec.polygons.length}:${spec.kind === 'polygons' ? spec.pattern?.everyPx : ''}`
const patternVersion = (spec: AreaLayer): number =>
  spec.kind === 'polygons' ? (spec.pattern?.version ?? 0) : 0
const ALPHA_OF: readonly (number | undefined)[] = [undefined, PATTERN_ALPHA.hatched, PATTERN_ALPHA.dotted]
const lineKey = (spec: PolygonLayer): string => `${spec.line.join()}:${spec.lineWidthPx}`

/** Closed rings: on the ground, or around the roofs. */
const ringsOf = (spec: AreaLayer, wanted: (id: string) => boolean) =>
  spec.polygons.flatMap((polygon, row) => {
    if (!wanted(polygon.id)) return []
    const height = spec.kind === 'extrusions' ? (spec.heights.values[row] ?? 0) + ROOF_LIFT_M : 0
    return polygon.parts.flatMap((rings) => rings.map((ring) => groundRing([...ring, ring[0]!], height)))
  })
