/** A rate over fewer than this is told in counts: 7 of 13 is no percentage. */
export const SMALL_BASE = 30

/** What a rate is of: both counted in the same thing. `part` may lie beyond `base`. */
export interface RateOf {
  readonly part: number
  readonly base: number
}

const WHOLE_PERCENT = 100
const FINE_FROM = 100
const LEAST_SHOWN = 0.05

const grouped = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')

/** `7/13`, with thousands grouped. */
export const countsText = ({ part, base }: RateOf): string => `${grouped(part)}/${grouped(base)}`

/**
 * The percentage with one decimal, whole below a hundred; null where there is no base, or one so small that
 * only its counts say something.
 */
export const percentText = ({ part, base }: RateOf): string | null => {
  if (!(base >= SMALL_BASE)) return null
  const percent = (part / base) * WHOLE_PERCENT
  if (part > 0 && percent < LEAST_SHOWN) return '<0.1'
  if (part < base && percent >= WHOLE_PERCENT - LEAST_SHOWN) return '>99.9'
  return percent.toFixed(base < FINE_FROM ? 0 : 1)
}

/** `7/13` where the base is small, `4.1%(42/1,024)` above; an em dash without a base. */
export const rateText = (of: RateOf): string => {
  if (!(of.base > 0)) return '—'
  const percent = percentText(of)
  return percent === null ? countsText(of) : `${percent}%(${countsText(of)})`
}
