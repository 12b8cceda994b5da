import type { CoalRow } from '#shared/energy/coal.ts'
import type { CoalBasis, IndexDefinition } from '#shared/indices/indices.ts'
import type { NamedMeasures } from '../../../common/usePlace.ts'
import { sortedCopy } from '#shared/kernel/language/lists.ts'

export interface RankRow {
  readonly id: string
  readonly name: string
  readonly value: number | null
  /** 1 is the highest value; null where there is nothing to rank. */
  readonly rank: number | null
  /** 0–1 of the widest bar. */
  readonly part: number
}

/** Children by an index, highest first, places without a value last and unranked; equal values share a rank. */
export const rankRows = (
  children: readonly NamedMeasures[],
  index: IndexDefinition,
  basis: CoalBasis,
  coal?: readonly CoalRow[],
): readonly RankRow[] => {
  const valued = children.map((child) => ({
    id: child.id,
    name: child.name,
    value: index.value(child.measures, basis, coal),
  }))
  const sorted = sortedCopy(valued, (a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity))
  const most = Math.max(...sorted.map((row) => row.value ?? 0), 0)
  let rank = 0
  let last: number | null = null
  return sorted.map((row, i) => {
    if (row.value !== null && row.value !== last) rank = i + 1
    last = row.value
    return {
      ...row,
      rank: row.value === null ? null : rank,
      part: row.value !== null && most > 0 ? row.value / most : 0,
    }
  })
}
