import { ArcType, Color, ColorGeometryInstanceAttribute, GeometryInstance, PolylineColorAppearance, PolylineGeometry, Primitive, type Cartesian3, type Scene, Math as Angle } from 'cesium'

/** Lines of one colour and width as one primitive; redrawn as a whole. */
export class LineSet {
  readonly #scene: Scene
  readonly #primitive: Primitive | null

  constructor(scene: Scene, lines: readonly (readonly Cartesian3[])[], options: { color: Color; widthPx: number; straight: boolean; atOnce?: boolean }) {
    this.#scene = scene
    const drawn = lines.filter((line) => line.length >= 2)
    const geometryInstances = drawn.map(
      (positions) =>
        new GeometryInstance({
          geometry: new PolylineGeometry({
            positions: [...positions],
            width: options.widthPx,
            vertexFormat: PolylineColorAppearance.VERTEX_FORMAT,
            arcType: options.straight ? ArcType.NONE : ArcType.GEODESIC,
            granularity: Angle.toRadians(0.25),
          }),
          attributes: { color: ColorGeometryInstanceAttribute.fromColor(options.color) },
        }),
    )
    const appearance = new PolylineColorAppearance({ translucent: true })
    this.#primitive = drawn.length === 0 ? null : scene.primitives.add(new Primitive({ geometryInstances, appearance, allowPicking: false, asynchronous: !options.atOnce, releaseGeometryInstances: true }))
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
