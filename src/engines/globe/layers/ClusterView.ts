import { BillboardCollection, Cartesian3, type Billboard } from '@cesium/engine'
import type { ClusterLayer } from '#shared/scene/layers.ts'
import { paintCluster } from '../../clusterFace.ts'
import type { LayerView, Stage } from './LayerView.ts'

/** A disc is painted larger than it is drawn, for screens of two device pixels each way. */
const SHARPER = 2
/** How much a disc that is lit or chosen grows: a billboard has no ring. */
const GROWN = 1.18

/** Discs with their arcs and figures, one painted picture each. */
export class ClusterView implements LayerView<ClusterLayer> {
  readonly #stage: Stage
  readonly #discs: BillboardCollection
  #billboards: Billboard[] = []
  #key = ''

  constructor(stage: Stage) {
    this.#stage = stage
    this.#discs = stage.scene.primitives.add(new BillboardCollection({ scene: stage.scene }))
  }

  update(spec: ClusterLayer): void {
    this.#discs.show = spec.visible
    const key = [spec.positions, spec.radii, spec.faces].map(({ version }) => version).join()
    if (key !== this.#key) this.#place(spec)
    this.#key = key
    for (const [row, disc] of this.#billboards.entries()) {
      const id = spec.ids[row]
      disc.scale = (id === spec.selected || id === spec.hovered ? GROWN : 1) / SHARPER
    }
  }

  ready(): boolean {
    return true
  }

  dispose(): void {
    this.#stage.scene.primitives.remove(this.#discs)
  }

  #place(spec: ClusterLayer): void {
    this.#discs.removeAll()
    this.#billboards = spec.ids.map((id, row) =>
      this.#discs.add({
        position: Cartesian3.fromDegrees(
          spec.positions.values[row * 2] ?? 0,
          spec.positions.values[row * 2 + 1] ?? 0,
        ),
        image: this.#picture(spec, row),
        disableDepthTestDistance: Number.POSITIVE_INFINITY,
        id: spec.pickable ? { layer: spec.id, id, part: row } : undefined,
      }),
    )
  }

  #picture(spec: ClusterLayer, row: number): HTMLCanvasElement {
    const radius = (spec.radii.values[row] ?? 0) * SHARPER
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = Math.max(1, Math.ceil(radius * 2))
    paintCluster(canvas.getContext('2d')!, [radius, radius], radius, spec.faces.values[row]!, {
      fontFamily: this.#stage.fontFamily,
      text: this.#stage.text.toCssColorString(),
    })
    return canvas
  }
}
