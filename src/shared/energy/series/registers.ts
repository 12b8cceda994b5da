import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/time/time.ts'
import type { DurationMs, EpochMs } from '../../kernel/units.ts'
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
  /** Readings further apart leave quarters that are only estimated, but where the meter reads so seldom as a rule. */
  gapMs: (20 * MINUTE_MS) as DurationMs,
  /** A meter that reads at equal intervals up to this one is measured, however it is split: an hourly meter's hours are its own. */
  regularMs: (65 * MINUTE_MS) as DurationMs,
  /** How far two intervals may differ and be equal. */
  regularShare: 0.1,
  /** Nothing is spread over a longer silence: where in it the energy went is not known. */
  spreadMs: (7 * DAY_MS) as DurationMs,
  /** P > 1.25 × rated is a ratio error (倍率异常). */
  overRated: 1.25,
  /** A fall is a fresh start when the new register shows less than this share of the old. */
  freshShare: 0.1,
  /** A fall of at most this share that the register makes good again is a dip of its display or its reader. */
  dipShare: 0.001,
  /** A register that stays where it fell to is believed when it rises, or after this time: before its meter counts as silent. */
  doubtMs: (30 * MINUTE_MS) as DurationMs,
  /** No meter counts more in a quarter hour: 4 GW. */
  quarterMost: 1_000_000_000 as MilliUnits,
}

/** What a total of all ones (FFFFFFFF) is worth in the decimals that meters have: the mark of a register that could not be read. */
const ALL_ONES = [4_294_967_295, 429_496_729.5, 42_949_672.95, 4_294_967.295]
/** Largest total that is believed, kWh or m³ with its ratio: its thousandths are exact. */
const MOST_TOTAL = 1e12
/** And largest power, kW. */
const MOST_KW = 1e7

/** Why a total as it came is no reading of a register; null when it is one. */
export const totalFault = (total: number, ratio = 1): string | null => {
  if (!(total >= 0 && total * ratio <= MOST_TOTAL)) return `expected a register of 0 to ${MOST_TOTAL}`
  return ALL_ONES.some((ones) => Math.abs(total - ones) < 1e-4)
    ? 'expected a register, found FFFFFFFF, which stands for none'
    : null
}

export interface Segment {
  readonly used: MilliUnits
  readonly mark: QuarterMark
}
const LEFT_OUT = (mark: QuarterMark): Segment => ({ used: 0, mark })

/** The most that a meter may have counted over a gap; power is judged over a quarter hour at least, as registers count in steps. */
export const ceilingOf = (rule: Pick<MeterRule, 'ratedW'>, gapMs: DurationMs): MilliUnits =>
  rule.ratedW > 0
    ? (rule.ratedW * METER_LIMITS.overRated * Math.max(gapMs, QUARTER_MS)) / HOUR_MS
    : Number.POSITIVE_INFINITY

const throughChange = (a: Register, b: Register, rule: MeterRule): number | null => {
  const change = rule.changes.find(({ at }) => at > a.at && at <= b.at)
  if (!change) return null
  const [old, fresh] = [change.total - a.total, b.total - change.first]
  return old >= 0 && fresh >= 0 ? old + fresh : null
}

/** What was used when a fall is a rollover (翻转); infinite when it is none. */
const rolledOver = (a: Register, b: Register, rule: MeterRule, ceiling: MilliUnits): MilliUnits => {
  const wrapped = rule.width > a.total ? rule.width - a.total + b.total : Number.POSITIVE_INFINITY
  return wrapped <= (Number.isFinite(ceiling) ? ceiling : rule.width * METER_LIMITS.freshShare)
    ? wrapped
    : Number.POSITIVE_INFINITY
}

const afterFall = (a: Register, b: Register, rule: MeterRule, ceiling: MilliUnits): Segment => {
  const wrapped = rolledOver(a, b, rule, ceiling)
  if (Number.isFinite(wrapped)) return { used: wrapped, mark: 'o' }
  const fresh = b.total <= ceiling && b.total < a.total * METER_LIMITS.freshShare
  return fresh ? { used: b.total, mark: 'r' } : LEFT_OUT('b')
}

