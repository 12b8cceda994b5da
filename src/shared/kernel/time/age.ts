import { MINUTE_MS } from './time.ts'
import type { DurationMs, EpochMs } from '../units.ts'

/** Clocks differ by that much; what claims to be later comes from the future, and nothing is built on it. */
export const AHEAD_MS: DurationMs = 10 * MINUTE_MS

export type Freshness = 'never' | 'fresh' | 'late' | 'future'

export const isFuture = (at: EpochMs, now: EpochMs): boolean => at > now + AHEAD_MS

/** What a dot says of an instant. `now` of 0 is a screen that has no clock yet: it calls nothing future. */
export const freshnessOf = (at: EpochMs | null, now: EpochMs, lateMs: DurationMs): Freshness => {
  if (at === null) return 'never'
  if (now > 0 && isFuture(at, now)) return 'future'
  return now - at > lateMs ? 'late' : 'fresh'
}
