import { sortedCopy } from '../kernel/language/lists.ts'
import { classOf, type IndexDefinition } from './indices.ts'

/** A map on which more than this part of the places stands in one class tells nothing. */
const CROWDED = 0.8
/** Fewer places are read one by one. */
const LEAST_PLACES = 8

type Breaks = IndexDefinition['breaks']

/** The value below which this share of a sorted list lies, between its neighbours. */
const quantile = (sorted: readonly number[], share: number): number => {
  const at = (sorted.length - 1) * share
  const low = Math.floor(at)
  const [a, b] = [sorted[low] as number, sorted[Math.min(low + 1, sorted.length - 1)] as number]
  return a + (b - a) * (at - low)
}
const isRising = (breaks: readonly number[]): boolean =>
  breaks.every((value, i) => i === 0 || value > (breaks[i - 1] as number))

/**
 * The index with breaks by quantile where its own leave more than four of five places in one class; itself elsewhere.
 * The reference stays a break, so that no colour beyond it is given to a place that keeps it.
 */
export const spread = (index: IndexDefinition, values: readonly (number | null)[]): IndexDefinition => {
  const known = sortedCopy(
    values.filter((value): value is number => value !== null),
    (a, b) => a - b,
  )
  if (known.length < LEAST_PLACES) return index
  const inClass = [0, 1, 2, 3, 4, 5].map(
    (klass) => known.filter((value) => classOf(index, value) === klass).length,
  )
  if (Math.max(...inClass) <= known.length * CROWDED) return index
  const { reference, decimals } = index
  const cut = (list: readonly number[], share: number): number =>
    Number(quantile(list, share).toFixed(decimals))
  const wanted = (): readonly number[] => {
    if (reference === null) return [1, 2, 3, 4, 5].map((n) => cut(known, n / 6))
    const below = known.filter((value) => value < reference)
    if (below.length * 2 < known.length) {
      const above = known.filter((value) => value >= reference)
      return [index.breaks[0], index.breaks[1], reference, cut(above, 1 / 3), cut(above, 2 / 3)]
    }
    const last = index.breaks[4] > reference ? index.breaks[4] : reference * 2
    /* Places at nought share the first class: a class below nought would hold nobody. */
    const some = below.filter((value) => value > 0)
    const list = some.length >= LEAST_PLACES ? some : below
    return [cut(list, 0.25), cut(list, 0.5), cut(list, 0.75), reference, last]
  }
  const breaks = wanted()
  return isRising(breaks) ? { ...index, breaks: breaks as unknown as Breaks } : index
}
