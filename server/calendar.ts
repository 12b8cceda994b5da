import chineseDays from 'chinese-days'
import type { DayString } from '#shared/units.ts'

/** Asked for every order's every step: a look at the calendar formats dates. Some eleven years. */
const workdays = new Map<DayString, boolean>()
const MOST_DAYS = 4000

/** 国务院办公厅 calendar: a Saturday can be a workday. */
export const isWorkday = (day: DayString): boolean => {
  const known = workdays.get(day)
  if (known !== undefined) return known
  if (workdays.size >= MOST_DAYS) workdays.clear()
  const found = chineseDays.isWorkday(day)
  workdays.set(day, found)
  return found
}
/** A day off of a 法定节假日: the calendar names the holiday after a comma, an ordinary weekend only by its day. */
export const isHoliday = (day: DayString): boolean => !isWorkday(day) && chineseDays.getDayDetail(day).name.includes(',')
