import { Cesium3DTileset } from '@cesium/engine'
import type { TilesLayer } from '#shared/scene/layers.ts'
import type { LayerView, Stage } from './LayerView.ts'

/** Tiles in memory, bytes: Cesium's own default of 512 MB is known to grow until a tab dies. */
const CACHE_BYTES = 96 * 2 ** 20
const OVERFLOW_BYTES = 64 * 2 ** 20

/** Local 3D Tiles from this server. */
export class TilesView implements LayerView<TilesLayer> {
  readonly #stage: Stage
  #spec: TilesLayer | null = null
  #tiles: Cesium3DTileset | null = null
  #loading = false
  #gone = false

  constructor(stage: Stage) {
    this.#stage = stage
  }

  update(spec: TilesLayer): void {
    const before = this.#spec
    this.#spec = spec
    if (before?.url !== spec.url) void this.#load(spec)
    if (this.#tiles) this.#tiles.show = spec.visible
  }

  ready(): boolean {
    return !this.#loading && (this.#tiles?.tilesLoaded ?? true)
  }

  /** Called when a view has settled: what it does not show is let go. */
  trim(): void {
    this.#tiles?.trimLoadedTiles()
  }

  dispose(): void {
    this.#gone = true
    this.#drop()
  }

  #drop(): void {
    if (this.#tiles) this.#stage.scene.primitives.remove(this.#tiles)
    this.#tiles = null
  }

  async #load(spec: TilesLayer): Promise<void> {
    this.#loading = true
    try {
      const tiles = await Cesium3DTileset.fromUrl(spec.url, { cacheBytes: CACHE_BYTES, maximumCacheOverflowBytes: OVERFLOW_BYTES })
      if (this.#gone || this.#spec?.url !== spec.url) return tiles.destroy()
      this.#drop()
      tiles.show = this.#spec.visible
      tiles.tileFailed.addEventListener(({ url, message }: { url: string; message: string }) => this.#stage.fail(spec.id, `tile ${url}: ${message}`))
      this.#tiles = this.#stage.scene.primitives.add(tiles)
    } catch (cause) {
      this.#stage.fail(spec.id, `3D tiles ${spec.url}: ${cause instanceof Error ? cause.message : String(cause)}`)
    } finally {
      this.#loading = false
      this.#stage.scene.requestRender()
    }
  }
}
