import { DAY_MS } from '../../kernel/time/time.ts'
import type { Widened } from '../../standards/rule.ts'
import { dayOf, startOfDay, type DayString, type EpochMs, type KilowattHours } from '../../kernel/units.ts'

/** `YYYY-MM` and what was used in it. */
export interface MonthUse {
  readonly month: string
  readonly kwh: KilowattHours
  /** Not the platform's record: summed from the archive's days, or the same month a year before × growth. */
  readonly origin?: 'days' | 'guess'
}

/** 本系统口径 [D]. */
export const YEAR_RULES = {
  /** Months' shares of a year where a building has no whole year of its own. January first. */
  shares: [0.071, 0.062, 0.064, 0.07, 0.087, 0.103, 0.118, 0.117, 0.103, 0.081, 0.063, 0.061],
  /** How far this year's growth may carry a projection. */
  growth: { least: 0.8, most: 1.25 },
} as const
export type YearRules = Widened<typeof YEAR_RULES>
const OVERLAP_MONTHS = 6
/** A month without growth is put beside so many that are not known yet. [D] */
const UNKNOWN_MONTHS = 3
/** Below this share of the year, what was used says nothing of the year. */
const FIRST_SHARE = 1 / 52
const MONTHS = 12

const monthName = (year: number, index: number): string => `${year}-${String(index + 1).padStart(2, '0')}`
const daysIn = (year: number, index: number): number => new Date(Date.UTC(year, index + 1, 0)).getUTCDate()

/** Shares of a civil year by month from the year before, 1 in all; the usual ones where it is not whole. */
export const monthShares = (
  months: readonly MonthUse[],
  year: number,
  { shares }: Pick<YearRules, 'shares'> = YEAR_RULES,
): readonly number[] => {
  const of = new Map(months.map((row) => [row.month, row.kwh]))
  const last = Array.from({ length: MONTHS }, (_, i) => of.get(monthName(year - 1, i)))
  const sum = last.reduce<number>((total, kwh) => total + (kwh ?? 0), 0)
  if (last.some((kwh) => kwh === undefined) || sum <= 0) {
    const whole = shares.reduce((total, share) => total + share, 0)
    return shares.map((share) => share / whole)
  }
  return last.map((kwh) => (kwh as number) / sum)
}

/** Used so far: whole months of the year, and this month's days. */
export interface YearSoFar {
  readonly year: number
  /** Whole months known, this year and before. */
  readonly months: readonly MonthUse[]
  /** Of the month under way. */
  readonly monthKwh: KilowattHours
  readonly now: EpochMs
  /** The months of each building where `months` are sums of several: what one has not reported is no fall of the others. */
  readonly parts?: readonly (readonly MonthUse[])[]
}

/** What the month under way has so far, and how much of a month is gone, 0–1. */
export interface MonthSoFar {
  readonly month: string
  readonly kwh: KilowattHours
  readonly gone: number
}

/**
 * This year's months ÷ the same months a year before, over the newest six that were reported, building by building: a
 * month counts for those that have it in both years, the one under way as far as it is gone. While six are not known,
 * a usual month that did not grow stands for each three of the others, so that a first week, or a 春节 that moved, does
 * not carry a year. 1 where none has both.
 */
export const growthOf = (
  parts: readonly (readonly MonthUse[])[],
  year: number,
  under: MonthSoFar,
  { least, most }: YearRules['growth'],
): number => {
  const reported = parts.map((months) => months.filter((row) => row.origin !== 'guess'))
  const ofYear = new Set(
    reported.flatMap((months) =>
      months.flatMap(({ month }) => (month.startsWith(`${year}-`) && month < under.month ? [month] : [])),
    ),
  )
  const newest = new Set([...ofYear].sort().slice(-OVERLAP_MONTHS))
  const lastYear = reported.flat().filter(({ month }) => month.startsWith(`${year - 1}-`))
  const whole = lastYear.reduce((sum, { kwh }) => sum + kwh, 0)
  const then = lastYear
    .filter(({ month }) => month.slice(4) === under.month.slice(4))
    .reduce((sum, { kwh }) => sum + kwh, 0)
  const known = newest.size + (then > 0 ? under.gone : 0)
  const still = (Math.max(0, OVERLAP_MONTHS - known) / UNKNOWN_MONTHS / MONTHS) * whole
  let [now, last] = then > 0 ? [still + under.kwh, still + then * under.gone] : [still, still]
  for (const months of reported) {
    const of = new Map(months.map((row) => [row.month, row.kwh]))
    for (const { month, kwh } of months) {
      const before = newest.has(month) ? (of.get(`${year - 1}${month.slice(4)}`) ?? 0) : 0
      if (before > 0) [now, last] = [now + kwh, last + before]
    }
  }
  return last <= 0 ? 1 : Math.min(most, Math.max(least, now / last))
}

export interface YearPath {
  readonly year: number
  readonly usedKwh: KilowattHours
  readonly projectedKwh: KilowattHours | null
  /** Cumulative kWh at the end of each month; the month under way counts what it has so far in `actual`. */
  readonly budget: readonly (number | null)[]
  readonly actual: readonly (number | null)[]
  readonly projection: readonly (number | null)[]
  /** The day on which the projection passes the quota; null when it never does. */
  readonly overrunDay: DayString | null
}

