import {
  BlendingState,
  Color,
  ColorGeometryInstanceAttribute,
  GeometryInstance,
  PerInstanceColorAppearance,
  PolygonGeometry,
  PolygonHierarchy,
  Primitive,
  type Scene,
  Math as Angle,
} from '@cesium/engine'
import type { LonLat } from '#shared/kernel/units.ts'
import type { Polygon } from '#shared/scene/layers.ts'
import { patternFunction } from '../../pattern.ts'
import { groundRing, openRing, type Tag } from './LayerView.ts'

/** Longest edge of a triangle, so that a county lies on the curve of the earth. */
const GRANULARITY_RAD = Angle.toRadians(0.25)

export interface SolidOptions {
  readonly layer: string
  readonly pickable: boolean
  /** Metres above ground by row; null lies flat. */
  readonly heights: ArrayLike<number> | null
  /** From one line of a pattern to the next, CSS pixels. */
  readonly everyPx: number
}

/** Polygons as one primitive: geometry once, in workers; colours afterwards by instance, without touching it. */
export class SolidSet {
  readonly #scene: Scene
  readonly #primitive: Primitive | null
  readonly #tags: readonly { readonly tag: Tag; readonly row: number }[]
  #colors: ((row: number) => Color) | null = null
  #painted = new Map<Tag, number>()

  constructor(scene: Scene, polygons: readonly Polygon[], options: SolidOptions) {
    this.#scene = scene
    const made = polygons.flatMap((polygon, row) =>
      polygon.parts.map((rings, part) => ({
        rings,
        row,
        tag: { layer: options.layer, id: polygon.id, part },
      })),
    )
    const drawn = made.filter(({ rings }) => openRing(rings[0] ?? []).length >= 3)
    this.#tags = drawn
    this.#primitive = drawn.length === 0 ? null : this.#scene.primitives.add(makePrimitive(drawn, options))
  }

  get ready(): boolean {
    const ready = this.#primitive?.ready ?? true
    if (ready && this.#colors) this.#paint(this.#colors)
    return ready
  }

  set show(show: boolean) {
    if (this.#primitive) this.#primitive.show = show
  }

  /** The colours are put on as soon as the geometry is there; only rows that differ are written. */
  color(colors: (row: number) => Color): void {
    this.#colors = colors
    if (this.#primitive?.ready) this.#paint(colors)
  }

  dispose(): void {
    if (this.#primitive) this.#scene.primitives.remove(this.#primitive)
  }

  #paint(colors: (row: number) => Color): void {
    this.#colors = null
    for (const { tag, row } of this.#tags) {
      const color = colors(row)
      const key = color.toRgba()
      if (this.#painted.get(tag) === key) continue
      this.#painted.set(tag, key)
      const attributes = this.#primitive!.getGeometryInstanceAttributes(tag) as
        { color?: Uint8Array } | undefined
      if (attributes) attributes.color = ColorGeometryInstanceAttribute.toValue(color, new Uint8Array(4))
    }
  }
}

interface Part {
  readonly rings: readonly (readonly LonLat[])[]
  readonly row: number
  readonly tag: Tag
}

/** Cesium has four bytes an instance and no more: an alpha just below opaque says that a pattern lies over the colour. */
export const PATTERN_ALPHA = { hatched: 254, dotted: 253 } as const

const makePrimitive = (parts: readonly Part[], { heights, pickable, everyPx }: SolidOptions): Primitive => {
  const flat = heights === null
  const vertexFormat = flat
    ? PerInstanceColorAppearance.FLAT_VERTEX_FORMAT
    : PerInstanceColorAppearance.VERTEX_FORMAT
  const geometryInstances = parts.map(({ rings, row, tag }) => {
    const [outer, ...holes] = rings.map((ring) => groundRing(openRing(ring)))
    const polygonHierarchy = new PolygonHierarchy(
      outer,
      holes.map((hole) => new PolygonHierarchy(hole)),
    )
    const raised = flat ? {} : { extrudedHeight: Math.max(0.5, heights[row] ?? 0) }
    return new GeometryInstance({
      id: tag,
      geometry: new PolygonGeometry({
        polygonHierarchy,
        vertexFormat,
        granularity: GRANULARITY_RAD,
        height: 0,
        ...raised,
      }),
      attributes: { color: new ColorGeometryInstanceAttribute(0, 0, 0, 0) },
    })
  })
  const appearance = flat
    ? flatAppearance(everyPx)
    : new PerInstanceColorAppearance({ flat: false, translucent: false, closed: true })
  return new Primitive({
    geometryInstances,
    appearance,
    allowPicking: pickable,
    asynchronous: true,
    releaseGeometryInstances: true,
  })
}

const patternedFragment = (everyPx: number): string => `\
in vec4 v_color;
${patternFunction}
void main() {
  vec4 colour = v_color;
  float below = 255.0 - colour.a * 255.0;
  if (below > 0.5 && below < 2.5) {
    colour.rgb = patterned(colour.rgb, floor(below + 0.5), gl_FragCoord.xy, ${everyPx.toFixed(2)} * czm_pixelRatio);
    colour.a = 1.0;
  }
  out_FragColor = czm_gammaCorrect(colour);
}
`

/**
 * Areas blend, but go with the solid things and before all lines, in the order of the layers. They leave no depth
 * behind, which Cesium would have every opaque appearance do: borders on them would drown in it.
 */
const flatAppearance = (everyPx: number): PerInstanceColorAppearance => {
  const renderState = { depthTest: { enabled: true }, depthMask: false, blending: BlendingState.ALPHA_BLEND }
  const appearance = new PerInstanceColorAppearance({
    flat: true,
    translucent: false,
    closed: false,
    renderState,
    fragmentShaderSource: patternedFragment(everyPx),
  })
  appearance.getRenderState = () => renderState
  return appearance
}
