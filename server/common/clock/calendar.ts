import { readFile } from 'node:fs/promises'
import chineseDays from 'chinese-days'
import type { CalendarState } from '#shared/supervision/calendar/calendar.ts'
import { NO_DAYS, readCalendarFile } from '#shared/supervision/calendar/calendarFile.ts'
import type { DayString } from '#shared/kernel/units.ts'

/** Asked for every order's every step: a look at the calendar formats dates. Some eleven years. */
const workdays = new Map<DayString, boolean>()
const MOST_DAYS = 4000
/** Years of a file beside those that the library knows; `readCalendar` alone writes it. */
let given = { days: NO_DAYS, faults: [] as readonly string[] }

/** 国务院办公厅 calendar: a Saturday can be a workday. Of a year that is not known Monday to Friday are. */
export const isWorkday = (day: DayString): boolean => {
  const known = workdays.get(day)
  if (known !== undefined) return known
  if (workdays.size >= MOST_DAYS) workdays.clear()
  const { days } = given
  const found = days.workdays.has(day) || (!days.holidays.has(day) && chineseDays.isWorkday(day))
  workdays.set(day, found)
  return found
}
/** A day off of a 法定节假日: the calendar names the holiday after a comma, an ordinary weekend only by its day. */
export const isHoliday = (day: DayString): boolean =>
  !isWorkday(day) && (given.days.holidays.has(day) || isNamed(day))
const isNamed = (day: DayString): boolean => chineseDays.getDayDetail(day).name.includes(',')

const isKnown = (year: number): boolean => given.days.years.has(String(year)) || isNamed(`${year}-01-01`)

/** Years asked about on screens: so many before and after today's. */
const YEARS_ABOUT = 15
/** The years around a day of which the calendar is known. */
export const calendarYears = (today: DayString): readonly number[] => {
  const year = Number(today.slice(0, 4))
  return Array.from({ length: 2 * YEARS_ABOUT + 1 }, (_, i) => year - YEARS_ABOUT + i).filter(isKnown)
}

/** How far the calendar reaches from a day on; the day before its year where not even that is known. */
export const calendarState = (today: DayString): CalendarState => {
  let year = Number(today.slice(0, 4))
  while (isKnown(year)) year++
  return { until: `${year - 1}-12-31`, faults: given.faults }
}

/**
 * Takes up `calendar.json`: `{ "2027": { "source": "…", "holidays": [{ "name": "元旦", "days": ["2027-01-01"] }],
 * "workdays": ["2027-01-03"] } }`. A year that is wrong is left out and told of, the others hold; a file that is gone
 * takes its years with it. Answers what is wrong.
 */
export const readCalendar = async (file: string): Promise<readonly string[]> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  given = text === null ? { days: NO_DAYS, faults: [] } : readCalendarFile(text)
  workdays.clear()
  return given.faults
}
