/** Bounds of one share: at least `low`, at most `high`. */
export interface Bounds {
  readonly low: number
  readonly high: number
}
const FREE: Bounds = { low: 0, high: Number.MAX_SAFE_INTEGER }

/**
 * Shares a whole number out by weight so that the parts sum to it exactly (largest remainder), each within its bounds.
 * Throws a RangeError when the bounds cannot hold the total.
 */
export const spread = (
  total: number,
  weights: readonly number[],
  boundsOf: (index: number) => Bounds = () => FREE,
): number[] => {
  const bounds = weights.map((_, i) => boundsOf(i))
  const low = bounds.reduce((sum, bound) => sum + bound.low, 0)
  const high = bounds.reduce((sum, bound) => sum + bound.high, 0)
  if (total < low || total > high)
    throw new RangeError(`spread: ${total} over ${weights.length} parts, expected ${low} to ${high}`)
  const parts = bounds.map((bound) => bound.low)
  for (let left = total - low; left > 0;) left -= deal(left, parts, weights, bounds)
  return parts
}

/** Deals once among those that can still take: everyone the whole part of what is due, then one each by remainder. */
const deal = (
  left: number,
  parts: number[],
  weights: readonly number[],
  bounds: readonly Bounds[],
): number => {
  const open = parts.flatMap((part, i) => (part < bounds[i]!.high ? [i] : []))
  const sum = open.reduce((all, i) => all + weights[i]!, 0)
  const due = open.map((i) => ({ i, due: sum > 0 ? (left * weights[i]!) / sum : left / open.length }))
  let given = 0
  for (const share of due) {
    const take = Math.min(Math.floor(share.due), bounds[share.i]!.high - parts[share.i]!)
    parts[share.i]! += take
    given += take
  }
  due.sort((a, b) => (b.due % 1) - (a.due % 1) || a.i - b.i)
  for (const { i } of due) {
    if (given === left) break
    if (parts[i]! >= bounds[i]!.high) continue
    parts[i]! += 1
    given += 1
  }
  return given
}
