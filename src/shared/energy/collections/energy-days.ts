import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { amount, happenedDay, id, stamped } from '../../kernel/fields.ts'

/**
 * 建筑逐日逐时用电: a finished day of a building's whole electricity by hour, kWh, and its water, m³, where
 * it is metered; null where the platform read nothing.
 */
const energyDaySchema = z.object({
  building: id,
  day: happenedDay,
  values: z.array(amount.nullable()).length(24),
  water: z.array(amount.nullable()).length(24).optional(),
  ...stamped,
})
export type EnergyDayRecord = z.infer<typeof energyDaySchema>

export const energyDays = collection({
  name: 'energy-days',
  title: { zh: '建筑逐日逐时用电', en: 'building days in hours' },
  schema: energyDaySchema,
  key: ['building', 'day'],
  parents: { building: 'buildings' },
  series: 'current',
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'energy-days': typeof energyDays
  }
}
