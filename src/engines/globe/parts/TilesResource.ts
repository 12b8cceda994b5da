import { Resource } from '@cesium/engine'
import { contentBytesFault, tilesetTextFault, type TilesetFault } from '#shared/scene/tileset.ts'

/** Tilesets within tilesets; deeper is no model of ours. */
const DEEPEST = 16
const OPENING_BRACE = 0x7b

/** A fault of what a tileset is made of; its words are for the screen. */
export class TilesFault extends Error {}

/**
 * Where a tileset and all that it names is fetched from. What was fetched is looked at before Cesium reads it: a tileset,
 * the outer one or one that a tile names, by its rules, a binary tile by the length it announces. A tileset that names
 * one of those it was named by goes round for ever and is refused too.
 */
export class TilesResource extends Resource {
  /** Addresses of the tilesets that this one was named by, from the outermost. */
  #above: readonly string[] = []

  override clone(result?: Resource): Resource {
    if (result) return super.clone(result)
    const made = new TilesResource({ url: this.url })
    super.clone(made)
    made.#above = this.#above
    return made
  }

  override getDerivedResource(options: Parameters<Resource['getDerivedResource']>[0]): Resource {
    const made = super.getDerivedResource(options) as TilesResource
    if ('url' in options && options.url !== undefined) made.#above = [...this.#above, plain(this.url)]
    return made
  }

  override fetchArrayBuffer(): Promise<ArrayBuffer> | undefined {
    return super.fetchArrayBuffer()?.then((bytes) => {
      const fault = this.#faultOf(bytes)
      if (fault) throw new TilesFault(fault)
      return bytes
    })
  }

  override fetchJson(): Promise<unknown> | undefined {
    return this.fetchArrayBuffer()?.then((bytes) => {
      const text = new TextDecoder().decode(bytes)
      const fault = this.#above.length === 0 ? tilesetTextFault(text) : null
      if (fault) throw new TilesFault(fault)
      return JSON.parse(text) as unknown
    })
  }

  #faultOf(bytes: ArrayBuffer): TilesetFault | null {
    const isText = new Uint8Array(bytes, 0, Math.min(1, bytes.byteLength))[0] === OPENING_BRACE
    if (!isText) return contentBytesFault(bytes)
    const text = new TextDecoder().decode(bytes)
    if (!isTileset(text)) return null
    if (this.#above.length > DEEPEST)
      return `瓦片集嵌套超过 ${DEEPEST} 层 / tilesets nested deeper than ${DEEPEST}`
    if (this.#above.includes(plain(this.url))) return '瓦片集引用了自身 / the tileset names itself'
    return tilesetTextFault(text)
  }
}

const plain = (url: string): string => url.split('?')[0] ?? url

/** Other JSON content, a glTF or a subtree, has no root tile. */
const isTileset = (text: string): boolean => {
  try {
    const json = JSON.parse(text) as { root?: unknown; asset?: unknown }
    return json.root !== undefined
  } catch {
    return true
  }
}
