import { PNG } from 'pngjs'
import { deltaE } from '../../plain/colour.ts'
import type { ScreenRect } from '../../../../src/engines/SceneEngine.ts'

/** A screenshot: `#rrggbb` as a number a device pixel, row by row. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly rgb: Uint32Array
}

export const pixelsOf = (png: Buffer): Pixels => {
  const { width, height, data } = PNG.sync.read(png)
  const rgb = new Uint32Array(width * height)
  for (let i = 0; i < rgb.length; i++)
    rgb[i] = (data[i * 4]! << 16) | (data[i * 4 + 1]! << 8) | data[i * 4 + 2]!
  return { width, height, rgb }
}

const hexOf = (rgb: number): string => `#${rgb.toString(16).padStart(6, '0')}`

/** Whether a colour is within `limit` ΔE of one of `hexes`; each colour is compared once. */
export const nearOf = (hexes: readonly string[], limit: number): ((rgb: number) => boolean) => {
  const known = new Map<number, boolean>()
  return (rgb) => {
    const before = known.get(rgb)
    if (before !== undefined) return before
    const near = hexes.some((hex) => deltaE(hexOf(rgb), hex) <= limit)
    known.set(rgb, near)
    return near
  }
}

/** The colours of the part of a picture that `covered` (device pixels) leaves free. */
export const coloursOf = (
  { width, height, rgb }: Pixels,
  covered: readonly ScreenRect[],
): ReadonlySet<number> => {
  const hidden = new Uint8Array(width * height)
  for (const { left, top, width: wide, height: high } of covered)
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, top + high); y++)
      hidden.fill(
        1,
        y * width + Math.max(0, Math.floor(left)),
        y * width + Math.min(width, Math.ceil(left + wide)),
      )
  const colours = new Set<number>()
  for (let i = 0; i < rgb.length; i++) if (hidden[i] === 0) colours.add(rgb[i]!)
  return colours
}

/** How far the nearest colour of a picture is from this one, ΔE. */
export const nearestOf = (colours: ReadonlySet<number>, hex: string): number => {
  let nearest = Infinity
  for (const rgb of colours) nearest = Math.min(nearest, deltaE(hexOf(rgb), hex))
  return nearest
}
