import { dayOf, startOfDay, type EpochMs, type KilowattHours } from '../units.ts'

/** How far a civil year (UTC+8) has run, 0–1. */
export const yearShare = (now: EpochMs): number => {
  const year = Number(dayOf(now).slice(0, 4))
  const start = startOfDay(`${year}-01-01`)
  return (now - start) / (startOfDay(`${year + 1}-01-01`) - start)
}

/** Below this share of the year a projection says nothing. */
const FIRST_SHARE = 1 / 52

/**
 * The year's end by what was used so far and by the same months of last year where they are known: used ÷ the share of
 * last year's use that had fallen by now. Without last year: used ÷ share of the year. null in the first week. [D]
 */
export const projectYear = (usedKwh: KilowattHours, now: EpochMs, lastYear: { readonly toDateKwh: KilowattHours; readonly wholeKwh: KilowattHours } | null): KilowattHours | null => {
  const share = yearShare(now)
  if (share < FIRST_SHARE) return null
  if (lastYear && lastYear.toDateKwh > 0 && lastYear.wholeKwh > 0) return usedKwh / (lastYear.toDateKwh / lastYear.wholeKwh)
  return usedKwh / share
}
