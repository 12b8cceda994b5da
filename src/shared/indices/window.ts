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
export const CLOSED_FROM_DAY = 10
const MONTHS = 12
/** A platform that is further behind has its last months counted as they stand. */
const MONTHS_ASKED = 4

const dayOfMonth = (now: EpochMs): number => new Date(now + CST_OFFSET_MS).getUTCDate()

/**
 * How many months back: a finished month counts once all that reported the month before it have reported it, or from the
 * tenth on; one that nobody reported never counts while an older one was reported.
 */
const lag = (now: EpochMs, counts: MonthCounts): number => {
  const asked = monthsAsked(now)
  const newest = asked.findIndex((month) => (counts.get(month) ?? 0) > 0)
  if (newest !== 0) return Math.max(newest, 0)
  const [last, usual] = asked.map((month) => counts.get(month) ?? 0) as [number, number]
  return dayOfMonth(now) >= CLOSED_FROM_DAY || last >= usual ? 0 : 1
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
