import { z } from 'zod'
import { collection } from '../../../kernel/collection.ts'
import { count, happenedMonth, id, smallCount, stamped } from '../../../kernel/fields.ts'

/** 出行轨迹重叠月报: what the platform itself compared, by using unit, for months of which it hands over no tracks. */
const overlapMonthSchema = z.object({
  unit: id,
  /** `YYYY-MM`. */
  month: happenedMonth,
  /** Days of the month that were compared. */
  days: smallCount,
  /** Trips compared, and those of them that ran with another vehicle's. */
  trips: count,
  overlapping: count,
  ...stamped,
})
export type OverlapMonthRecord = z.infer<typeof overlapMonthSchema>

export const overlapMonths = collection({
  name: 'overlap-months',
  title: { zh: '出行轨迹重叠月报', en: 'overlap of tracks by month' },
  schema: overlapMonthSchema,
  key: ['unit', 'month'],
  parents: { unit: 'units' },
  series: 'history',
  master: 'platform',
})

declare module '../../../kernel/collection.ts' {
  interface Collections {
    'overlap-months': typeof overlapMonths
  }
}
