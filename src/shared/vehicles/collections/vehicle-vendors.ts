import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { day, id, label, lat, lon, regionCode, stamped } from '../../kernel/fields.ts'

/** 定点单位 (定点加油、维修、保险): who is on the list, and from when to when. */
const vehicleVendorSchema = z.object({
  id,
  region: regionCode,
  name: label,
  kinds: z
    .array(z.enum(['fuel', 'charge', 'maintenance', 'insurance']))
    .min(1)
    .max(16),
  lon,
  lat,
  from: day,
  until: day.nullable(),
  ...stamped,
})
export type VehicleVendorRecord = z.infer<typeof vehicleVendorSchema>

export const vehicleVendors = collection({
  name: 'vehicle-vendors',
  title: { zh: '定点单位', en: 'listed vendors' },
  schema: vehicleVendorSchema,
  key: ['id'],
  parents: { region: 'regions' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'vehicle-vendors': typeof vehicleVendors
  }
}
