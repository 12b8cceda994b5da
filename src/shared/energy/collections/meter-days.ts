import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { happenedDay, id, stamped } from '../../kernel/fields.ts'

/** One meter's use of a quarter hour; in thousandths it fits a column of 32 bits. */
const quarterUse = z.number().min(-2_000_000).max(2_000_000)

/**
 * One meter's civil day in 96 quarter hours; null where nothing was read. kWh; m³ of water and gas, GJ of
 * heat and cold, kg of other fuels.
 */
export const meterDaySchema = z.object({
  meter: id,
  day: happenedDay,
  values: z.array(quarterUse.nullable()).length(96),
  ...stamped,
})
export type MeterDayRecord = z.infer<typeof meterDaySchema>

export const meterDays = collection({
  name: 'meter-days',
  title: { zh: '逐日96点用量', en: 'meter days in quarter hours' },
  schema: meterDaySchema,
  key: ['meter', 'day'],
  parents: { meter: 'meters' },
  series: 'current',
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'meter-days': typeof meterDays
  }
}
