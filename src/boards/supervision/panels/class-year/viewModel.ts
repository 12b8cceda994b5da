import { CLASSES, classOf, type IndexDefinition } from '#shared/indices/indices.ts'

/** One column: how many counties were of each class, from good to grave. */
export interface YearColumn {
  /** `YYYY-MM`. */
  readonly month: string
  /** null where the month was not kept. */
  readonly counts: readonly number[] | null
  /** Counties without a base then. */
  readonly noData: number
}

type Classed = Pick<IndexDefinition, 'better' | 'breaks' | 'decimals'>

const columnOf = (month: string, values: readonly (number | null)[] | null, index: Classed): YearColumn => {
  const classes = (values ?? []).map((value) => classOf(index, value))
  return {
    month,
    counts:
      values && Array.from({ length: CLASSES }, (_, klass) => classes.filter((one) => one === klass).length),
    noData: classes.filter((one) => one < 0).length,
  }
}

/**
 * Twelve columns of counties by class: the eleven months before `thisMonth` as their last kept day left them, and now. All
 * are held to the breaks of now, so that a column moves by what changed and not by how it is judged.
 */
export const classYear = (
  names: readonly string[],
  kept: readonly { readonly month: string; readonly values: readonly (number | null)[] }[],
  now: { readonly month: string; readonly values: readonly (number | null)[] },
  index: Classed,
): readonly YearColumn[] => {
  const byMonth = new Map(kept.map(({ month, values }) => [month, values]))
  return [
    ...names.slice(1).map((month) => columnOf(month, byMonth.get(month) ?? null, index)),
    columnOf(now.month, now.values, index),
  ]
}
