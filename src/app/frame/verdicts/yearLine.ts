/** A run of kept months as `x y` pairs of a box of 100 by 100, y from the top. */
export interface YearLine {
  /** Path of the kept months and now; a gap where a month was not kept. */
  readonly path: string
  /** Where now stands; null where there is no figure. */
  readonly now: { readonly x: number; readonly y: number } | null
  /** Where the line stands that it is held to; null without one. */
  readonly line: number | null
  /** Months that were kept. */
  readonly kept: number
}

const SIZE = 100
/** Free above and below, so that a dot at the edge is whole. */
const INSET = 8
const at = (value: number): string => value.toFixed(2)

/** The months before now, oldest first, with the figure of now as their last point: within their own span and the line's. */
export const yearLine = (
  months: readonly (number | null)[],
  value: number | null,
  target: number | null,
): YearLine => {
  const all = [...months, value]
  const known = [...all, target].filter((one) => one !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const y = (one: number): number =>
    high > low ? SIZE - INSET - ((one - low) / (high - low)) * (SIZE - INSET * 2) : SIZE / 2
  const x = (i: number): number => (i / Math.max(all.length - 1, 1)) * SIZE
  const path = all
    .map((one, i) => {
      if (one === null) return ''
      const joined = i > 0 && all[i - 1] !== null
      return `${joined ? 'L' : 'M'}${at(x(i))} ${at(y(one))}`
    })
    .join('')
  return {
    path,
    now: value === null ? null : { x: SIZE, y: y(value) },
    line: target === null || known.length === 0 ? null : y(target),
    kept: months.filter((one) => one !== null).length,
  }
}
