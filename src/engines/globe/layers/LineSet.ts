import {
  ArcType,
  Color,
  ColorGeometryInstanceAttribute,
  GeometryInstance,
  Material,
  Math as Angle,
  PolylineColorAppearance,
  PolylineGeometry,
  PolylineMaterialAppearance,
  Primitive,
  PerInstanceColorAppearance,
  SimplePolylineGeometry,
  type Appearance,
  type Cartesian3,
  type Scene,
} from '@cesium/engine'
import type { Tag } from './LayerView.ts'

export interface LineOptions {
  readonly color: Color
  readonly widthPx: number
  /** Straight through space, for roofs; otherwise along the ground. */
  readonly straight: boolean
  /** Makes the lines pickable. */
  readonly tag?: Tag | undefined
  readonly dashPx?: number | undefined
  /** For lines that are only seen from far away. */
  readonly coarse?: boolean
  /** One device pixel wide, whatever the width says: for borders, whose corners lie closer than a pixel. */
  readonly hair?: boolean
}

/** Longest piece of a line, so that it stays on the curve of the earth to a few decimetres. */
const GRANULARITY_RAD = Angle.toRadians(0.03)
const COARSE_RAD = Angle.toRadians(1)

/** Lines of one colour and width as one primitive; redrawn as a whole. */
export class LineSet {
  readonly #scene: Scene
  readonly #primitive: Primitive | null

  constructor(scene: Scene, lines: readonly (readonly Cartesian3[])[], options: LineOptions) {
    this.#scene = scene
    const drawn = lines.filter((line) => line.length >= 2)
    this.#primitive = drawn.length === 0 ? null : scene.primitives.add(makePrimitive(drawn, options))
  }

  get ready(): boolean {
    return this.#primitive?.ready ?? true
  }
  set show(show: boolean) {
    if (this.#primitive) this.#primitive.show = show
  }
  dispose(): void {
    if (this.#primitive) this.#scene.primitives.remove(this.#primitive)
  }
}

const makePrimitive = (lines: readonly (readonly Cartesian3[])[], options: LineOptions): Primitive => {
  if (options.hair) return makeHairs(lines, options)
  const vertexFormat = options.dashPx
    ? PolylineMaterialAppearance.VERTEX_FORMAT
    : PolylineColorAppearance.VERTEX_FORMAT
  const arcType = options.straight ? ArcType.NONE : ArcType.GEODESIC
  const geometryInstances = lines.map(
    (positions) =>
      new GeometryInstance({
        id: options.tag,
        geometry: new PolylineGeometry({
          positions: [...positions],
          width: options.widthPx,
          vertexFormat,
          arcType,
          granularity: options.coarse ? COARSE_RAD : GRANULARITY_RAD,
        }),
        attributes: options.dashPx ? {} : { color: ColorGeometryInstanceAttribute.fromColor(options.color) },
      }),
  )
  return new Primitive({
    geometryInstances,
    appearance: appearanceOf(options),
    allowPicking: options.tag !== undefined,
    asynchronous: true,
    releaseGeometryInstances: true,
  })
}

const appearanceOf = ({ dashPx, color }: LineOptions): Appearance =>
  dashPx
    ? new PolylineMaterialAppearance({
        translucent: true,
        material: Material.fromType('PolylineDash', { color, dashLength: dashPx }),
      })
    : new PolylineColorAppearance({ translucent: true })

const makeHairs = (
  lines: readonly (readonly Cartesian3[])[],
  { color, straight }: LineOptions,
): Primitive => {
  const arcType = straight ? ArcType.NONE : ArcType.GEODESIC
  const geometryInstances = lines.map(
    (positions) =>
      new GeometryInstance({
        geometry: new SimplePolylineGeometry({
          positions: [...positions],
          arcType,
          granularity: Angle.toRadians(0.2),
        }),
        attributes: { color: ColorGeometryInstanceAttribute.fromColor(color) },
      }),
  )
  const appearance = new PerInstanceColorAppearance({ flat: true, translucent: true, closed: false })
  return new Primitive({
    geometryInstances,
    appearance,
    allowPicking: false,
    asynchronous: true,
    releaseGeometryInstances: true,
  })
}
