import { baseOf, type CoalBasis, type IndexDefinition } from '#shared/indices/indices.ts'
import { amountOf, isArea, type Measures } from '#shared/indices/measures.ts'
import type { CoalRow } from '#shared/energy/coal.ts'
import { countsText, percentText, type RateOf } from '#shared/kernel/rate.ts'
import { formatNumber, unitText } from './format.ts'
import type { LangCode } from './index.ts'

/** A figure as it is printed: `value` and `unit` beside each other, `n` after them; empty where there is nothing to say. */
export interface Printed {
  readonly value: string
  readonly unit: string
  readonly n: string
}

const COMPACT_FROM = 100_000
const SCALE = { zh: { by: 10_000, mark: '万' }, en: { by: 1000, mark: 'k' } } as const

/** Counts up to a hundred thousand whole, above in 万 or thousands with one decimal. */
const compactNumber = (value: number, lang: LangCode): string => {
  const { by, mark } = SCALE[lang]
  return value >= COMPACT_FROM
    ? `${formatNumber(value / by, 1, lang)}${lang === 'zh' ? ' ' : ''}${mark}`
    : formatNumber(value, 0, lang)
}

/** `n 1,024 间`: what a figure is counted over. */
const baseText = (base: number, unit: string, lang: LangCode): string =>
  base > 0 ? `n ${compactNumber(base, lang)} ${unit}`.trim() : ''

/** The one way a share of something is printed: a percentage with its n, `7/13` where the base is small, a dash without one. */
export const printRate = (of: RateOf | null, unit: string, lang: LangCode): Printed => {
  if (!of || !(of.base > 0)) return { value: '—', unit: '', n: '' }
  const percent = percentText(of)
  return percent === null
    ? { value: countsText(of), unit, n: '' }
    : { value: percent, unit: '%', n: baseText(of.base, unit, lang) }
}

/** A percentage that is no share of a count, beside what it was measured over. */
export const printPercent = (
  percent: number | null | undefined,
  n: string,
  lang: LangCode,
  decimals = 1,
): Printed => ({
  value: formatNumber(percent, decimals, lang),
  unit: percent === null || percent === undefined ? '' : '%',
  n,
})

/** A mean in percent (an error, a change) with how many or how much it is the mean of. */
export const printMean = (
  percent: number | null | undefined,
  base: number,
  unit: string,
  lang: LangCode,
  decimals = 1,
): Printed =>
  printPercent(
    percent,
    percent === null || percent === undefined ? '' : baseText(base, unit, lang),
    lang,
    decimals,
  )

/** An axis of rates: `% · n 1,004–1,204 车日`, over what its points were counted. */
export const axisOfRates = (bases: readonly number[], unit: string, lang: LangCode): string => {
  const known = bases.filter((base) => base > 0)
  if (known.length === 0) return '%'
  const [least, most] = [Math.min(...known), Math.max(...known)]
  return `% · ${least === most ? baseText(most, unit, lang) : `n ${compactNumber(least, lang)}–${compactNumber(most, lang)} ${unit}`.trim()}`
}

/** An index or figure of one place. */
export const printIndex = (
  index: Pick<IndexDefinition, 'value' | 'unit' | 'decimals' | 'of'>,
  m: Measures | null | undefined,
  basis: CoalBasis,
  coal: readonly CoalRow[] | undefined,
  lang: LangCode,
): Printed => {
  if (!m) return { value: '—', unit: '', n: '' }
  const { part, base, unit } = index.of
  if (part !== null) return printRate({ part: amountOf(part, m), base: amountOf(base, m) }, unit[lang], lang)
  const value = index.value(m, basis, coal)
  return {
    value: formatNumber(value, index.decimals, lang),
    unit: value === null ? '' : unitText(index.unit, lang),
    n: value === null ? '' : baseText(amountOf(base, m), unit[lang], lang),
  }
}

/** An index whose counts stand without what is counted, where a list or a question names it once for all. */
export const uncounted = <I extends Pick<IndexDefinition, 'of'>>(index: I): I => ({
  ...index,
  of: { ...index.of, unit: { zh: '', en: '' } },
})

/** A share as its two amounts; null where it is none. */
export const shareOf = (
  { of }: Pick<IndexDefinition, 'of'>,
  m: Measures,
  lang: LangCode,
): (RateOf & { readonly unit: string }) | null =>
  of.part === null ? null : { part: amountOf(of.part, m), base: amountOf(of.base, m), unit: of.unit[lang] }

/** A share by its two amounts, `1,228/102,366 间`, both in 万 where the whole is an area that large; its n where it is no share. */
export const countsOf = ({ of }: Pick<IndexDefinition, 'of'>, m: Measures, lang: LangCode): string => {
  const base = baseOf({ of }, m)
  if (!(base > 0)) return ''
  if (of.part === null) return baseText(base, of.unit[lang], lang)
  const part = amountOf(of.part, m)
  const { by, mark } = SCALE[lang]
  return isArea(of.base) && base >= COMPACT_FROM
    ? `${formatNumber(part / by, 1, lang)}/${formatNumber(base / by, 1, lang)} ${mark} ${of.unit[lang]}`.trim()
    : `${countsText({ part, base })} ${of.unit[lang]}`.trim()
}

/** In one string: `4.1% · n 1,024 间`. */
export const printed = ({ value, unit, n }: Printed): string =>
  `${value}${unit === '%' ? unit : unit ? ` ${unit}` : ''}${n ? ` · ${n}` : ''}`
const LONG_UNIT = 3
/** Whether a unit is longer than a sign or a word: beside a large figure it stands below. */
export const isLongUnit = (unit: string): boolean => unit.length > LONG_UNIT
/** The same without n, and without a unit that is said once for many. */
export const withoutLong = ({ value, unit, n }: Printed): string =>
  bare({ value, unit: isLongUnit(unit) ? '' : unit, n })
/** The figure alone, where a head or a list names its unit once for all; a percentage keeps its sign. */
export const alone = ({ value, unit, n }: Printed): string =>
  bare({ value, unit: unit === '%' ? unit : '', n })
/** The same without n, for where it stands in a column of its own. */
export const bare = ({ value, unit }: Printed): string =>
  `${value}${unit === '%' ? unit : unit ? ` ${unit}` : ''}`
