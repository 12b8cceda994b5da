import { MINUTE_MS } from '../../kernel/time/time.ts'
import { startOfDay, type DayString, type EpochMs } from '../../kernel/units.ts'
import { QUARTERS_PER_DAY, QUARTER_MS } from './quarters.ts'

export const PERIODS = ['quarter', 'hour', 'day', 'month', 'year'] as const
export type Period = (typeof PERIODS)[number]

/** A sum over meters and time with what it rests on. Values in thousandths; `have` of `expected` meter quarters had a value. */
export interface Cell {
  wh: number
  estimated: number
  have: number
  expected: number
}
export const noCell = (): Cell => ({ wh: 0, estimated: 0, have: 0, expected: 0 })
export const addCell = (sum: Cell, more: Cell): Cell => {
  sum.wh += more.wh
  sum.estimated += more.estimated
  sum.have += more.have
  sum.expected += more.expected
  return sum
}

const two = (value: number): string => String(value).padStart(2, '0')

/** The name of the period of a day's quarter: `2026-06-15T08:15`, `2026-06-15T08`, `2026-06-15`, `2026-06`, `2026`. */
const periodKey = (period: Period, day: DayString, quarter = 0): string => {
  if (period === 'quarter') return `${day}T${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`
  if (period === 'hour') return `${day}T${two(Math.floor(quarter / 4))}`
  return period === 'day' ? day : day.slice(0, period === 'month' ? 7 : 4)
}

/** When a named period begins (UTC+8). */
export const periodStart = (key: string): EpochMs => {
  if (key.length > 10)
    return (
      startOfDay(key.slice(0, 10)) +
      Number(key.slice(11, 13)) * 4 * QUARTER_MS +
      Number(key.slice(14, 16) || 0) * MINUTE_MS
    )
  return startOfDay(key.length === 4 ? `${key}-01-01` : key.length === 7 ? `${key}-01` : key)
}

/**
 * Days of one line folded into periods, in order of time. A longer period is the sum of the shorter ones, so
 * it cannot disagree with them.
 */
export const foldDays = (
  period: 'day' | 'month' | 'year',
  days: Iterable<readonly [DayString, Cell]>,
): Map<string, Cell> => {
  const folded = new Map<string, Cell>()
  for (const [day, cell] of days) {
    const key = periodKey(period, day)
    folded.set(key, addCell(folded.get(key) ?? noCell(), cell))
  }
  return folded
}

/** One day's quarters folded into quarters, hours or the day. */
export const foldQuarters = (
  period: 'quarter' | 'hour' | 'day',
  day: DayString,
  quarters: readonly Cell[],
): Map<string, Cell> => {
  const folded = new Map<string, Cell>()
  for (let quarter = 0; quarter < QUARTERS_PER_DAY; quarter++) {
    const key = periodKey(period, day, quarter)
    folded.set(key, addCell(folded.get(key) ?? noCell(), quarters[quarter] as Cell))
  }
  return folded
}

/** How many quarter hours of a day have ended; a day to come has none. */
export const endedQuarters = (day: DayString, now: EpochMs): number =>
  Math.max(0, Math.min(QUARTERS_PER_DAY, Math.floor((now - startOfDay(day)) / QUARTER_MS)))