/** A month's use: what stands in the ledger, else a year before × growth; what has been used of it stays used. */
const monthGuess = (soFar: YearSoFar, growth: number, index: number): number | null => {
  const of = new Map(soFar.months.map((row) => [row.month, row.kwh]))
  const last = of.get(monthName(soFar.year - 1, index))
  return last === undefined ? null : last * growth
}

/**
 * A year's burn-down: budget (quota by last year's months), actual, projection (the same months a year before × this
 * year's growth over the newest six months; the month under way: its days so far and the rest at that rate), overrun day. [D]
 */
export const burnDown = (
  soFar: YearSoFar,
  quotaKwh: KilowattHours | null,
  rules: YearRules = YEAR_RULES,
): YearPath => {
  const { year, now } = soFar
  const today = dayOf(now)
  const current = Number(today.slice(0, 4)) > year ? MONTHS : Number(today.slice(5, 7)) - 1
  const of = new Map(soFar.months.map((row) => [row.month, row.kwh]))
  const shares = monthShares(soFar.months, year, rules)
  const gone =
    current < MONTHS
      ? Math.min(1, (now - startOfDay(`${monthName(year, current)}-01`)) / (daysIn(year, current) * DAY_MS))
      : 0
  const under = { month: monthName(year, current), kwh: soFar.monthKwh, gone }
  const growth = growthOf(soFar.parts ?? [soFar.months], year, under, rules.growth)
  const used = Array.from(
    { length: MONTHS },
    (_, i) => of.get(monthName(year, i)) ?? (i === current ? soFar.monthKwh : null),
  )
  const usedKwh = used.reduce<number>((sum, kwh) => sum + (kwh ?? 0), 0)
  const spent = shares.reduce(
    (sum, share, i) => sum + (i < current ? share : i === current ? share * gone : 0),
    0,
  )
  const byShare = (i: number): number | null =>
    spent >= FIRST_SHARE ? (usedKwh / spent) * (shares[i] as number) : null
  const guess = (i: number): number | null => {
    if (i < current) return used[i] ?? monthGuess(soFar, growth, i) ?? byShare(i)
    const full = of.get(monthName(year, i)) ?? monthGuess(soFar, growth, i) ?? byShare(i)
    return full === null
      ? null
      : i === current && !of.has(monthName(year, i))
        ? soFar.monthKwh + full * (1 - gone)
        : full
  }
  const steps = Array.from({ length: MONTHS }, (_, i) => guess(i))
  const running = (values: readonly (number | null)[]): (number | null)[] => {
    let sum = 0
    return values.map((value) => (value === null ? null : (sum += value)))
  }
  const path = steps.includes(null) ? steps.map(() => null) : running(steps)
  return {
    year,
    usedKwh,
    projectedKwh: path.at(-1) ?? null,
    budget: quotaKwh === null ? shares.map(() => null) : running(shares.map((share) => share * quotaKwh)),
    actual: running(used),
    projection: path.map((value, i) => (i >= current - 1 ? value : null)),
    overrunDay: quotaKwh === null ? null : overrunOf(year, path, quotaKwh),
  }
}

const overrunOf = (year: number, path: readonly (number | null)[], quotaKwh: number): DayString | null => {
  const index = path.findIndex((value) => value !== null && value > quotaKwh)
  if (index < 0) return null
  const before = index === 0 ? 0 : (path[index - 1] ?? 0)
  const step = (path[index] as number) - before
  const day = Math.min(
    daysIn(year, index),
    Math.max(1, Math.ceil(((quotaKwh - before) / step) * daysIn(year, index))),
  )
  return `${monthName(year, index)}-${String(day).padStart(2, '0')}`
}

/**
 * How far the year's end would have been missed a year ago, from the same month on: last year's whole-month path against
 * what came, %; beside it used ÷ share of the year gone. null without two years of months.
 */
export const yearEndError = (
  months: readonly MonthUse[],
  now: EpochMs,
  rules: YearRules = YEAR_RULES,
): { readonly model: number | null; readonly naive: number | null } => {
  const today = dayOf(now)
  const year = Number(today.slice(0, 4)) - 1
  const count = Number(today.slice(5, 7)) - 1
  const actual = months.filter((row) => row.month.startsWith(`${year}-`))
  const sum = actual.reduce((total, { kwh }) => total + kwh, 0)
  if (actual.length < MONTHS || count < 1 || sum <= 0) return { model: null, naive: null }
  const known = months.filter((row) => row.month < monthName(year, count))
  const then = burnDown(
    { year, months: known, monthKwh: 0, now: startOfDay(`${monthName(year, count)}-01`) },
    null,
    rules,
  )
  const days = Array.from({ length: MONTHS }, (_, i) => daysIn(year, i))
  const share =
    days.slice(0, count).reduce((total, n) => total + n, 0) / days.reduce((total, n) => total + n, 0)
  const error = (guess: number | null): number | null =>
    guess === null ? null : (Math.abs(guess - sum) / sum) * 100
  return { model: error(then.projectedKwh), naive: error(then.usedKwh / share) }
}
