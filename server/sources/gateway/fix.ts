import { HOUR_MS } from '#shared/kernel/time/time.ts'
import type { PositionRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { clockFault } from './clock.ts'

/** Hours that the codecs take for granted. */
const GMT8_HOURS = 8

/** A wire time as an instant where terminals write another zone than GMT+8. */
export const instantOf = (at: EpochMs, { utcOffsetHours }: { readonly utcOffsetHours: number }): EpochMs =>
  at + (GMT8_HOURS - utcOffsetHours) * HOUR_MS

/** What any protocol of vehicles reports of a place. */
export interface Fix {
  /** null: the fields were no time. */
  readonly at: EpochMs | null
  /** A report without a fix is neither kept nor a fault. */
  readonly fixed: boolean
  /** Of this moment, not made up for later. */
  readonly live: boolean
  readonly record: Omit<PositionRecord, 'at'>
}
export type TakenFix =
  { readonly item: PositionRecord } | { readonly code: string; readonly reason: string } | 'no-fix'

/** The canonical record of a fix, or why it is none: the checks that all gateways share. */
export const takeFix = (
  { at, fixed, live, record }: Fix,
  config: { readonly utcOffsetHours: number },
  now: EpochMs,
): TakenFix => {
  if (at === null) return { code: 'time', reason: 'expected a time' }
  if (!fixed) return 'no-fix'
  if (record.lat === 0 && record.lon === 0)
    return { code: 'nowhere', reason: 'expected a fix; found 0/0 said to be valid' }
  const instant = instantOf(at, config)
  return clockFault(instant, now, live) ?? { item: { ...record, at: instant } }
}
