import { sortedCopy } from '../kernel/language/lists.ts'
import { CLASSES, classOf, type IndexDefinition } from './indices.ts'

/** A map on which more than this part of the places stands in one class tells nothing. */
const CROWDED = 0.8
/** Fewer places are read one by one. */
const LEAST_PLACES = 8
const WHOLE = 100

type Breaks = IndexDefinition['breaks']

/** An index as a screen colours by it. */
export interface ShownIndex extends IndexDefinition {
  /** Coloured by quantiles of the counties, for the index's own classes would all be one. */
  readonly byQuantile?: true
}

/** The index held to the reference in force: where a parameter moved it, all breaks move along. */
export const heldTo = (index: IndexDefinition, reference: number | null): IndexDefinition => {
  const own = index.reference
  if (reference === null || own === null || own <= 0 || reference === own) return index
  const breaks = index.breaks.map((value) => Number(((value * reference) / own).toFixed(index.decimals)))
  return { ...index, reference, breaks: breaks as unknown as Breaks }
}

/** The value below which this share of a sorted list lies, between its neighbours. */
const quantile = (sorted: readonly number[], share: number): number => {
  const at = (sorted.length - 1) * share
  const low = Math.floor(at)
  const [a, b] = [sorted[low] as number, sorted[Math.min(low + 1, sorted.length - 1)] as number]
  return a + (b - a) * (at - low)
}

/** What a place must be beyond to be called near its reference at all: half of it, of what should be whole half the gap. */
const halfWay = ({ better }: IndexDefinition, reference: number): number =>
  better === 'less' ? reference / 2 : WHOLE - (WHOLE - reference) / 2

/**
 * The index with breaks by quantile of the places that keep its reference, where its own leave more than four of five of
 * them in one class; itself elsewhere. The reference and what is grave stay breaks, so that each name keeps its meaning.
 */
export const spread = (index: IndexDefinition, values: readonly (number | null)[]): ShownIndex => {
  const { better, reference, decimals } = index
  const sign = better === 'less' ? 1 : -1
  const known = sortedCopy(
    values.filter((value): value is number => value !== null),
    (a, b) => (a - b) * sign,
  )
  if (known.length < LEAST_PLACES) return index
  const inClass = Array.from(
    { length: CLASSES },
    (_, klass) => known.filter((value) => classOf(index, value) === klass).length,
  )
  if (Math.max(...inClass) <= known.length * CROWDED) return index
  const cut = (list: readonly number[], share: number): number =>
    Number(quantile(list, share).toFixed(decimals))
  const wanted = (): readonly number[] => {
    if (reference === null) return [1, 2, 3, 4].map((n) => cut(known, n / CLASSES))
    const kept = known.filter((value) => (reference - value) * sign >= 0)
    if (kept.length < LEAST_PLACES) return index.breaks
    const near = sign * Math.max(sign * cut(kept, 2 / 3), sign * halfWay(index, reference))
    const good = cut(
      kept.filter((value) => (near - value) * sign >= 0),
      1 / 2,
    )
    return [good, near, reference, index.breaks[3]]
  }
  const breaks = wanted()
  const isRising = breaks.every((value, i) => i === 0 || (value - (breaks[i - 1] as number)) * sign > 0)
  return isRising && breaks.some((value, i) => value !== index.breaks[i])
    ? { ...index, breaks: breaks as unknown as Breaks, byQuantile: true }
    : index
}
