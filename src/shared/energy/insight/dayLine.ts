import type { EpochMs } from '../../kernel/units.ts'
import { QUARTER_MS, heavierMark, type QuarterMark } from '../series/quarters.ts'
import {
  METER_LIMITS,
  segment,
  usedBy,
  withoutStrays,
  type MeterRule,
  type MilliUnits,
  type Register,
  type Segment,
} from '../series/registers.ts'

/** Quarters `from` to `to` (both included) of one day, as reckoned from a chain of registers. */
export interface Line {
  readonly values: Float64Array
  readonly marks: QuarterMark[]
}

/**
 * Reckons quarters from registers in order of time: `chain` must hold all readings that are known to matter for them,
 * with one neighbour beyond each end where there is one. A segment over a boundary is split there by time, in whole
 * numbers: what is taken from one quarter is given to the next, so no energy is lost or made. `[D]`
 */
export const reckon = (
  given: readonly Register[],
  dayStart: EpochMs,
  from: number,
  to: number,
  rule: MeterRule,
): Line => {
  const count = to - from + 1
  const line: Line = {
    values: new Float64Array(count),
    marks: Array.from({ length: count }, () => '.' as QuarterMark),
  }
  const [begin, end] = [dayStart + from * QUARTER_MS, dayStart + (to + 1) * QUARTER_MS]
  const chain = withoutStrays(given, rule)
  for (let i = 1; i < chain.length; i++) {
    const [a, b] = [chain[i - 1] as Register, chain[i] as Register]
    if (b.at > begin && a.at < end && b.at > a.at)
      addSegment(line, segment(a, b, rule, isRegular(chain, i)), a, b, begin, end)
  }
  return line
}

/** The interval before register `i` is like the one before it or behind it: the meter reads so as a rule. */
const isRegular = (chain: readonly Register[], i: number): boolean => {
  const gap = (k: number): number => (chain[k]?.at ?? Number.NaN) - (chain[k - 1]?.at ?? Number.NaN)
  const own = gap(i)
  return [gap(i - 1), gap(i + 1)].some((other) => Math.abs(other - own) <= own * METER_LIMITS.regularShare)
}

const addSegment = (
  line: Line,
  { used, mark }: Segment,
  a: Register,
  b: Register,
  begin: EpochMs,
  end: EpochMs,
): void => {
  const last = Math.max(a.at, Math.min(b.at, end) - 1)
  const first = Math.max(a.at, begin)
  for (
    let quarter = Math.floor((first - begin) / QUARTER_MS);
    quarter <= Math.floor((last - begin) / QUARTER_MS);
    quarter++
  ) {
    if (quarter < 0 || quarter >= line.marks.length) continue
    const [low, high] = [begin + quarter * QUARTER_MS, begin + (quarter + 1) * QUARTER_MS]
    const part: MilliUnits = usedBy(a, b, used, high) - usedBy(a, b, used, low)
    line.values[quarter] = (line.values[quarter] as number) + part
    line.marks[quarter] = heavierMark(line.marks[quarter] as QuarterMark, mark)
  }
}

/**
 * Of a quarter's readings only the first, the last and those about a fall are kept: a reading between two neighbours that
 * lies between them in value too changes nothing. Answers the quarter's readings with one more; the same array when it
 * changes nothing. Repeating or reordering readings comes to the same; of two values of one instant the larger stands.
 */
export const withReading = (kept: readonly Register[], reading: Register): readonly Register[] => {
  const next = kept.findIndex(({ at }) => at >= reading.at)
  const same = next >= 0 ? (kept[next] as Register) : null
  if (same?.at === reading.at)
    return same.total >= reading.total
      ? kept
      : thin([...kept.slice(0, next), reading, ...kept.slice(next + 1)])
  const place = next < 0 ? kept.length : next
  return thin([...kept.slice(0, place), reading, ...kept.slice(place)], kept)
}

/** More falls than this in one quarter hour are noise of a broken meter. */
const MOST_KEPT = 10

const thin = (chain: readonly Register[], before?: readonly Register[]): readonly Register[] => {
  const kept = chain.filter((register, i) => {
    const [left, right] = [chain[i - 1], chain[i + 1]]
    return !left || !right || register.total < left.total || register.total > right.total
  })
  const result = kept.length > MOST_KEPT ? [...kept.slice(0, MOST_KEPT - 1), kept.at(-1) as Register] : kept
  return before && before.length === result.length && before.every((register, i) => register === result[i])
    ? before
    : result
}
