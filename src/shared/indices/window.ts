import { wholeMonthsBefore } from '../kernel/time/months.ts'
import { dayOf, type EpochMs } from '../kernel/units.ts'
import { newestWholeMonth } from '../kernel/time/wholeMonth.ts'

/** Which months and which quota year the figures count. */
export interface Window {
  /** Twelve, newest first. */
  readonly energyMonths: readonly string[]
  readonly vehicleMonth: string
  readonly year: number
}

/** Records by month, `YYYY-MM`. */
type MonthCounts = ReadonlyMap<string, number>
export interface Reported {
  readonly energy: MonthCounts
  readonly vehicles: MonthCounts
}

const MONTHS = 12
/** A platform that is further behind has its last months counted as they stand. */
const MONTHS_ASKED = 4

/** How many months back the newest whole month lies; none where none of those asked was reported. */
const lag = (now: EpochMs, counts: MonthCounts): number => {
  const asked = monthsAsked(now)
  const found = newestWholeMonth(
    asked.map((month) => ({ month, count: counts.get(month) ?? 0 })),
    dayOf(now),
  )
  return found === null ? 0 : asked.indexOf(found)
}

/**
 * The window that counts at a moment: it moves to a new month only when that month is whole, so that nothing drops while
 * a month's records come in.
 */
export const windowAt = (now: EpochMs, reported: Reported): Window => {
  const months = wholeMonthsBefore(now, MONTHS + MONTHS_ASKED - 1)
  const first = lag(now, reported.energy)
  return {
    energyMonths: months.slice(first, first + MONTHS),
    vehicleMonth: months[lag(now, reported.vehicles)] as string,
    year: Number(dayOf(now).slice(0, 4)),
  }
}

/** The months of which it must be known how many have reported them, newest first. */
export const monthsAsked = (now: EpochMs): readonly string[] => wholeMonthsBefore(now, MONTHS_ASKED)

export const sameWindow = (a: Window | null, b: Window | null): boolean =>
  a !== null &&
  b !== null &&
  a.year === b.year &&
  a.vehicleMonth === b.vehicleMonth &&
  a.energyMonths.join() === b.energyMonths.join()
