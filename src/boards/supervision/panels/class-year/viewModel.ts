import { CLASSES, classOf, type IndexDefinition } from '#shared/indices/indices.ts'

/** One column: how many counties were of each class, from good to grave. */
export interface YearColumn {
  /** `YYYY-MM`. */
  readonly month: string
  /** null where the month was not kept. */
  readonly counts: readonly number[] | null
  /** Counties without a base then. */
  readonly noData: number
  /** A platform counted it: it was not kept here. */
  readonly handed: boolean
}

/** A month of counties, in one order, and who counted it. */
interface Told {
  readonly month: string
  readonly values: readonly (number | null)[]
  readonly by?: 'here' | 'platform'
}
type Classed = Pick<IndexDefinition, 'better' | 'breaks' | 'decimals'>

const columnOf = (month: string, told: Told | null, index: Classed): YearColumn => {
  const values = told?.values ?? null
  const classes = (values ?? []).map((value) => classOf(index, value))
  return {
    month,
    counts:
      values && Array.from({ length: CLASSES }, (_, klass) => classes.filter((one) => one === klass).length),
    noData: classes.filter((one) => one < 0).length,
    handed: told?.by === 'platform',
  }
}

/**
 * Twelve columns of counties by class: the eleven months before this one as their last kept day left them, or as a platform counted them, and now. All
 * are held to the breaks of now, so that a column moves by what changed and not by how it is judged.
 */
export const classYear = (
  names: readonly string[],
  kept: readonly Told[],
  now: Told,
  index: Classed,
): readonly YearColumn[] => {
  const byMonth = new Map(kept.map((told) => [told.month, told]))
  return [
    ...names.slice(1).map((month) => columnOf(month, byMonth.get(month) ?? null, index)),
    columnOf(now.month, now, index),
  ]
}
