import { dayOf, startOfDay, type EpochMs } from '../../kernel/units.ts'

/** How far a civil year (UTC+8) has run, 0–1. */
export const yearShare = (now: EpochMs): number => {
  const year = Number(dayOf(now).slice(0, 4))
  const start = startOfDay(`${year}-01-01`)
  return (now - start) / (startOfDay(`${year + 1}-01-01`) - start)
}
