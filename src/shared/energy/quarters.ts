import { dayOf, startOfDay, type DayString, type DurationMs, type EpochMs, type KilowattHours, type Kilowatts } from '../units.ts'

export const QUARTERS_PER_DAY = 96
export const QUARTER_MS: DurationMs = 15 * 60_000

/**
 * How a quarter hour's value came about, one letter a quarter:
 * `.` nothing, `m` measured, `e` spread over a gap in the readings, `r` the meter began anew, `x` implausible and left out, `p` the platform's own record.
 */
export type QuarterMark = '.' | 'm' | 'e' | 'r' | 'x' | 'p'
export const NO_MARKS = '.'.repeat(QUARTERS_PER_DAY)

/** What one meter's cumulative register said. */
export interface Register {
  readonly at: EpochMs
  readonly total: KilowattHours
}

/** A share of consumption in one quarter hour of one civil day. */
export interface Piece {
  readonly day: DayString
  readonly quarter: number
  readonly kwh: KilowattHours
  readonly mark: QuarterMark
}

/** 本系统口径 [D]. */
export const METER_LIMITS = {
  /** Readings further apart leave quarters that are only estimated. */
  gapMs: 20 * 60_000 as DurationMs,
  /** Nothing is spread over a longer silence: where in it the energy went is not known. */
  spreadMs: 7 * 86_400_000 as DurationMs,
  /** P > 1.25 × rated is a ratio error (rules A6). */
  overRated: 1.25,
}

/** Which quarter hour of its civil day (UTC+8) an instant lies in, 0–95. */
export const quarterOf = (at: EpochMs): number => Math.floor((at - startOfDay(dayOf(at))) / QUARTER_MS)

const spread = (from: EpochMs, to: EpochMs, kwh: KilowattHours, mark: QuarterMark): Piece[] => {
  const pieces: Piece[] = []
  for (let at = from; at < to; ) {
    const day = dayOf(at)
    const quarter = quarterOf(at)
    const end = Math.min(to, startOfDay(day) + (quarter + 1) * QUARTER_MS)
    pieces.push({ day, quarter, kwh: (kwh * (end - at)) / (to - from), mark })
    at = end
  }
  return pieces
}

/**
 * What was used between two readings of a cumulative register, by quarter hour. A late or repeated reading gives
 * nothing. A register that fell began anew: what it shows since is counted when it is plausible. `ratedKw` 0 is unknown.
 */
export const consumption = (before: Register | null, after: Register, ratedKw: Kilowatts): Piece[] => {
  if (before === null || after.at <= before.at) return []
  const lastQuarter = { day: dayOf(after.at), quarter: quarterOf(after.at) }
  const gap = after.at - before.at
  const reset = after.total < before.total
  const kwh = reset ? after.total : after.total - before.total
  const ceiling = ratedKw > 0 ? ratedKw * METER_LIMITS.overRated * (gap / 3_600_000) : Number.POSITIVE_INFINITY
  if (gap > METER_LIMITS.spreadMs || kwh > ceiling) return [{ ...lastQuarter, kwh: 0, mark: reset ? 'r' : 'x' }]
  if (reset) return spread(before.at, after.at, kwh, 'r')
  return spread(before.at, after.at, kwh, gap > METER_LIMITS.gapMs ? 'e' : 'm')
}

/** Of two marks of one quarter, the one that a reader must know about. */
const WEIGHT: Record<QuarterMark, number> = { '.': 0, m: 1, p: 2, e: 3, r: 4, x: 5 }
export const heavierMark = (a: QuarterMark, b: QuarterMark): QuarterMark => (WEIGHT[b] > WEIGHT[a] ? b : a)

/** A platform's day over what was measured here: its value stands wherever the quarter had ended when it was written. */
export const platformQuarters = (day: DayString, values: readonly (number | null)[], writtenAt: EpochMs): { quarter: number; kwh: KilowattHours }[] => {
  const start = startOfDay(day)
  return values.flatMap((kwh, quarter) => (kwh !== null && start + (quarter + 1) * QUARTER_MS <= writtenAt ? [{ quarter, kwh }] : []))
}
