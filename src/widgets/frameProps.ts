import type { DaySpan } from '#shared/supervision/calendar/calendarYears.ts'

/** What a frame is told of what it holds. */
export interface FrameProps {
  readonly title: string
  readonly state?: 'ready' | 'loading' | 'empty' | 'stale' | 'refused' | 'error'
  /** When what it shows was true, epoch ms; null before the first answer, left out where it has no age. */
  readonly at?: number | null
  readonly now?: number
  /** Beyond this age it is late, ms; a day where it is left out. */
  readonly lateMs?: number
  /** Said in the place of what there is not. */
  readonly message?: string | undefined
  /** The days that its figures told into workdays and days off. */
  readonly workdays?: DaySpan | null
}
