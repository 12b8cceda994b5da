import type { DurationMs, EpochMs } from '../units.ts'
import { QUARTER_MS, type QuarterMark } from './quarters.ts'

/** Energy in whole thousandths: Wh, litres for water and gas. Sums of whole numbers are exact. */
export type MilliUnits = number

/** What one meter's cumulative register said, its ratio already applied. */
export interface Register {
  readonly at: EpochMs
  readonly total: MilliUnits
}

/** 换表记录: what the old register showed last and the new one first. */
export interface MeterChange extends Register {
  readonly first: MilliUnits
}

/** What is known of a meter when its registers are read. */
export interface MeterRule {
  /** Rated power, W; 0 is unknown. */
  readonly ratedW: number
  /** Where the register begins anew (10^digits × ratio); 0 is unknown. */
  readonly width: MilliUnits
  readonly changes: readonly MeterChange[]
}

/** 本系统口径 [D], but for the ratio error (rules A6.5). */
export const METER_LIMITS = {
  /** Readings further apart leave quarters that are only estimated. */
  gapMs: 20 * 60_000 as DurationMs,
  /** Nothing is spread over a longer silence: where in it the energy went is not known. */
  spreadMs: 7 * 86_400_000 as DurationMs,
  /** P > 1.25 × rated is a ratio error (倍率异常). */
  overRated: 1.25,
  /** A fall without rated power is a fresh start when the new register shows less than this share of the old. */
  freshShare: 0.1,
}

export interface Segment {
  readonly used: MilliUnits
  readonly mark: QuarterMark
}
const LEFT_OUT = (mark: QuarterMark): Segment => ({ used: 0, mark })

/** The most that a meter may have counted over a gap; power is judged over a quarter hour at least, as registers count in steps. */
export const ceilingOf = (rule: Pick<MeterRule, 'ratedW'>, gapMs: DurationMs): MilliUnits =>
  rule.ratedW > 0 ? (rule.ratedW * METER_LIMITS.overRated * Math.max(gapMs, QUARTER_MS)) / 3_600_000 : Number.POSITIVE_INFINITY

const throughChange = (a: Register, b: Register, rule: MeterRule): number | null => {
  const change = rule.changes.find(({ at }) => at > a.at && at <= b.at)
  if (!change) return null
  const [old, fresh] = [change.total - a.total, b.total - change.first]
  return old >= 0 && fresh >= 0 ? old + fresh : null
}

const afterFall = (a: Register, b: Register, rule: MeterRule, ceiling: MilliUnits): Segment => {
  const wrapped = rule.width > a.total ? rule.width - a.total + b.total : Number.POSITIVE_INFINITY
  if (wrapped <= (Number.isFinite(ceiling) ? ceiling : rule.width * METER_LIMITS.freshShare)) return { used: wrapped, mark: 'o' }
  const fresh = Number.isFinite(ceiling) ? b.total <= ceiling : b.total < a.total * METER_LIMITS.freshShare
  return fresh ? { used: b.total, mark: 'r' } : LEFT_OUT('b')
}

/**
 * What was used between two neighbouring readings, and how far it can be believed. A fall is, in this order: a recorded
 * change of the meter, a rollover, a fresh start from zero when that is plausible, or running backwards (left out).
 */
export const segment = (a: Register, b: Register, rule: MeterRule): Segment => {
  const gap = b.at - a.at
  if (gap > METER_LIMITS.spreadMs) return LEFT_OUT('g')
  const ceiling = ceilingOf(rule, gap)
  const changed = rule.changes.length > 0 ? throughChange(a, b, rule) : null
  if (changed !== null) return changed <= ceiling ? { used: changed, mark: 'r' } : LEFT_OUT('x')
  const used = b.total - a.total
  if (used < 0) return afterFall(a, b, rule, ceiling)
  if (used > ceiling) return LEFT_OUT('x')
  return { used, mark: gap > METER_LIMITS.gapMs ? 'e' : 'm' }
}

/** The register's course at an instant between two readings, as what was used since the first; whole, so that parts sum to the whole. */
export const usedBy = (a: Register, b: Register, used: MilliUnits, at: EpochMs): MilliUnits =>
  at >= b.at ? used : at <= a.at ? 0 : Math.round((used * (at - a.at)) / (b.at - a.at))
