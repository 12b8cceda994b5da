import {
  Event,
  GeographicTilingScheme,
  Rectangle,
  WebMercatorTilingScheme,
  type ImageryProvider,
} from '@cesium/engine'
import { errorMessage } from '#shared/kernel/errors.ts'
import type { RasterLayer } from '#shared/scene/layers.ts'
import { fetchPicture, NoSuchPicture } from '../../raster/picture.ts'

/** Asked of this server at once; what is over is asked for by a later frame. */
const AT_ONCE = 12
const TILE_PX = 256

/** Pictures as Cesium asks for them, and how it goes with them. */
export interface GroundImagery {
  readonly provider: ImageryProvider
  /** How many are on their way. */
  under(): number
  /** Whether anything of it was asked for and told yet. */
  heard(): boolean
  /** How many did not come, why the last of them did not, and whether one of them may when it is asked for again. */
  failed(): { readonly count: number; readonly why: string; readonly mayCome: boolean }
}

/** What a ground does not have by its address: null for a gap, why for a tile that it should have. */
export type NoPictures = Map<string, NoSuchPicture | null>

/** Cesium lays a gap over what lies below it. */
const nothing = (): Promise<ImageBitmap> => createImageBitmap(new ImageData(1, 1))

/** Cesium wants its bitmaps upside down. */
const UPRIGHT: ImageBitmapOptions = { imageOrientation: 'flipY', premultiplyAlpha: 'none' }

/** Asks for tiles by their address, a few at once; what `none` knows is not asked for. */
const makeAsking = (none: NoPictures, settled: () => void) => {
  const failed = new Map<string, unknown>()
  let [under, heard] = [0, false]
  const ask = async (address: string): Promise<ImageBitmap> => {
    under++
    try {
      const picture = await fetchPicture(address, UPRIGHT)
      failed.delete(address)
      if (!picture) none.set(address, null)
      return picture ?? nothing()
    } catch (cause) {
      if (cause instanceof NoSuchPicture) none.set(address, cause)
      failed.set(address, cause)
      throw cause
    } finally {
      under--
      heard = true
      settled()
    }
  }
  const known = (address: string): Promise<ImageBitmap> => {
    const cause = none.get(address)
    heard = true
    if (!cause) return nothing()
    failed.set(address, cause)
    return Promise.reject(cause)
  }
  return {
    ask: (address: string): Promise<ImageBitmap> | undefined => {
      if (none.has(address)) return known(address)
      return under >= AT_ONCE ? undefined : ask(address)
    },
    under: () => under,
    heard: () => heard,
    failed: () => {
      const causes = [...failed.values()]
      const mayCome = causes.some((cause) => !(cause instanceof NoSuchPicture))
      return { count: causes.length, why: causes.length > 0 ? errorMessage(causes.at(-1)) : '', mayCome }
    },
  }
}

/**
 * A ground of pictures for Cesium, from the one address of the layer. By degrees Cesium's first level is the second zoom,
 * two tiles around the earth. Zooms that the ground lacks are gaps without a question, and so is what `none` knows; it is
 * added to. `settled` hears each answer.
 */
export const groundImagery = (
  { url, minZoom, maxZoom, bounds, tiling }: RasterLayer,
  none: NoPictures,
  settled: () => void,
): GroundImagery => {
  const isByDegrees = tiling === 'degrees'
  const tilingScheme = isByDegrees ? new GeographicTilingScheme() : new WebMercatorTilingScheme()
  const deeper = isByDegrees ? 1 : 0
  const whole = tilingScheme.rectangle
  const errorEvent = new Event()
  errorEvent.addEventListener(() => undefined)
  const { ask, under, heard, failed } = makeAsking(none, settled)
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
      return ask(url.replace('{z}', `${zoom}`).replace('{x}', `${x}`).replace('{y}', `${y}`))
    },
  }
  return { provider: provider as unknown as ImageryProvider, under, heard, failed }
}
