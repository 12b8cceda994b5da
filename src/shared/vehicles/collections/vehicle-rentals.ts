import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { amount, id, instant, label, sentence, stamped, text } from '../../kernel/fields.ts'

/** 社会车辆租赁派车 (DB32/T 3826-2020 7.17). */
const vehicleRentalSchema = z.object({
  id,
  unit: id,
  start: instant,
  end: instant,
  vendorName: label,
  plate: text(32).nullable(),
  reason: sentence,
  from: sentence,
  to: sentence,
  kilometres: amount.nullable(),
  /** 元. */
  amount,
  ...stamped,
})
export type VehicleRentalRecord = z.infer<typeof vehicleRentalSchema>

export const vehicleRentals = collection({
  name: 'vehicle-rentals',
  title: { zh: '社会车辆租赁', en: 'rented vehicles' },
  schema: vehicleRentalSchema,
  key: ['id'],
  parents: { unit: 'units' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'vehicle-rentals': typeof vehicleRentals
  }
}
