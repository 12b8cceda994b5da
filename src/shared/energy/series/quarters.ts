import { DAY_MS, MINUTE_MS } from '../../kernel/time/time.ts'
import {
  CST_OFFSET_MS,
  dayOf,
  startOfDay,
  type DayString,
  type DurationMs,
  type EpochMs,
  type KilowattHours,
} from '../../kernel/units.ts'

export const QUARTERS_PER_DAY = 96
export const QUARTER_MS: DurationMs = 15 * MINUTE_MS

/**
 * How a quarter hour's value came about, one letter a quarter:
 * `.` nothing, `m` measured, `e` spread over a gap in the readings, `r` the meter was changed or began anew (换表/归零),
 * `o` the register rolled over (翻转), `p` the platform's own record; without a value: `b` the register ran backwards (倒走),
 * `x` above 1.25 × the rated power (倍率异常), `g` the silence was too long to spread anything over it (缺数).
 */
export type QuarterMark = '.' | 'm' | 'e' | 'r' | 'o' | 'p' | 'b' | 'x' | 'g'

/** Which quarter hour of its civil day (UTC+8) an instant lies in, 0–95. */
export const quarterOf = (at: EpochMs): number => {
  const local = at + CST_OFFSET_MS
  return Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / QUARTER_MS)
}

/** Of two marks of one quarter, the one that a reader must know about. */
const WEIGHT: Record<QuarterMark, number> = { '.': 0, m: 1, p: 2, e: 3, o: 4, r: 5, g: 6, b: 7, x: 8 }
export const heavierMark = (a: QuarterMark, b: QuarterMark): QuarterMark => (WEIGHT[b] > WEIGHT[a] ? b : a)

/** The quarter has a value. */
export const isValued = (mark: QuarterMark): boolean =>
  mark === 'm' || mark === 'p' || mark === 'e' || mark === 'r' || mark === 'o'
/** Its value was reckoned, not read. */
export const isEstimated = (mark: QuarterMark): boolean => mark === 'e' || mark === 'r' || mark === 'o'

/** A platform's day over what was measured here: its value stands wherever the quarter had ended when it was written. */
export const platformQuarters = (
  day: DayString,
  values: readonly (number | null)[],
  writtenAt: EpochMs,
): { quarter: number; kwh: KilowattHours }[] => {
  const start = startOfDay(day)
  return values.flatMap((kwh, quarter) =>
    kwh !== null && start + (quarter + 1) * QUARTER_MS <= writtenAt ? [{ quarter, kwh }] : [],
  )
}

/** The civil day so many days on. */
export const addDays = (day: DayString, days: number): DayString => dayOf(startOfDay(day) + days * DAY_MS)
