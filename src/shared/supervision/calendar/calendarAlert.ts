import { DAY_MS } from '../../kernel/time/time.ts'
import { startOfDay, type DayString } from '../../kernel/units.ts'
import type { AlertDraft } from '../alert.ts'
import type { CalendarState } from './calendar.ts'

/** The next year's calendar is missed so long before it begins. [D] */
const WARN_DAYS = 60

/** DQ-04: the calendar ends soon, has ended, or its file is wrong; null when none of it. */
export const calendarAlert = (
  today: DayString,
  { until, faults }: CalendarState,
  at: Pick<AlertDraft, 'region' | 'place' | 'placeName' | 'unit'>,
): AlertDraft | null => {
  const left = Math.round((startOfDay(until) - startOfDay(today)) / DAY_MS)
  const next = Number(until.slice(0, 4)) + 1
  const wrong =
    faults.length === 0
      ? null
      : {
          zh: `calendar.json 有误:${faults.slice(0, 3).join(';')}`,
          en: `calendar.json is wrong: ${faults.slice(0, 3).join('; ')}`,
        }
  const ends =
    left < 0
      ? {
          zh: `没有 ${today.slice(0, 4)} 年节假日安排:工作日按周一至周五推定,节假日封存(VH-02)不判,使用率、时限、夜间与休息日用能均受影响`,
          en: `no calendar of ${today.slice(0, 4)}: workdays are taken to be Monday to Friday, holidays are not known (VH-02 is not judged; use rates, limits and rest days are affected)`,
        }
      : left <= WARN_DAYS
        ? {
            zh: `节假日安排只到 ${until}(还有 ${left} 天):请把 ${next} 年安排放入数据目录 calendar.json`,
            en: `the calendar ends on ${until}, in ${left} days: put that of ${next} into calendar.json of the data folder`,
          }
        : null
  const told = [wrong, ends].filter((one) => one !== null)
  if (told.length === 0) return null
  return {
    id: `DQ-04:${at.region}`,
    rule: 'DQ-04',
    severity: left < 0 ? 'red' : 'yellow',
    ...at,
    text: { zh: told.map(({ zh }) => zh).join(';'), en: told.map(({ en }) => en).join('; ') },
    count: 1,
  }
}
