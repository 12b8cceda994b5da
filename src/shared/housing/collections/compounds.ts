import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { area, id, label, lat, lon, regionCode, ring, sentence, stamped } from '../../kernel/fields.ts'

const compoundSchema = z.object({
  id,
  region: regionCode,
  name: label.min(1),
  address: sentence,
  lon,
  lat,
  boundary: ring,
  landArea: area,
  ...stamped,
})
export type CompoundRecord = z.infer<typeof compoundSchema>

export const compounds = collection({
  name: 'compounds',
  title: { zh: '办公区', en: 'compounds' },
  schema: compoundSchema,
  key: ['id'],
  parents: { region: 'regions' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    compounds: typeof compounds
  }
}
