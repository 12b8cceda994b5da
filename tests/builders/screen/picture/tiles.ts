import { nearOf, type Pixels } from './pixels.ts'

/** A glyph, a line or a mark differs from what it stands on by more than this, ΔE; shades of a ground do not. */
const MARK_DE = 4
/** Of a tile's pixels, so many make a mark. */
const MARK_SHARE = 0.005

/**
 * Of a picture's square tiles, `tilePx` device pixels wide, the share that holds nothing: all of such a tile is of the
 * `grounds`, but for what no eye would call a mark. What is left at the right and below are tiles too.
 */
export const emptyShareOf = (
  { width, height, rgb }: Pixels,
  tilePx: number,
  grounds: readonly string[],
): number => {
  const isGround = nearOf(grounds, MARK_DE)
  const [columns, rows] = [Math.ceil(width / tilePx), Math.ceil(height / tilePx)]
  const [marked, all] = [new Uint32Array(columns * rows), new Uint32Array(columns * rows)]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const tile = Math.floor(y / tilePx) * columns + Math.floor(x / tilePx)
      all[tile]!++
      if (!isGround(rgb[y * width + x]!)) marked[tile]!++
    }
  return all.filter((many, tile) => marked[tile]! < many * MARK_SHARE).length / all.length
}
