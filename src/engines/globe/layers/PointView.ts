import {
  Cartesian3,
  Color,
  NearFarScalar,
  PointPrimitiveCollection,
  type PointPrimitive,
} from '@cesium/engine'
import type { PointLayer } from '#shared/scene/layers.ts'
import { colorAt, type LayerView, type Stage } from './LayerView.ts'

/** Of an edged dot's radius what lies within its edge. */
const EDGED = 0.78

/** Compounds or depots as dots. */
export class PointView implements LayerView<PointLayer> {
  readonly #stage: Stage
  readonly #points: PointPrimitiveCollection
  #dots: PointPrimitive[] = []
  #spec: PointLayer | null = null

  constructor(stage: Stage) {
    this.#stage = stage
    this.#points = stage.scene.primitives.add(new PointPrimitiveCollection())
  }

  update(spec: PointLayer): void {
    const before = this.#spec
    this.#spec = spec
    this.#points.show = spec.visible
    const placed =
      before &&
      before.positions.version === spec.positions.version &&
      before.ids.length === spec.ids.length &&
      before.pickable === spec.pickable
    if (!placed) this.#place(spec)
    const same =
      placed &&
      before.fill.version === spec.fill.version &&
      before.radii.version === spec.radii.version &&
      before.selected === spec.selected &&
      before.hovered === spec.hovered
    if (!same) this.#paint(spec)
  }

  ready(): boolean {
    return true
  }

  dispose(): void {
    this.#stage.scene.primitives.remove(this.#points)
  }

  #place(spec: PointLayer): void {
    this.#points.removeAll()
    this.#dots = spec.ids.map((id, row) =>
      this.#points.add({
        position: Cartesian3.fromDegrees(
          spec.positions.values[row * 2] ?? 0,
          spec.positions.values[row * 2 + 1] ?? 0,
        ),
        id: spec.pickable ? { layer: spec.id, id, part: row } : undefined,
        scaleByDistance: new NearFarScalar(1e5, 1, 6e6, 0.4),
      }),
    )
  }

  #paint(spec: PointLayer): void {
    const edge = spec.edged ? Color.WHITE : this.#stage.halo.withAlpha(0.7)
    this.#dots.forEach((dot, row) => {
      const chosen = spec.ids[row] === spec.selected
      dot.color = colorAt(spec.fill.values, row)
      const inner = spec.edged ? EDGED : 1
      dot.pixelSize = 2 * (spec.radii.values[row] ?? 3) * inner * (chosen ? 1.35 : 1)
      const lit = spec.ids[row] === spec.hovered
      dot.outlineColor = chosen ? this.#stage.accent : lit ? Color.WHITE : edge
      dot.outlineWidth = chosen || lit ? 3 : 1
    })
  }
}
