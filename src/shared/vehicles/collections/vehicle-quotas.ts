import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { amount, count, id, stamped, year } from '../../kernel/fields.ts'

/** 车辆编制与运维预算 of a unit and year; the cost of one vehicle in the period before the 公务用车制度改革. */
const vehicleQuotaSchema = z.object({
  unit: id,
  year,
  vehicles: count.max(1_000_000),
  /** 元 a year. */
  budget: amount,
  baseYear: year.nullable(),
  /** 元 a vehicle and year. */
  basePerVehicle: amount.nullable(),
  ...stamped,
})
export type VehicleQuotaRecord = z.infer<typeof vehicleQuotaSchema>

export const vehicleQuotas = collection({
  name: 'vehicle-quotas',
  title: { zh: '车辆编制与预算', en: 'vehicle quotas and budgets' },
  schema: vehicleQuotaSchema,
  key: ['unit', 'year'],
  parents: { unit: 'units' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'vehicle-quotas': typeof vehicleQuotas
  }
}
