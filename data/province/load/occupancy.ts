import { DAY_MS } from '#shared/kernel/time/time.ts'
import chineseDays from 'chinese-days'
import { FIRST_WEATHER_DAY } from './weather.ts'

/** How offices are used on a day. */
export interface DayUse {
  readonly isWork: boolean
  /** Share of the usual staff, 1 on a usual working day. */
  readonly presence: number
  /** What rest days leave running, against a usual Sunday: less in long holidays, least about the Spring Festival. */
  readonly rest: number
}

/** Presence on working days before and after the Spring Festival: the nearest first. */
const BEFORE = [0.78, 0.88, 0.94] as const
const AFTER = [0.86, 0.92, 0.96] as const
const BY_WEEKDAY = [1, 1.01, 1.015, 1.01, 1, 0.965, 0.93] as const
/** 年休假 and school holidays: July and August. */
const BY_MONTH = [1, 1, 1.01, 1.01, 1, 1, 0.97, 0.96, 1.01, 1.01, 1.01, 1.02] as const

const nameOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
const detailOf = (day: number): { work: boolean; name: string } => chineseDays.getDayDetail(nameOf(day))
const isSpring = (day: number): boolean => {
  const { work, name } = detailOf(day)
  return !work && name.includes('Spring Festival')
}

/** Distance in working days to the Spring Festival, if it lies within `reach` days on that side. */
const toSpring = (day: number, step: 1 | -1): number => {
  let working = 0
  for (let other = day + step; Math.abs(other - day) <= 9; other += step) {
    if (isSpring(other)) return working
    if (detailOf(other).work) working++
  }
  return Number.POSITIVE_INFINITY
}

const make = (day: number): DayUse => {
  const { work, name } = detailOf(day)
  const weekday = (((day + 4) % 7) + 7) % 7
  if (!work)
    return {
      isWork: false,
      presence: 0,
      rest: isSpring(day) ? 0.66 : name.includes(',') ? 0.82 : weekday === 6 ? 1.06 : 0.97,
    }
  const month = new Date(day * DAY_MS).getUTCMonth()
  const near = month > 2 ? 1 : (BEFORE[toSpring(day, 1)] ?? AFTER[toSpring(day, -1)] ?? 1)
  return { isWork: true, presence: near * BY_WEEKDAY[weekday]! * BY_MONTH[month]!, rest: 1 }
}

const known: DayUse[] = []
/** A day's use by the State Council's holiday notices (调休 included), as chinese-days lists them. */
export const useOf = (day: number): DayUse => (known[day - FIRST_WEATHER_DAY] ??= make(day))
