import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { clock, day, id, regionCode, stamped, text } from '../../kernel/fields.ts'

/** `MM-DD`. */
const date = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

/** 工作时段表: of a unit, or of a region and everything below it; the nearest one in force decides alone. */
const workingHoursSchema = z.object({
  id,
  region: regionCode,
  /** null: every unit of the region and below that has no nearer table. */
  unit: id.nullable(),
  name: text(60).min(1),
  /** Several rows of one day add up: shifts, summer and winter hours; a day without a row has no working hours. */
  rows: z
    .array(
      z.object({
        /** Season, both days included; from after to runs over the turn of the year. */
        from: date,
        to: date,
        /** By the State Council's calendar: 工作日 (a Saturday can be one), 周末休息日, 法定节假日, 每日. */
        days: z.enum(['workdays', 'restdays', 'holidays', 'all']),
        /** A span that ends at or before its beginning runs over midnight; 00:00–24:00 is 24 小时值班. */
        spans: z
          .array(z.object({ from: clock, to: clock }))
          .min(1)
          .max(8),
      }),
    )
    .min(1)
    .max(40),
  since: day.nullable(),
  until: day.nullable(),
  ...stamped,
})
export type WorkingHoursRecord = z.infer<typeof workingHoursSchema>

export const workingHours = collection({
  name: 'working-hours',
  title: { zh: '工作时段', en: 'working hours' },
  schema: workingHoursSchema,
  key: ['id'],
  parents: { region: 'regions', unit: 'units' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'working-hours': typeof workingHours
  }
}
