import { wholeMonthsBefore } from '../housing/quality.ts'
import { CST_OFFSET_MS, dayOf, type EpochMs } from '../units.ts'

/** Which months and which quota year the figures count. */
export interface Window {
  /** Twelve, newest first. */
  readonly energyMonths: readonly string[]
  readonly vehicleMonth: string
  readonly year: number
}

/** Records by month, `YYYY-MM`. */
export type MonthCounts = ReadonlyMap<string, number>
export interface Reported {
  readonly energy: MonthCounts
  readonly vehicles: MonthCounts
}

/** From this day of the next month on, a month counts though some have not reported it. [D] */
const CLOSED_FROM_DAY = 10
const MONTHS = 12

const dayOfMonth = (now: EpochMs): number => new Date(now + CST_OFFSET_MS).getUTCDate()

/** Back by none or one month: a finished month counts once all that reported the month before it have reported it. */
const lag = (now: EpochMs, counts: MonthCounts): 0 | 1 => {
  const [last, before] = wholeMonthsBefore(now, 2) as [string, string]
  const usual = counts.get(before) ?? 0
  return dayOfMonth(now) >= CLOSED_FROM_DAY || (counts.get(last) ?? 0) >= usual ? 0 : 1
}

/**
 * The window that counts at a moment: it moves to a new month only when that month is whole, so that nothing drops while
 * a month's records come in.
 */
export const windowAt = (now: EpochMs, reported: Reported): Window => {
  const months = wholeMonthsBefore(now, MONTHS + 1)
  const first = lag(now, reported.energy)
  return {
    energyMonths: months.slice(first, first + MONTHS),
    vehicleMonth: months[lag(now, reported.vehicles)] as string,
    year: Number(dayOf(now).slice(0, 4)),
  }
}

/** The two months of which it must be known how many have reported them. */
export const monthsAsked = (now: EpochMs): readonly string[] => wholeMonthsBefore(now, 2)

export const sameWindow = (a: Window | null, b: Window | null): boolean =>
  a !== null &&
  b !== null &&
  a.year === b.year &&
  a.vehicleMonth === b.vehicleMonth &&
  a.energyMonths.join() === b.energyMonths.join()
