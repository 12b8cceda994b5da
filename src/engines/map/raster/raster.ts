import { BitmapLayer } from '@deck.gl/layers'
import type { Layer } from '@deck.gl/core'
import type { RasterLayer } from '#shared/scene/layers.ts'
import { FLAT, type DrawnLayer, type Stage } from '../layers/drawn.ts'
import { meets, tilesOver, type TileAt } from './cover.ts'
import { Pictures } from './pictures.ts'

/** Tiles of one view. */
const MOST_TILES = 240

/** A ground of pictures: those of the view, and until they came what is known there of other zooms. A gap leaves what lies below. */
export const drawRaster = (stage: Stage): DrawnLayer<RasterLayer> => {
  let spec: RasterLayer | null = null
  let wanted: readonly TileAt[] = []
  const pictures = new Pictures(
    () => stage.refresh(),
    (message) => spec && stage.fail(spec.id, message),
  )
  /** Whether other tiles are wanted than before. */
  const look = (): boolean => {
    const before = wanted
    wanted = spec?.visible ? tilesOver(stage.bounds(), stage.zoom(), spec, MOST_TILES) : []
    pictures.want(wanted)
    return before.length !== wanted.length || before.some(({ key }, i) => key !== wanted[i]?.key)
  }
  const layerOf = ({ at: { key, box }, image }: { at: TileAt; image: ImageBitmap }): Layer =>
    new BitmapLayer({
      id: `${spec?.id}/${key}`,
      image: image as never,
      bounds: boxes(box),
      _imageCoordinateSystem: spec?.tiling === 'degrees' ? 'lnglat' : 'cartesian',
      pickable: false,
      parameters: FLAT,
    } as never)
  return {
    update: (next) => {
      if (spec?.url !== next.url) pictures.reset(next.url)
      spec = next
      look()
      const ready = pictures.ready()
      const keys = new Set(wanted.map(({ key }) => key))
      const own = ready.filter(({ at }) => keys.has(at.key))
      const view = stage.bounds()
      const others =
        own.length === wanted.length
          ? []
          : ready
              .filter(({ at }) => !keys.has(at.key) && meets(at.box, view))
              .sort((a, b) => a.at.z - b.at.z)
              .slice(-MOST_TILES)
      return spec.visible ? [...others, ...own].map(layerOf) : []
    },
    idAt: () => null,
    cameraMoved: look,
    get pending() {
      return pictures.pending
    },
    destroy: () => pictures.reset(''),
  }
}

const kept = new WeakMap<readonly number[], [number, number, number, number]>()
/** The very same array for the same tile: deck.gl makes its mesh anew where it differs. */
const boxes = (box: TileAt['box']): [number, number, number, number] => {
  const known = kept.get(box) ?? [...box]
  kept.set(box, known)
  return known
}
