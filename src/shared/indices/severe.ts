import { SMALL_BASE } from '../kernel/rate.ts'
import { CLASSES, classOf } from './classes.ts'
import type { IndexDefinition } from './definition.ts'
import type { Part } from './verdict.ts'

/** So many places are numbered: digits that stand in one disc. */
const MOST = 9

type Valued = Pick<Part, 'id' | 'value' | 'n'>

const isSmall = ({ n }: Valued): boolean => n !== null && n < SMALL_BASE

/**
 * The places of an index's grave class, worst first, at most `most`: the first is number 1, on the map as in every list.
 * What is counted over few stands behind all others, as beside a verdict; of equals the larger, then the smaller id.
 */
export const severeOf = <P extends Valued>(
  index: Pick<IndexDefinition, 'better' | 'breaks' | 'decimals'>,
  places: readonly P[],
  most = MOST,
): readonly P[] => {
  const sign = index.better === 'less' ? -1 : 1
  return places
    .filter(({ value }) => classOf(index, value) === CLASSES - 1)
    .sort(
      (a, b) =>
        Number(isSmall(a)) - Number(isSmall(b)) ||
        sign * ((a.value ?? 0) - (b.value ?? 0)) ||
        (b.n ?? 0) - (a.n ?? 0) ||
        (a.id < b.id ? -1 : 1),
    )
    .slice(0, most)
}
