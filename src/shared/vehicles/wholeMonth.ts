import { CLOSED_FROM_DAY } from '../indices/window.ts'
import type { DayString } from '../units.ts'

/** How many vehicles have a record of a month. */
export interface MonthCount {
  readonly month: string
  readonly vehicles: number
}

const monthBefore = (today: DayString): string => {
  const index = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 2
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** The newest month that is over and whole by `today`: the one before it stays while the next is still coming in. `counts` newest first. */
export const newestWholeMonth = (counts: readonly MonthCount[], today: DayString): string | null => {
  const [newest, older] = counts.filter(({ month }) => month < today.slice(0, 7))
  if (newest === undefined) return null
  const isComing = newest.month === monthBefore(today) && Number(today.slice(8)) < CLOSED_FROM_DAY
  return isComing && older !== undefined && newest.vehicles < older.vehicles ? older.month : newest.month
}
