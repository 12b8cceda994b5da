import { moved, type Better, type Standing } from '#shared/indices/verdict.ts'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'
import { formatNumber } from '../../../i18n/format.ts'
import type { Told, VerdictDefinition } from '../../../boards/verdict.ts'
import type { Lang } from '../../../state/stores/index.ts'

type Words = (key: string, named?: Record<string, unknown>) => string
type Severity = 'green' | 'info' | 'yellow' | 'red'

const SEVERITY: Readonly<Record<Standing, Severity>> = {
  kept: 'green',
  slight: 'yellow',
  severe: 'red',
  small: 'info',
  unheld: 'info',
  unknown: 'info',
}

/** Shape and word of how a figure stands; null where nothing holds it. */
export const markOf = (
  stands: Standing,
  { words, better }: Pick<VerdictDefinition, 'words' | 'better'>,
  t: Words,
  lang: Lang,
): { readonly severity: Severity; readonly word: string } | null => {
  if (stands === 'unheld') return null
  const own = stands === 'kept' || stands === 'slight' || stands === 'severe' ? words?.[stands] : undefined
  const key = stands === 'slight' && better === 'more' ? 'below' : stands
  return { severity: SEVERITY[stands], word: own?.[lang] ?? t(key) }
}

/** Counts and their unit, which a narrow place leaves out: `n 2,616` and `buildings`. */
export const countsParts = (counts: string): readonly string[] =>
  /^(.*?\d[\d.,/]*) ([^\d]*)$/.exec(counts)?.slice(1) ?? [counts]

/** `▲0.2`, `▼0.3`; null where nothing moved. */
export const arrow = (by: number, decimals: number, lang: Lang): string | null =>
  by === 0 ? null : `${by > 0 ? '▲' : '▼'}${formatNumber(Math.abs(by), decimals, lang)}`

/** Without the year where it is this one. */
const dayText = (day: string, now: EpochMs): string =>
  day.slice(0, 4) === dayOf(now).slice(0, 4) ? day.slice(5) : day

const MONTH_NAMES = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' })
/** `Oct` of `2026-10`. */
const monthName = (month: string): string => MONTH_NAMES.format(Date.parse(`${month}-01`))

/** The change since last month, or that last month was not kept and since when months are; nothing while they are read. */
export const monthLines = (
  { value, decimals, months, since }: Pick<Told, 'value' | 'decimals' | 'months' | 'since'>,
  now: EpochMs,
  t: Words,
  lang: Lang,
): string[] => {
  if (months === null) return []
  const last = months.at(-1)
  const by = moved(value, last?.value, decimals)
  if (by === null)
    return value === null
      ? []
      : [t('noMonth'), ...(since ? [t('keptSince', { day: dayText(since, now) })] : [])]
  const text = arrow(by, decimals, lang)
  return [text === null ? t('monthSame') : t('month', { by: text, month: monthName(last?.month ?? '') })]
}

export const lineText = (
  target: number | null,
  better: Better,
  decimals: number,
  t: Words,
  lang: Lang,
): string[] =>
  target === null
    ? []
    : [t(better === 'less' ? 'lineLess' : 'lineMore', { line: formatNumber(target, decimals, lang) })]
