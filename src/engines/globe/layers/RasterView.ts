import { ImageryLayer } from '@cesium/engine'
import { waitAfter } from '#shared/kernel/time/again.ts'
import type { RasterLayer } from '#shared/scene/layers.ts'
import { groundImagery, type GroundImagery, type NoPictures } from '../parts/groundImagery.ts'
import type { LayerView, Stage } from './LayerView.ts'

interface Laid {
  readonly spec: RasterLayer
  readonly imagery: GroundImagery
  readonly layer: ImageryLayer
}

const wordsOf = ({ count, why }: ReturnType<GroundImagery['failed']>): string | null =>
  count === 0
    ? null
    : `${count} 张瓦片未能载入(${why}),该处画自带底图 / ${count} tiles did not come (${why}); the product’s own ground is drawn there`

/** A ground of pictures on the globe, over its relief. What does not come is told, asked for ever more seldom, and leaves the relief. */
export class RasterView implements LayerView<RasterLayer> {
  readonly #stage: Stage
  #laid: Laid | null = null
  /** Stays below until what takes its place is there. */
  #leaving: Laid | null = null
  #told: string | null = null
  #none: NoPictures = new Map()
  /** How often in a row something did not come that may. */
  #failures = 0
  #again: ReturnType<typeof setTimeout> | undefined

  constructor(stage: Stage) {
    this.#stage = stage
  }

  update(spec: RasterLayer): void {
    if (this.#laid?.spec.url !== spec.url) {
      this.#none = new Map()
      this.#failures = 0
      this.#lay(spec)
    }
    if (this.#laid) this.#laid.layer.show = spec.visible
  }

  /** Where it lies among all pictures, the lowest 0; -1 before it is laid. */
  get place(): number {
    return this.#laid ? this.#stage.scene.imageryLayers.indexOf(this.#laid.layer) : -1
  }

  /** Above all other pictures, with what it replaces beneath it. */
  raise(): void {
    for (const laid of [this.#leaving, this.#laid])
      if (laid) this.#stage.scene.imageryLayers.raiseToTop(laid.layer)
  }

  ready(): boolean {
    const isSettled = (this.#laid?.imagery.under() ?? 0) === 0
    if (isSettled && this.#stage.scene.globe.tilesLoaded) {
      this.#drop(this.#leaving)
      this.#leaving = null
      this.#say()
    }
    return isSettled
  }

  dispose(): void {
    clearTimeout(this.#again)
    for (const laid of [this.#leaving, this.#laid]) this.#drop(laid)
    this.#leaving = this.#laid = null
  }

  #lay(spec: RasterLayer): void {
    clearTimeout(this.#again)
    this.#again = undefined
    const { scene } = this.#stage
    const layers = scene.imageryLayers
    const below = this.#laid
    const imagery = groundImagery(spec, this.#none, () => scene.requestRender())
    const layer = new ImageryLayer(imagery.provider)
    layers.add(layer, below ? layers.indexOf(below.layer) + 1 : undefined)
    this.#drop(this.#leaving)
    this.#leaving = below
    this.#laid = { spec, imagery, layer }
    scene.requestRender()
  }

  #drop(laid: Laid | null): void {
    if (laid) this.#stage.scene.imageryLayers.remove(laid.layer, true)
  }

  #say(): void {
    const laid = this.#laid
    if (!laid?.imagery.heard()) return
    const failed = laid.imagery.failed()
    const words = wordsOf(failed)
    if (words !== this.#told) this.#stage.fail(laid.spec.id, words)
    this.#told = words
    if (!failed.mayCome) this.#failures = 0
    else this.#again ??= setTimeout(() => this.#lay(laid.spec), waitAfter(++this.#failures))
  }
}
