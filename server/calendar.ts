import chineseDays from 'chinese-days'
import type { DayString } from '#shared/units.ts'

/** 国务院办公厅 calendar: a Saturday can be a workday. */
export const isWorkday = (day: DayString): boolean => chineseDays.isWorkday(day)
/** A day off of a 法定节假日: the calendar names the holiday after a comma, an ordinary weekend only by its day. */
export const isHoliday = (day: DayString): boolean => !isWorkday(day) && chineseDays.getDayDetail(day).name.includes(',')
