import type { VehicleFigureId } from '#shared/vehicles/figures.ts'
import type { VehicleFigures } from '#shared/protocol/http.ts'
import { namesIn } from '../../../../i18n/names.ts'
import { bare } from '../../../../i18n/rates.ts'
import type { Lang } from '../../../../state/stores/index.ts'
import { sortedCopy } from '#shared/kernel/language/lists.ts'
import { type Words, figureText } from './figures.ts'
import { rateOf, comparedText } from './rates.ts'

export interface PartRow {
  readonly id: string
  readonly name: string
  readonly kind: 'region' | 'unit'
  readonly value: number | null
  readonly text: string
  /** What a rate is of, where that is not the whole. */
  readonly of: string
  /** 0–1 of the widest bar. */
  readonly share: number
}
/** Parts of a place by a figure, highest first; what is not known stands last. */
export const partRows = (
  data: VehicleFigures,
  id: VehicleFigureId,
  t: Words,
  lang: Lang,
): readonly PartRow[] => {
  const rows = data.rows.map(({ id: row, name, kind, values, bases, overlap }) => {
    const share = rateOf(id, values[id], bases, overlap, t, lang)
    const of = id === 'overlap' && overlap.trips > 0 ? comparedText(overlap, t, lang) : (share?.n ?? '')
    return {
      id: row,
      name: namesIn(name, lang),
      kind,
      value: values[id],
      text: share ? bare(share) : figureText(id, values[id], t, lang),
      of,
    }
  })
  const most = Math.max(0, ...rows.map(({ value }) => Math.abs(value ?? 0)))
  return sortedCopy(rows, (a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity)).map((row) => ({
    ...row,
    share: most > 0 ? Math.abs(row.value ?? 0) / most : 0,
  }))
}
