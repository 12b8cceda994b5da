import { buildModuleUrl, Color, TileMapServiceImageryProvider, type ImageryProvider } from '@cesium/engine'
import type { EngineOptions } from '../../SceneEngine.ts'

/** How far the tones lie apart; enough to tell land from sea, never louder than what is told on top. */
const TONE = { sea: 0.45, landText: 0.045, reliefText: 0.11 } as const

type Rgb = readonly [number, number, number]
const rgb = (color: Color): Rgb => [color.red * 255, color.green * 255, color.blue * 255]
const mix = (a: Color, b: Color, t: number): Color => Color.lerp(a, b, t, new Color())

/** The relief that comes with Cesium, redrawn in the theme's own colours: sea between background and land, land rising towards the text. */
export const bundledRelief = async (options: EngineOptions): Promise<ImageryProvider> => {
  const provider = (await TileMapServiceImageryProvider.fromUrl(
    buildModuleUrl('Assets/Textures/NaturalEarthII'),
  )) as unknown as ImageryProvider
  const tones = tonesOf(options)
  const original = provider.requestImage.bind(provider)
  provider.requestImage = (...tile) => {
    const asked = original(...tile)
    return asked?.then((image) =>
      tinted(image as CanvasImageSource & { width: number; height: number }, tones),
    )
  }
  return provider
}

interface Tones {
  readonly sea: Rgb
  readonly low: Rgb
  readonly high: Rgb
}

const tonesOf = (options: EngineOptions): Tones => {
  const [background, land, text] = [options.background, options.land, options.text].map((css) =>
    Color.fromCssColorString(css),
  ) as [Color, Color, Color]
  return {
    sea: rgb(mix(background, land, TONE.sea)),
    low: rgb(mix(land, text, TONE.landText)),
    high: rgb(mix(land, text, TONE.reliefText)),
  }
}

/** An ImageBitmap stands on its head in Cesium; a bitmap of a canvas drawn from it still does. */
const tinted = (
  image: CanvasImageSource & { width: number; height: number },
  tones: Tones,
): Promise<ImageBitmap> => {
  const canvas = document.createElement('canvas')
  canvas.width = image.width
  canvas.height = image.height
  const brush = canvas.getContext('2d', { willReadFrequently: true })!
  brush.drawImage(image, 0, 0)
  const picture = brush.getImageData(0, 0, canvas.width, canvas.height)
  const { data } = picture
  for (let i = 0; i < data.length; i += 4) paint(data, i, tones)
  brush.putImageData(picture, 0, 0)
  return createImageBitmap(canvas)
}

/** Natural Earth's sea is bluer than it is red; its land is not. */
const paint = (data: Uint8ClampedArray, i: number, { sea, low, high }: Tones): void => {
  const [r, g, b] = [data[i]!, data[i + 1]!, data[i + 2]!]
  const isLand = Math.min(1, Math.max(0, (r - b + 26) / 30))
  const light = Math.min(1, Math.max(0, ((r + g + b) / 3 - 90) / 150))
  for (let k = 0; k < 3; k++) {
    const land = low[k]! + (high[k]! - low[k]!) * light
    data[i + k] = sea[k]! + (land - sea[k]!) * isLand
  }
}
