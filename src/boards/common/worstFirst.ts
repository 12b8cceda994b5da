import { sortedCopy } from '#shared/kernel/language/lists.ts'
import type { IndexDefinition } from '#shared/indices/indices.ts'

/** By a figure the worst first, those without one last. */
export const worstFirst = <T>(
  rows: readonly T[],
  valueOf: (row: T) => number | null,
  better: IndexDefinition['better'],
): readonly T[] => {
  const sign = better === 'less' ? -1 : 1
  const told = rows.map((row) => ({ row, value: valueOf(row) }))
  return sortedCopy(
    told,
    (a, b) => Number(a.value === null) - Number(b.value === null) || sign * ((a.value ?? 0) - (b.value ?? 0)),
  ).map(({ row }) => row)
}
