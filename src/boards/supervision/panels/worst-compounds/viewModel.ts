import type { CoalRow } from '#shared/energy/coal.ts'
import { baseOf, classOf, CLASSES, type CoalBasis, type IndexDefinition } from '#shared/indices/indices.ts'
import { SMALL_BASE } from '#shared/kernel/rate.ts'
import { sortedCopy } from '#shared/kernel/language/lists.ts'
import type { NamedMeasures } from '../../../common/usePlace.ts'

export interface WorstRow extends NamedMeasures {
  readonly value: number | null
  /** From good (0) to grave; −1 where it has no value. */
  readonly klass: number
  /** What it is counted over. */
  readonly base: number
}

const isSmall = (base: number): boolean => base < SMALL_BASE

/** Places by an index, the worst first; what is counted over few stands behind, what has no value last. Of equals the larger, then by name. */
export const worstFirst = (
  places: readonly NamedMeasures[],
  index: IndexDefinition,
  basis: CoalBasis,
  coal?: readonly CoalRow[],
): readonly WorstRow[] => {
  const sign = index.better === 'less' ? -1 : 1
  const valued = places.map((place) => {
    const value = index.value(place.measures, basis, coal)
    const base = baseOf(index, place.measures)
    return { ...place, value, klass: classOf(index, value), base }
  })
  return sortedCopy(
    valued,
    (a, b) =>
      Number(a.value === null) - Number(b.value === null) ||
      Number(isSmall(a.base)) - Number(isSmall(b.base)) ||
      sign * ((a.value ?? 0) - (b.value ?? 0)) ||
      b.base - a.base ||
      a.name.localeCompare(b.name, 'zh'),
  )
}

/** What every compound is, said by the list's question. */
const KIND = /(?<=.{3})办公区$/u

/** A name without the regions that it lies in, which the screen names already, and without what all of them are. */
export const shortName = (name: string, regions: readonly string[]): string => {
  const within = regions.find((region) => name.startsWith(region) && name.length > region.length + 2)
  return within === undefined ? name.replace(KIND, '') : shortName(name.slice(within.length), regions)
}

/** How many are of the two classes beyond the reference, and of the grave one alone. */
export const beyond = (rows: readonly WorstRow[]): { readonly over: number; readonly grave: number } => ({
  over: rows.filter(({ klass }) => klass >= CLASSES - 2).length,
  grave: rows.filter(({ klass }) => klass === CLASSES - 1).length,
})

/** The row after `at`, by one step; the first or the last where none is lit, and the ends stay. */
export const stepped = (at: number, by: number, count: number): number =>
  at < 0 ? (by > 0 ? 0 : count - 1) : Math.max(0, Math.min(count - 1, at + by))
