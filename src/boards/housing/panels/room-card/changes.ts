import type { RoomChanges } from '#shared/protocol/http.ts'
import { formatNumber } from '../../../../i18n/format.ts'
import { namesIn } from '../../../../i18n/names.ts'
import type { Lang } from '../../../../state/stores/index.ts'

type Change = Pick<RoomChanges['changes'][number], 'before' | 'after'>

/** Named as the card names them. */
const FIELDS = ['state', 'use', 'category', 'usableArea', 'unit', 'occupants'] as const
type Field = (typeof FIELDS)[number]

const valueOf = (field: Field, value: unknown, lang: Lang, stateName: (state: string) => string): string => {
  if (value === null || value === undefined) return '—'
  if (field === 'usableArea') return `${formatNumber(Number(value), 2, lang)} m²`
  if (field === 'state') return stateName(String(value))
  /** Who sat there is personal data: how many is told. */
  if (field === 'occupants') return Array.isArray(value) ? String(value.length) : '—'
  return namesIn(String(value), lang)
}

/** What a change made of which field; of the occupants their number alone. */
export const changeLines = (
  { before, after }: Change,
  lang: Lang,
  stateName: (state: string) => string,
): readonly { readonly field: Field; readonly before: string; readonly after: string }[] =>
  FIELDS.filter((field) => field in before || field in after).map((field) => ({
    field,
    before: valueOf(field, before[field], lang, stateName),
    after: valueOf(field, after[field], lang, stateName),
  }))
