import { DAY_MS } from '#shared/kernel/time/time.ts'
import { CST_OFFSET_MS, dayOf, startOfDay, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import type { LangCode } from './index.ts'

const localeOf = (lang: LangCode): string => (lang === 'zh' ? 'zh-CN' : 'en-GB')
const formats = new Map<string, Intl.NumberFormat>()

const numberFormat = (lang: LangCode, decimals: number): Intl.NumberFormat => {
  const key = `${lang}${decimals}`
  const known =
    formats.get(key) ??
    new Intl.NumberFormat(localeOf(lang), {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    })
  formats.set(key, known)
  return known
}

/** An em dash where nothing is known. */
export const formatNumber = (value: number | null | undefined, decimals: number, lang: LangCode): string =>
  value === null || value === undefined || !Number.isFinite(value)
    ? '—'
    : numberFormat(lang, decimals).format(value)

/** The noun behind a number, in English as it is of one or of more; empty where none is known. */
export const countedBy = (
  noun: { readonly zh: string; readonly en: string; readonly one: string } | undefined,
  count: number,
  lang: LangCode,
): string => noun?.[lang === 'en' && count === 1 ? 'one' : lang] ?? ''

const SHORT_AREA_M2 = 100_000
const AREA_SCALE = { zh: { by: 10_000, unit: '万 m²' }, en: { by: 1000, unit: 'k m²' } } as const

/** An area from whole dm² as its figure: whole m² up to a hundred thousand, 万 m² with one decimal above. */
export const areaFigure = (
  dm2: number | null | undefined,
  lang: LangCode,
): { readonly value: number | null; readonly decimals: number; readonly unit: string } => {
  if (dm2 === null || dm2 === undefined) return { value: null, decimals: 0, unit: 'm²' }
  const area = dm2 / 100
  const { by, unit } = AREA_SCALE[lang]
  return area >= SHORT_AREA_M2
    ? { value: area / by, decimals: 1, unit }
    : { value: area, decimals: area < 100 ? 1 : 0, unit: 'm²' }
}
export const formatArea = (dm2: number | null | undefined, lang: LangCode): string => {
  const { value, decimals, unit } = areaFigure(dm2, lang)
  return value === null ? '—' : `${formatNumber(value, decimals, lang)} ${unit}`
}
/** 12,345.67 m², to the last digit: where a figure is taken apart. */
export const exactArea = (dm2: number | null | undefined, lang: LangCode): string =>
  dm2 === null || dm2 === undefined ? '—' : `${formatNumber(dm2 / 100, 2, lang)} m²`

/** Words behind a count that English says in the label, and those that it has. */
const COUNTERS: Readonly<Record<string, string>> = {
  处: '',
  间: '',
  个: '',
  层: '',
  张: '',
  辆: '',
  人: '',
  天: 'd',
}
/** Units as the indices and measures carry them, in the screen's language. */
export const unitText = (unit: string, lang: LangCode): string =>
  lang === 'zh' ? unit : (COUNTERS[unit] ?? unit.replace('人', 'head').replace('分', 'pts'))

export interface ClockText {
  readonly date: string
  readonly time: string
  /** 0 Sunday … 6 Saturday. */
  readonly weekday: number
}

/** The civil clock in UTC+8, whatever the machine's zone is. */
export const clockText = (at: EpochMs): ClockText => {
  const shifted = new Date(at + CST_OFFSET_MS)
  const iso = shifted.toISOString()
  return { date: iso.slice(0, 10), time: iso.slice(11, 19), weekday: shifted.getUTCDay() }
}

export const formatDateTime = (at: EpochMs | null): string => {
  if (at === null) return '—'
  const { date, time } = clockText(at)
  return `${date} ${time}`
}

/** `HH:MM` of today, with its date on any other day and with the year in any other year. */
export const timeOfDay = (at: EpochMs, now: EpochMs): string => {
  const [then, today] = [clockText(at), clockText(now).date]
  const time = then.time.slice(0, 5)
  if (then.date === today) return time
  return `${then.date.slice(0, 4) === today.slice(0, 4) ? then.date.slice(5) : then.date} ${time}`
}

/** The time of day; of any other day its date, and how long ago that was. */
export const agedTime = (
  at: EpochMs,
  now: EpochMs,
  t: (key: string, values: Record<string, unknown>) => string,
): string => {
  const time = timeOfDay(at, now)
  const days = Math.round((startOfDay(dayOf(now)) - startOfDay(dayOf(at))) / DAY_MS)
  return days > 0 ? `${time} · ${t('age.days', { n: days })}` : time
}

const WEEKDAYS = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** Week of the civil day in UTC+8 by ISO 8601: weeks begin on Monday, the first holds the year's first Thursday. */
const weekOf = (at: EpochMs): number => {
  const shifted = new Date(at + CST_OFFSET_MS)
  const thursday = shifted.getTime() + (4 - (shifted.getUTCDay() || 7)) * DAY_MS
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)
  return Math.floor((thursday - newYear) / (7 * DAY_MS)) + 1
}

/** `11月27日 周五` and its week, with the year in any other year than that of `now`. */
export const dateText = (
  at: EpochMs,
  now: EpochMs,
  lang: LangCode,
): { readonly day: string; readonly week: number } => {
  const { date, weekday } = clockText(at)
  const [year = '', month, day] = date.split('-')
  const [m, d] = [Number(month), Number(day)]
  const other = year !== clockText(now).date.slice(0, 4)
  const name = WEEKDAYS[lang][weekday] ?? ''
  return {
    day:
      lang === 'zh'
        ? `${other ? `${year}年` : ''}${m}月${d}日 ${name}`
        : `${name} ${d} ${MONTHS[m - 1] ?? ''}${other ? ` ${year}` : ''}`,
    week: weekOf(at),
  }
}

/** A message key of `age.*` and its number. */
export const ageKey = (age: DurationMs | null): readonly [key: string, n: number] => {
  if (age === null) return ['age.never', 0]
  const s = Math.max(0, Math.round(age / 1000))
  if (s < 5) return ['age.now', s]
  if (s < 120) return ['age.seconds', s]
  if (s < 7200) return ['age.minutes', Math.round(s / 60)]
  if (s < 172_800) return ['age.hours', Math.round(s / 3600)]
  return ['age.days', Math.round(s / 86_400)]
}
