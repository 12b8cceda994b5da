import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { id, label, lat, lon, regionCode, ring, stamped } from '../../kernel/fields.ts'

const depotSchema = z.object({
  id,
  region: regionCode,
  name: label,
  lon,
  lat,
  fence: ring,
  ...stamped,
})
export type DepotRecord = z.infer<typeof depotSchema>

export const depots = collection({
  name: 'depots',
  title: { zh: '停车场', en: 'depots' },
  schema: depotSchema,
  key: ['id'],
  parents: { region: 'regions' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    depots: typeof depots
  }
}
