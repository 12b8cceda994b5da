import { wholeMonthsBefore } from '../../kernel/time/months.ts'
import { dayOf, startOfDay, type DayString, type EpochMs, type KilowattHours } from '../../kernel/units.ts'
import { growthOf, YEAR_RULES, type MonthUse, type YearRules } from '../insight/burnDown.ts'

/** A finished day of a building by hour; null is a gap. */
interface DayUse {
  readonly day: DayString
  readonly hours: readonly (KilowattHours | null)[]
}

/** With fewer of its hours read than this, a month is not summed from its days. [D] */
const LEAST_READ = 0.9
/** Finished months whose record may still be on its way. */
const AWAITED = 2
const HOURS_A_DAY = 24

const daysIn = (month: string): number =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()
const yearBefore = (month: string): string => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`

const fromDays = (month: string, days: readonly DayUse[]): MonthUse | null => {
  const hours = days.filter(({ day }) => day.startsWith(month)).flatMap((day) => day.hours)
  const read = hours.filter((kwh) => kwh !== null)
  const share = read.length / (daysIn(month) * HOURS_A_DAY)
  if (share < LEAST_READ) return null
  return { month, kwh: read.reduce((sum, kwh) => sum + kwh, 0) / share, origin: 'days' }
}

/**
 * A building's months with those that have ended and whose record has not come: from the archive's days (hours that were
 * not read at the mean of the others), else the same month a year before × this year's growth; left out where neither
 * is known. Ascending.
 */
export const keepMonths = (
  months: readonly MonthUse[],
  days: readonly DayUse[],
  now: EpochMs,
  rules: YearRules = YEAR_RULES,
): MonthUse[] => {
  const known = new Map(months.map((row) => [row.month, row]))
  const growth = growthOf(
    [months],
    Number(dayOf(now).slice(0, 4)),
    { month: dayOf(now).slice(0, 7), kwh: 0, gone: 0 },
    rules.growth,
  )
  const kept = wholeMonthsBefore(now, AWAITED).flatMap((month): MonthUse[] => {
    if (known.has(month)) return []
    const summed = fromDays(month, days)
    if (summed) return [summed]
    const before = known.get(yearBefore(month))
    return before ? [{ month, kwh: before.kwh * growth, origin: 'guess' }] : []
  })
  return [...months, ...kept].sort((a, b) => (a.month < b.month ? -1 : 1))
}

/** What was told of a building's year, and up to which day: the day of telling had not ended. */
export interface ToldYear {
  readonly months: readonly MonthUse[]
  /** Finished days of the month of `toldOn`. */
  readonly monthKwh: KilowattHours
  readonly toldOn: DayString
}

/**
 * The same after midnight, before it is told anew: the day that ended meanwhile joins its month, and a month that ended
 * with it stands as a finished one. `ended` is that day's use.
 */
export const turnDay = (told: ToldYear, ended: KilowattHours, now: EpochMs): ToldYear => {
  const today = dayOf(now)
  const yesterday = dayOf(startOfDay(today) - 1)
  if (told.toldOn !== yesterday) return told
  const monthKwh = told.monthKwh + ended
  const month = yesterday.slice(0, 7)
  if (today.startsWith(month)) return { ...told, monthKwh, toldOn: today }
  const finished: MonthUse = { month, kwh: monthKwh, origin: 'days' }
  return {
    months: [...told.months.filter((row) => row.month !== month), finished],
    monthKwh: 0,
    toldOn: today,
  }
}
