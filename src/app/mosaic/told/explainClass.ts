import type { IndexDefinition } from '#shared/indices/indices.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { RoomClass } from '../../../layers/interior/roomClasses.ts'
import { formatNumber } from '../../../i18n/format.ts'
import type { Lang, Why } from '../../../state/stores/index.ts'

/** The reasons behind how many rooms are of a class. */
export const explainClass = (
  { name, rooms }: RoomClass & { readonly rooms: number },
  index: IndexDefinition,
  {
    all,
    at,
    lang,
    t,
  }: { all: number; at: EpochMs; lang: Lang; t: (key: string, named?: Record<string, unknown>) => string },
): Why => {
  const count = (n: number): string => t('rooms', { n: formatNumber(n, 0, lang) })
  return {
    title: `${t('title')} · ${name[lang]}`,
    value: count(rooms),
    formula: t('whyClass'),
    source: `${t('whySource')} · ${index.source[lang]}`,
    mark: index.mark,
    rows: [
      { label: t('whyOwn'), value: count(rooms) },
      { label: t('whyAll'), value: count(all) },
      { label: index.name[lang], value: index.formula[lang] },
    ],
    at,
    index: index.id,
    ...(index.rooms === 'over-limit' ? { feeds: ['room-verdict'] } : {}),
  }
}
