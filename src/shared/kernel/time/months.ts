import { CST_OFFSET_MS, type EpochMs } from '../units.ts'

/** The last whole civil months before `now`, newest first, `YYYY-MM` in UTC+8. */
export const wholeMonthsBefore = (now: EpochMs, count: number): string[] => {
  const today = new Date(now + CST_OFFSET_MS)
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1 - i, 1)).toISOString().slice(0, 7),
  )
}
