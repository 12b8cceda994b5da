import type { CoalRow } from '#shared/energy/coal.ts'
import { measuresFromArray } from '#shared/indices/measures.ts'
import { sortedCopy } from '#shared/kernel/language/lists.ts'
import type { CoalBasis, IndexDefinition } from '#shared/indices/indices.ts'
import type { PlaceView } from '#shared/protocol/http.ts'
import { namesIn } from '../../../../i18n/names.ts'
import { bare, countsOf, printIndex } from '../../../../i18n/rates.ts'
import type { Lang } from '../../../../state/stores/index.ts'
import { cssColorOf } from '../../../../theme/ramps.ts'
import { worstFirst } from '../../../common/worstFirst.ts'
import type { Block } from './axonometry.ts'

/** A building of the compound with what its plate says. */
export interface Plated extends Block {
  readonly name: string
  /** `7.5%`. */
  readonly figure: string
  /** `9/120 间`; empty where they are the figure, or there are none. */
  readonly counts: string
  /** `#rrggbb` of its class. */
  readonly hex: string
}

interface Asked {
  readonly index: IndexDefinition
  readonly basis: CoalBasis
  readonly coal?: readonly CoalRow[] | undefined
  readonly lang: Lang
}

/** The buildings of a compound that have an outline: the one that is opened first, then the worst by the index, those without a figure last. */
export const platesOf = (
  children: PlaceView['children'],
  first: string | null,
  { index, basis, coal, lang }: Asked,
): readonly Plated[] => {
  const plated = children.flatMap((child) => {
    if (child.kind !== 'building' || child.outline === null) return []
    const m = measuresFromArray(child.measures)
    const value = index.value(m, basis, coal)
    const figure = bare(printIndex(index, m, basis, coal, lang))
    const counts = countsOf(index, m, lang)
    return [
      {
        id: child.id,
        ring: child.outline,
        heightM: child.height ?? 0,
        floors: m.floors,
        name: namesIn(child.name, lang),
        figure,
        counts: value === null || figure === counts ? '' : counts,
        hex: cssColorOf(index, value),
        value,
      },
    ]
  })
  const ordered = worstFirst(plated, ({ value }) => value, index.better)
  return sortedCopy(ordered, (a, b) => Number(b.id === first) - Number(a.id === first))
}
