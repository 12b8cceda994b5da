import type { DayString } from '../units.ts'

/** How many buildings or vehicles have a record of a month. */
export interface MonthCount {
  /** `YYYY-MM`. */
  readonly month: string
  readonly count: number
}

/** From this day of the next month on, a month counts though some have not reported it. [D] */
const CLOSED_FROM_DAY = 10

const monthBefore = (today: DayString): string => {
  const index = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 2
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

/**
 * The newest month that is over and whole by `today`; null while none was reported. A month that nobody reported never
 * counts. The month just over counts once as many have reported it as the newest reported one before it (which need not be
 * the month before: one may have been left out), or from the tenth on; until then that earlier one stays. `counts` newest
 * first.
 */
export const newestWholeMonth = (counts: readonly MonthCount[], today: DayString): string | null => {
  const [newest, older] = counts.filter(({ month, count }) => month < today.slice(0, 7) && count > 0)
  if (newest === undefined) return null
  const isComing = newest.month === monthBefore(today) && Number(today.slice(8)) < CLOSED_FROM_DAY
  return isComing && older !== undefined && newest.count < older.count ? older.month : newest.month
}