/**
 * What was used between two neighbouring readings, and how far it can be believed. A fall is, in this order: a recorded
 * change of the meter, a rollover, a fresh start from zero when that is plausible, or running backwards (left out).
 */
export const segment = (a: Register, b: Register, rule: MeterRule, regular = false): Segment => {
  const gap = b.at - a.at
  if (gap > METER_LIMITS.spreadMs) return LEFT_OUT('g')
  const ceiling = ceilingOf(rule, gap)
  const changed = rule.changes.length > 0 ? throughChange(a, b, rule) : null
  if (changed !== null) return changed <= ceiling ? { used: changed, mark: 'r' } : LEFT_OUT('x')
  const used = b.total - a.total
  if (used < 0) return afterFall(a, b, rule, ceiling)
  if (used > ceiling || used > (METER_LIMITS.quarterMost * Math.max(gap, QUARTER_MS)) / QUARTER_MS)
    return LEFT_OUT('x')
  return { used, mark: gap > METER_LIMITS.gapMs && !(regular && gap <= METER_LIMITS.regularMs) ? 'e' : 'm' }
}

/** A fall that the records explain: a change of the meter, or a rollover. */
const isExplained = (a: Register, b: Register, rule: MeterRule): boolean =>
  throughChange(a, b, rule) !== null || Number.isFinite(rolledOver(a, b, rule, ceilingOf(rule, b.at - a.at)))

/** A power that a building can draw or feed in. */
export const isPower = (kw: number): boolean => Math.abs(kw) <= MOST_KW

/** `take` it; `hold` it: it fell, the next reading will tell; `again`: it is held already; `both`: the held one was true. */
export type FallVerdict = 'take' | 'hold' | 'again' | 'both'

/**
 * What to do with a reading after the newest one and one that is held. A register that falls without a record of why is
 * held until the next one: one that is back where it was shows a stray value (one false zero, a dip), which is left
 * out; one that rises from where it fell to, or stays there for half an hour, shows a meter that began anew.
 */
export const judgeFall = (
  newest: Register | null,
  held: Register | null,
  reading: Register,
  rule: MeterRule,
): FallVerdict => {
  if (
    !newest ||
    reading.at <= newest.at ||
    reading.total >= newest.total ||
    isExplained(newest, reading, rule)
  )
    return 'take'
  if (!held || reading.at < held.at || reading.total < held.total) return 'hold'
  if (reading.at === held.at) return 'again'
  return reading.total > held.total || reading.at - held.at >= METER_LIMITS.doubtMs ? 'both' : 'again'
}

/** Whether register `i` of a chain, below `last`, is a stray value: the register makes it good, and by a jump that is no use. */
const isStray = (chain: readonly Register[], i: number, last: Register, rule: MeterRule): boolean => {
  const low = chain[i] as Register
  let j = i + 1
  while (j < chain.length && (chain[j] as Register).total < last.total) j++
  const back = chain[j]
  if (!back || isExplained(last, low, rule) || throughChange(last, back, rule) !== null) return false
  const jump = back.total - (chain[j - 1] as Register).total
  return (
    last.total - low.total <= last.total * METER_LIMITS.dipShare ||
    back.total - last.total <= jump * METER_LIMITS.freshShare
  )
}

/** A chain of registers in order of time without its stray values: late ones are only seen among their neighbours. */
export const withoutStrays = (chain: readonly Register[], rule: MeterRule): readonly Register[] => {
  if (chain.every((register, i) => i === 0 || register.total >= (chain[i - 1] as Register).total))
    return chain
  const kept: Register[] = []
  chain.forEach((register, i) => {
    const last = kept[kept.length - 1]
    if (!last || register.total >= last.total || !isStray(chain, i, last, rule)) kept.push(register)
  })
  return kept
}

/** The register's course at an instant between two readings, as what was used since the first; whole, so that parts sum to the whole. */
export const usedBy = (a: Register, b: Register, used: MilliUnits, at: EpochMs): MilliUnits =>
  at >= b.at ? used : at <= a.at ? 0 : Math.round((used * (at - a.at)) / (b.at - a.at))
