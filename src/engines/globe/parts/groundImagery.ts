import {
  Event,
  GeographicTilingScheme,
  Rectangle,
  WebMercatorTilingScheme,
  type ImageryProvider,
} from '@cesium/engine'
import type { RasterLayer } from '#shared/scene/layers.ts'

/** Asked of this server at once; what is over is asked for by a later frame. */
const AT_ONCE = 12
const TILE_PX = 256

/** Pictures as Cesium asks for them, and how it goes with them. */
export interface GroundImagery {
  readonly provider: ImageryProvider
  /** How many are on their way. */
  under(): number
  /** How many did not come, and why the last of them did not. */
  failed(): { readonly count: number; readonly why: string }
}

/** Cesium lays a gap over what lies below it. */
const nothing = (): Promise<ImageBitmap> => createImageBitmap(new ImageData(1, 1))

/** Cesium wants its bitmaps upside down. */
const fetchPicture = async (url: string): Promise<ImageBitmap> => {
  const answer = await fetch(url)
  if (answer.status === 204) return nothing()
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
  return createImageBitmap(new Blob([await answer.arrayBuffer()]), {
    imageOrientation: 'flipY',
    premultiplyAlpha: 'none',
  })
}

/**
 * A ground of pictures for Cesium, from the one address of the layer. By degrees Cesium's first level is the second zoom,
 * two tiles around the earth. Zooms that the ground lacks are gaps without a question. `settled` hears each answer.
 */
export const groundImagery = (
  { url, minZoom, maxZoom, bounds, tiling }: RasterLayer,
  settled: () => void,
): GroundImagery => {
  const isByDegrees = tiling === 'degrees'
  const tilingScheme = isByDegrees ? new GeographicTilingScheme() : new WebMercatorTilingScheme()
  const deeper = isByDegrees ? 1 : 0
  const whole = tilingScheme.rectangle
  const [failed, errorEvent] = [new Map<string, string>(), new Event()]
  errorEvent.addEventListener(() => undefined)
  let under = 0
  const ask = async (address: string): Promise<ImageBitmap> => {
    under++
    try {
      const picture = await fetchPicture(address)
      failed.delete(address)
      return picture
    } catch (cause) {
      failed.set(address, cause instanceof Error ? cause.message : String(cause))
      throw cause
    } finally {
      under--
      settled()
    }
  }
  const provider = {
    rectangle: (bounds && Rectangle.intersection(Rectangle.fromDegrees(...bounds), whole)) ?? whole,
    tileWidth: TILE_PX,
    tileHeight: TILE_PX,
    minimumLevel: 0,
    maximumLevel: Math.max(0, maxZoom - deeper),
    tilingScheme,
    errorEvent,
    hasAlphaChannel: true,
    requestImage: (x: number, y: number, level: number): Promise<ImageBitmap> | undefined => {
      const zoom = level + deeper
      if (zoom < minZoom) return nothing()
      if (under >= AT_ONCE) return undefined
      return ask(url.replace('{z}', `${zoom}`).replace('{x}', `${x}`).replace('{y}', `${y}`))
    },
  }
  return {
    provider: provider as unknown as ImageryProvider,
    under: () => under,
    failed: () => ({ count: failed.size, why: [...failed.values()].at(-1) ?? '' }),
  }
}
