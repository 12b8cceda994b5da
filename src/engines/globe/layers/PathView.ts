import { Cartesian3, Material, PolylineCollection } from 'cesium'
import type { PathLayer } from '#shared/scene/layers.ts'
import { colorOf, groundRing, type LayerView, type Stage } from './LayerView.ts'

/** Tracks, a metre above the ground so that they stay in front of the areas. */
export class PathView implements LayerView<PathLayer> {
  readonly #stage: Stage
  readonly #lines: PolylineCollection
  #key = ''

  constructor(stage: Stage) {
    this.#stage = stage
    this.#lines = stage.scene.primitives.add(new PolylineCollection())
  }

  update(spec: PathLayer): void {
    this.#lines.show = spec.visible
    const key = `${spec.version}:${spec.widthPx}:${spec.pickable}`
    if (key === this.#key) return
    this.#key = key
    this.#lines.removeAll()
    spec.paths.forEach((path, part) => {
      const color = colorOf(path.color)
      const positions: Cartesian3[] = groundRing(path.points, 1)
      if (positions.length < 2) return
      this.#lines.add({
        positions,
        width: spec.widthPx,
        id: spec.pickable ? { layer: spec.id, id: path.id, part } : undefined,
        material: path.dashed ? Material.fromType('PolylineDash', { color, dashLength: spec.widthPx * 5 }) : Material.fromType('Color', { color }),
      })
    })
  }

  ready(): boolean {
    return true
  }

  dispose(): void {
    this.#stage.scene.primitives.remove(this.#lines)
  }
}
