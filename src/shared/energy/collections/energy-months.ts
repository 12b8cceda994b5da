import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { amount, happenedMonth, id, stamped } from '../../kernel/fields.ts'

/** A building's whole month by 分类; a medium that is left out was not used, and counts as 0. */
const energyMonthSchema = z.object({
  building: id,
  month: happenedMonth,
  electricityKwh: amount,
  gasM3: amount,
  waterM3: amount,
  heatGj: amount.optional(),
  coolGj: amount.optional(),
  pvKwh: amount.optional(),
  coalKg: amount.optional(),
  oilKg: amount.optional(),
  lpgKg: amount.optional(),
  ...stamped,
})
export type EnergyMonthRecord = z.infer<typeof energyMonthSchema>

export const energyMonths = collection({
  name: 'energy-months',
  title: { zh: '建筑月度能耗', en: 'building energy months' },
  schema: energyMonthSchema,
  key: ['building', 'month'],
  parents: { building: 'buildings' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'energy-months': typeof energyMonths
  }
}
