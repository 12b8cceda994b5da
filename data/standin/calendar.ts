import { DAY_MS, HOUR_MS } from '#shared/kernel/time/time.ts'
import chineseDays from 'chinese-days'
import { CST_OFFSET_MS, dayOf } from '#shared/kernel/units.ts'
import type { DayString, EpochMs } from '#shared/kernel/units.ts'

const known = new Map<number, boolean>()

/** Days since 1970-01-01 of the civil date in UTC+8. */
export const dayNumber = (now: EpochMs): number => Math.floor((now + CST_OFFSET_MS) / DAY_MS)
export const dayStart = (number: number): EpochMs => number * DAY_MS - CST_OFFSET_MS
export const dayName = (number: number): DayString => dayOf(dayStart(number))
/** Hours since midnight UTC+8, with its fraction. */
export const hourOf = (now: EpochMs): number => ((now + CST_OFFSET_MS) % DAY_MS) / HOUR_MS

/** Working day by the State Council's yearly holiday notices (调休 included), as chinese-days lists them. */
export const isWorkingDayNumber = (number: number): boolean => {
  const found = known.get(number)
  if (found !== undefined) return found
  const answer = chineseDays.isWorkday(dayName(number))
  known.set(number, answer)
  return answer
}
