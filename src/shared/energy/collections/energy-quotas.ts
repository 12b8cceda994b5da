import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { amount, id, label, stamped, year } from '../../kernel/fields.ts'

const energyQuotaSchema = z.object({
  building: id,
  year,
  electricityKwh: amount.positive(),
  basis: label,
  ...stamped,
})
export type EnergyQuotaRecord = z.infer<typeof energyQuotaSchema>

export const energyQuotas = collection({
  name: 'energy-quotas',
  title: { zh: '能耗定额', en: 'energy quotas' },
  schema: energyQuotaSchema,
  key: ['building', 'year'],
  parents: { building: 'buildings' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'energy-quotas': typeof energyQuotas
  }
}
