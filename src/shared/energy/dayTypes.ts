import type { Celsius, DayString, KilowattHours } from '../units.ts'

export const HOURS = 24
/** 工作日 or 休息日 by the State Council's notices: a Saturday can be a working day. */
export type DayType = 'work' | 'rest'

/** A finished day of a load by hour; null is a gap, never a zero. */
export interface LoadDay {
  readonly day: DayString
  readonly type: DayType
  readonly hours: readonly (KilowattHours | null)[]
  /** Mean air temperature; null where no station told. */
  readonly meanC: Celsius | null
}

/** Mean share of each hour in the last whole days of a type; all zero where there is none. */
export const profileOf = (days: readonly LoadDay[], type: DayType, count: number): readonly number[] => {
  const own = days.filter((day) => day.type === type && day.hours.every((kwh) => kwh !== null)).slice(-count)
  const shares = Array.from({ length: HOURS }, () => 0)
  for (const day of own) {
    const sum = day.hours.reduce<number>((total, kwh) => total + (kwh ?? 0), 0)
    if (sum > 0) day.hours.forEach((kwh, hour) => (shares[hour] = (shares[hour] as number) + (kwh as number) / sum / own.length))
  }
  return shares
}
export const meanShare = (profile: readonly number[]): number => profile.reduce((sum, share) => sum + share, 0)

/** null of nothing. */
export const median = (values: readonly number[]): number | null => {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
