import type { DurationMs } from '../units.ts'

export const MINUTE_MS: DurationMs = 60_000
export const HOUR_MS: DurationMs = 3_600_000
/** Of a civil day in UTC+8, which has no daylight saving. */
export const DAY_MS: DurationMs = 86_400_000
