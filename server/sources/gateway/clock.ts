import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** A terminal's clock may run ahead so far. */
const AHEAD_MS = 10 * MINUTE_MS
/** Older is no late report but a clock that was never set. */
const BEHIND_MS = 30 * DAY_MS
/** A report of this moment whose time is eight hours back, to so much, was written in UTC. */
const UTC_MS = 8 * HOUR_MS
const UTC_SLACK_MS = 2 * MINUTE_MS

/** What is wrong with the clock behind a report; null when nothing is. `live`: not a report made up for later (盲区补报). */
export const clockFault = (
  at: EpochMs,
  now: EpochMs,
  live: boolean,
): { readonly code: string; readonly reason: string } | null => {
  if (at > now + AHEAD_MS)
    return { code: 'clock-ahead', reason: "expected a time of the past; the terminal's clock is ahead" }
  if (at < now - BEHIND_MS)
    return {
      code: 'clock-behind',
      reason: "expected a time of the last 30 days; the terminal's clock is behind",
    }
  if (live && Math.abs(now - at - UTC_MS) < UTC_SLACK_MS)
    return {
      code: 'clock-utc',
      reason:
        'expected GMT+8; the time is 8 hours back: the terminal writes UTC (utcOffsetHours: 0 where all do)',
    }
  return null
}
