import type { FeedId } from '../../standards/parameter.ts'
import { dayOf, type EpochMs } from '../../kernel/units.ts'

/** From when to when the days lie that a figure told into workdays and days off. */
export interface DaySpan {
  readonly from: EpochMs
  readonly to: EpochMs
}

/**
 * Figures and rules that tell workdays from days off, or name a holiday: without a year's calendar they are
 * reckoned as if none of its weeks held one.
 */
export const USES_WORKDAYS: ReadonlySet<FeedId> = new Set<FeedId>([
  'vehicle-indices',
  'order-steps',
  'energy-night',
  'VO-01',
  'VH-02',
  'VH-05',
  'VH-06',
  'VH-09',
  'VH-10',
  'EN-01',
  'EA-01',
  'EA-02',
  'EA-03',
  'EA-07',
])

/** Years of a span of which no calendar is known; `known` ascends or not. */
export const yearsWithoutCalendar = (known: readonly number[], { from, to }: DaySpan): readonly number[] => {
  const [first, last] = [from, to].map((at) => Number(dayOf(at).slice(0, 4))) as [number, number]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i).filter(
    (year) => !known.includes(year),
  )
}

/** What a figure says of the years whose calendar it lacks; null when it lacks none. */
export const calendarNote = (
  known: readonly number[],
  span: DaySpan,
  lang: 'zh' | 'en',
): { readonly short: string; readonly long: string } | null => {
  const years = yearsWithoutCalendar(known, span)
  if (years.length === 0) return null
  const named = years.join(lang === 'zh' ? '、' : ', ')
  return lang === 'zh'
    ? {
        short: `无 ${named} 年节假日安排`,
        long: `没有 ${named} 年节假日安排:工作日按周一至周五推定,节假日不识别(DQ-04);安排放入数据目录 calendar.json 后重算`,
      }
    : {
        short: `no calendar of ${named}`,
        long: `There is no calendar of ${named}: workdays are taken to be Monday to Friday, holidays are not known (DQ-04). It is reckoned anew once calendar.json of the data folder has it`,
      }
}
