import { Cesium3DTileset } from '@cesium/engine'
import { errorMessage } from '#shared/kernel/errors.ts'
import type { TilesLayer } from '#shared/scene/layers.ts'
import { TilesFault, TilesResource } from '../parts/TilesResource.ts'
import type { LayerView, Stage } from './LayerView.ts'

/** Tiles in memory, bytes: Cesium's own default of 512 MB is known to grow until a tab dies. */
const CACHE_BYTES = 96 * 2 ** 20
const OVERFLOW_BYTES = 64 * 2 ** 20
/** Failed tiles are told together, not one by one. */
const TELL_AFTER_MS = 500

/** Local 3D Tiles from this server. A broken set is told and left out; of a whole one with broken tiles the others are drawn. */
export class TilesView implements LayerView<TilesLayer> {
  readonly #stage: Stage
  #spec: TilesLayer | null = null
  #tiles: Cesium3DTileset | null = null
  #loading = false
  #gone = false
  #failed = 0
  #telling: ReturnType<typeof setTimeout> | undefined

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
    clearTimeout(this.#telling)
    this.#drop()
  }

  #drop(): void {
    if (this.#tiles) this.#stage.scene.primitives.remove(this.#tiles)
    this.#tiles = null
  }

  async #load(spec: TilesLayer): Promise<void> {
    this.#loading = true
    this.#failed = 0
    try {
      const tiles = await Cesium3DTileset.fromUrl(new TilesResource({ url: spec.url }), {
        cacheBytes: CACHE_BYTES,
        maximumCacheOverflowBytes: OVERFLOW_BYTES,
      })
      if (this.#gone || this.#spec?.url !== spec.url) return tiles.destroy()
      this.#drop()
      tiles.show = this.#spec.visible
      tiles.tileFailed.addEventListener(({ url, message }: { url: string; message: string }) =>
        this.#tileFailed(spec, url, message),
      )
      this.#tiles = tiles
      this.#stage.within(spec.id, () => this.#stage.scene.primitives.add(tiles))
    } catch (cause) {
      if (!this.#gone) this.#stage.fail(spec.id, wordsOf(cause))
    } finally {
      this.#loading = false
      this.#stage.scene.requestRender()
    }
  }

  #tileFailed(spec: TilesLayer, url: string, message: string): void {
    this.#failed++
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined
      const file = url.split('?')[0]?.split('/').at(-1) ?? url
      this.#stage.fail(
        spec.id,
        `${this.#failed} 个瓦片未画出,如 ${file}:${chinese(message)} / ${this.#failed} tiles left out, ${file} for one: ${english(message)}`,
      )
    }, TELL_AFTER_MS)
  }
}

interface RequestFault {
  readonly statusCode?: number
}

const wordsOf = (cause: unknown): string => {
  if (cause instanceof TilesFault) return cause.message
  const status = (cause as RequestFault | null)?.statusCode
  if (status !== undefined) return `服务器答复 ${status} / the server answered ${status}`
  return errorMessage(cause)
}

const half = (message: string, at: 0 | 1): string => message.split(' / ')[at] ?? message
const chinese = (message: string): string => half(message, 0)
const english = (message: string): string => half(message, 1)
