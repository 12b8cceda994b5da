import type { Celsius, DayString, KilowattHours } from '../../kernel/units.ts'
import { sortedCopy } from '../../kernel/language/lists.ts'

export const HOURS = 24
/** 工作日 or 休息日 by the State Council's notices: a Saturday can be a working day. */
export type DayType = 'work' | 'rest'

/** A finished day of a load by hour; null is a gap, never a zero. */
export interface LoadDay {
  readonly day: DayString
  readonly type: DayType
  readonly hours: readonly (KilowattHours | null)[]
  /** m³ by hour; left out where water is not metered. */
  readonly water?: readonly (number | null)[] | undefined
  /** Mean air temperature; null where no station told. */
  readonly meanC: Celsius | null
  /** A rest day of a longer holiday: it teaches nothing of weekends. */
  readonly isHoliday?: boolean | undefined
}

/** null of nothing. */
export const median = (values: readonly number[]): number | null => {
  if (values.length === 0) return null
  const sorted = sortedCopy(values, (a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
