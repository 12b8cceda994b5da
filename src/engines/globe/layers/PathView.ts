import { Color, type Cartesian3 } from '@cesium/engine'
import type { PathLayer } from '#shared/scene/layers.ts'
import { colorOf, groundRing, type LayerView, type Stage } from './LayerView.ts'
import { LineSet } from './LineSet.ts'

/** Metres; tracks lie just over the dots of the map. */
const HEIGHT_M = 3
const DASH = 5

/** Tracks along the ground. */
export class PathView implements LayerView<PathLayer> {
  readonly #stage: Stage
  #lines: readonly LineSet[] = []
  #key = ''

  constructor(stage: Stage) {
    this.#stage = stage
  }

  update(spec: PathLayer): void {
    const key = `${spec.version}:${spec.widthPx}:${spec.pickable}`
    if (key !== this.#key) this.#rebuild(spec)
    this.#key = key
    for (const line of this.#lines) line.show = spec.visible
  }

  ready(): boolean {
    return this.#lines.every((line) => line.ready)
  }

  dispose(): void {
    for (const line of this.#lines) line.dispose()
    this.#lines = []
  }

  #rebuild(spec: PathLayer): void {
    this.dispose()
    this.#lines = spec.paths.map((path, part) => {
      const positions: Cartesian3[] = groundRing(path.points, HEIGHT_M)
      const tag = spec.pickable ? { layer: spec.id, id: path.id, part } : undefined
      const color: Color = colorOf(path.color)
      return new LineSet(this.#stage.scene, [positions], {
        color,
        widthPx: spec.widthPx,
        straight: false,
        tag,
        dashPx: path.dashed ? spec.widthPx * DASH : undefined,
      })
    })
  }
}
