import { CST_OFFSET_MS, type EpochMs } from '../units.ts'

/** Midnight in UTC+8 that opens the last day of a month `YYYY-MM`; NaN for what is none. */
export const lastDayOf = (month: string): EpochMs => {
  const [year = Number.NaN, nth = Number.NaN] = month.split('-').map(Number)
  return Date.UTC(year, nth, 0) - CST_OFFSET_MS
}

/** The last whole civil months before `now`, newest first, `YYYY-MM` in UTC+8. */
export const wholeMonthsBefore = (now: EpochMs, count: number): string[] => {
  const today = new Date(now + CST_OFFSET_MS)
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1 - i, 1)).toISOString().slice(0, 7),
  )
}
