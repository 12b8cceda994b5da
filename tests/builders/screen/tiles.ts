import { PNG } from 'pngjs'
import { deltaE } from '../plain/colour.ts'

const hexAt = (data: Buffer, i: number): string =>
  `#${((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!).toString(16).padStart(6, '0')}`

/** A line, a glyph or a mark differs from what it stands on by more than this, ΔE; tints and gradients of a ground do not. */
const MARK_DE = 4
/** Of a tile's pixels, so many must be of a mark. */
const MARK_SHARE = 0.005
const FILL_DE = 3

/** The colour that most pixels of a tile have, and the share of those that differ from it as a mark does. */
const tileOf = (
  { data, width }: PNG,
  [left, top, right, bottom]: readonly [number, number, number, number],
): { ground: string; marks: number } => {
  const counts = new Map<string, number>()
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const hex = hexAt(data, (y * width + x) * 4)
      counts.set(hex, (counts.get(hex) ?? 0) + 1)
    }
  const [ground] = [...counts].reduce((most, next) => (next[1] > most[1] ? next : most))
  const marked = [...counts].reduce(
    (sum, [hex, count]) => sum + (deltaE(hex, ground) > MARK_DE ? count : 0),
    0,
  )
  return { ground, marks: marked / ((right - left) * (bottom - top)) }
}

/**
 * Share of a picture's square tiles that hold nothing: no text, mark, label or line, and no fill of one of the colours
 * given. Tiles are `tilePx` wide; what is left at the right and below counts as tiles too.
 */
export const emptyShare = (picture: Buffer, tilePx: number, fills: readonly string[]): number => {
  const png = PNG.sync.read(picture)
  let [tiles, empty] = [0, 0]
  for (let top = 0; top < png.height; top += tilePx)
    for (let left = 0; left < png.width; left += tilePx) {
      const { ground, marks } = tileOf(png, [
        left,
        top,
        Math.min(left + tilePx, png.width),
        Math.min(top + tilePx, png.height),
      ])
      tiles++
      if (marks < MARK_SHARE && !fills.some((fill) => deltaE(fill, ground) <= FILL_DE)) empty++
    }
  return empty / tiles
}

/** Of the colours given, those that no pixel of a picture is within `limit` ΔE of, each with the nearest that there is. */
export const notDrawn = (picture: Buffer, colours: readonly string[], limit: number): string[] => {
  const { data } = PNG.sync.read(picture)
  const seen = new Set<string>()
  for (let i = 0; i < data.length; i += 4) seen.add(hexAt(data, i))
  return colours.flatMap((colour) => {
    const nearest = Math.min(...[...seen].map((hex) => deltaE(hex, colour)))
    return nearest <= limit ? [] : [`${colour}: ${nearest.toFixed(1)}`]
  })
}
