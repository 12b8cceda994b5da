import { HOUR_MS, MINUTE_MS } from '../../../kernel/time/time.ts'
import type { DurationMs, Metres } from '../../../kernel/units.ts'

/** 派车单 × 轨迹 × 费用 [D]: how far the three may differ. */
export const THREE_WAY = {
  /** The track is read so much before and after the order. */
  slackMs: (30 * MINUTE_MS) as DurationMs,
  /** VH-07, 莆田 [S]: 还车登记 against the last moving point. */
  returnMs: (30 * MINUTE_MS) as DurationMs,
  grossReturnMs: (2 * HOUR_MS) as DurationMs,
  /** Registered against driven km: the larger of the two. */
  km: 5,
  kmShare: 0.2,
  grossKmShare: 0.5,
  /** A gap of more of the trip leaves the distance unjudged. */
  unknownShare: 0.1,
  /** Where fuel was bought, from the track around that time. */
  vendorM: 500 as Metres,
  vendorMs: (40 * MINUTE_MS) as DurationMs,
  /** Driven km over so many times the planned ones, and so many more. */
  overPlanTimes: 1.5,
  overPlanKm: 10,
  /** Registered cost against its records: the larger of CNY and share. */
  cost: 20,
  costShare: 0.1,
  /** A stand within it is at the place. */
  arrivedM: 500 as Metres,
  /** VH-11: a stand away from base and destination. */
  longStopMs: HOUR_MS as DurationMs,
  /** VH-14: fuel over so many times the vehicle's norm for the km of its track, and so many L or kWh more. */
  fuelTimes: 1.3,
  fuel: 2,
}
/** So long a stand is an arrival, not a red light. */
export const ARRIVED_MS: DurationMs = 90_000
export type ThreeWayLimits = typeof THREE_WAY
