/** A row within its list, CSS pixels from the list's first. */
interface RowBox {
  readonly top: number
  readonly bottom: number
}

/** Rounding of a browser, CSS pixels. */
const HAIR = 1

/**
 * What a list shows that was scrolled so far: it begins with the row that is nearest, at its end with the first from which
 * all others fit, and ends with the last that fits whole. `shownPx` is how high it was when it was scrolled; `heightPx` is
 * null where all of it fits.
 */
export const rowsShown = (
  rows: readonly RowBox[],
  { roomPx, scrolledPx, shownPx }: Readonly<Record<'roomPx' | 'scrolledPx' | 'shownPx', number>>,
): { readonly fromPx: number; readonly heightPx: number | null; readonly whole: number } => {
  const end = Math.max(0, ...rows.map(({ bottom }) => bottom))
  const tops = rows.map(({ top }) => top)
  const last = tops.find((top) => end - top <= roomPx + HAIR) ?? tops.at(-1) ?? 0
  const nearest = tops.reduce(
    (best, top) => (Math.abs(top - scrolledPx) < Math.abs(best - scrolledPx) ? top : best),
    tops[0] ?? 0,
  )
  const isAtEnd = scrolledPx > HAIR && scrolledPx + shownPx >= end - HAIR
  const fromPx = isAtEnd ? last : Math.min(nearest, last)
  const whole = rows.filter(({ top, bottom }) => top >= fromPx && bottom - fromPx <= roomPx + HAIR)
  const heightPx = whole.length === 0 ? roomPx : Math.max(...whole.map(({ bottom }) => bottom - fromPx))
  return { fromPx, heightPx: whole.length === rows.length ? null : heightPx, whole: whole.length }
}
