import type { InjectionKey } from 'vue'
import type { DaySpan } from '#shared/supervision/calendar/calendarYears.ts'

/** Says of days that were told into workdays and days off which year's calendar is missing; null where none is. */
export type CalendarMark = (span: DaySpan) => { readonly short: string; readonly long: string } | null
export const CALENDAR_MARK: InjectionKey<CalendarMark> = Symbol('which years have no calendar')
