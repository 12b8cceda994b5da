import { z } from 'zod'
import { collection } from '../../../kernel/collection.ts'
import { count, countedAfterMonth, happenedMonth, regionCode, stamped } from '../../../kernel/fields.ts'

/**
 * 公车合规月末值: vehicles that stand in a region at the end of a month, and those of them without an open finding, by the
 * platform's own count, for months in which this system was not there yet. Of a city and of the province those that stand in
 * them and in no region below, which is added here.
 */
const vehicleCleanMonthSchema = z
  .object({
    region: regionCode,
    /** `YYYY-MM`; counted on its last day or later. */
    month: happenedMonth,
    vehicles: count,
    /** Of the vehicles those of which nothing was found that is still open. */
    clean: count,
    ...stamped,
  })
  .superRefine(({ vehicles, clean }, at) => {
    if (clean > vehicles)
      at.addIssue({ code: 'custom', path: ['clean'], message: 'expected no more than there are vehicles' })
  })
  .superRefine(countedAfterMonth)
export type VehicleCleanMonthRecord = z.infer<typeof vehicleCleanMonthSchema>

export const vehicleCleanMonths = collection({
  name: 'vehicle-clean-months',
  title: { zh: '公车合规月末值', en: 'vehicles without an open finding at the ends of months' },
  schema: vehicleCleanMonthSchema,
  key: ['region', 'month'],
  parents: { region: 'regions' },
  master: 'platform',
})

declare module '../../../kernel/collection.ts' {
  interface Collections {
    'vehicle-clean-months': typeof vehicleCleanMonths
  }
}
