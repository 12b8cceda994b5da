import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { border, label, lat, lon, regionCode, stamped } from '../../kernel/fields.ts'

const regionSchema = z.object({
  code: regionCode,
  parent: regionCode.nullable(),
  level: z.enum(['province', 'city', 'county']),
  name: label,
  center: z.tuple([lon, lat]),
  /** MultiPolygon coordinates, WGS-84, borders shared with the neighbours. */
  geometry: z.array(z.array(border).min(1).max(5_000)).min(1).max(5_000),
  ...stamped,
})
export type RegionRecord = z.infer<typeof regionSchema>

/** `parent` names a region too, and is not waited for. */
export const regions = collection({
  name: 'regions',
  title: { zh: '行政区划', en: 'regions' },
  schema: regionSchema,
  key: ['code'],
  parents: {},
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    regions: typeof regions
  }
}
