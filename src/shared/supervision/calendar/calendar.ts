import type { DayString } from '../../kernel/units.ts'

/** What the state's calendar says of a day. */
export interface Calendar {
  /** A workday by the State Council's notice, which can be a Saturday. */
  isWorkday(day: DayString): boolean
  /** A day off of a 法定节假日; an ordinary weekend is none. */
  isHoliday(day: DayString): boolean
}

/** How far the calendar reaches. */
export interface CalendarState {
  /** The last day of the last year that is known without a gap. */
  readonly until: DayString
  /** What is wrong with the file of further years. */
  readonly faults: readonly string[]
}
