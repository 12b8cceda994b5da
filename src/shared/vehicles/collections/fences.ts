import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { clock, id, instant, label, lonLat, regionCode, ring, stamped } from '../../kernel/fields.ts'
import { vehicleSchema } from './vehicles.ts'

/** 电子围栏: an area or a route, whom it binds, when, and what it asks of them. */
const fenceSchema = z.object({
  id,
  region: regionCode,
  name: label,
  /** 行政区域, 停车场, 敏感地带, 禁行区, 许可用车范围, 派车路线, 限速区. */
  kind: z.enum(['region', 'depot', 'sensitive', 'forbidden', 'allowed', 'route', 'speed']),
  /** What stands at a 敏感地带: 宾馆酒店, 娱乐场所, 景区, 住宅小区. */
  place: z.enum(['hotel', 'leisure', 'scenic', 'residential']).nullable(),
  /** 不得驶出, 不得驶入, 不得停留, 只限速. */
  rule: z.enum(['keep-in', 'keep-out', 'no-stop', 'speed']),
  /** 围栏内限速, km/h, beside whatever else it asks; a fence of rule `speed` asks nothing else. */
  limitKmh: z.number().positive().max(200).nullable().optional(),
  /** WGS-84. `region` is the border of a region of the register. */
  geometry: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('polygon'),
      rings: z.array(ring).min(1).max(1_000).describe('outer ring first, then holes'),
    }),
    z.object({ type: z.literal('circle'), center: lonLat, radiusM: z.number().positive().max(200_000) }),
    z.object({
      type: z.literal('corridor'),
      path: z.array(lonLat).min(2).max(20_000),
      widthM: z.number().positive().max(50_000),
    }),
    z.object({ type: z.literal('region'), code: regionCode }),
  ]),
  /** Whom it binds: a vehicle that any of the lists names; null binds every vehicle. `regions` are those of the using unit. */
  roster: z
    .object({
      vehicles: z.array(id).max(20_000),
      units: z.array(id).max(20_000),
      categories: z.array(vehicleSchema.shape.category).max(100),
      regions: z.array(regionCode).max(2_000),
    })
    .nullable(),
  /** It binds the vehicle of this order while the order runs. */
  order: id.nullable(),
  /** When it is in force; null is always. */
  window: z
    .object({
      days: z.enum(['all', 'workdays', 'restdays']),
      from: clock,
      to: clock,
      since: instant.nullable(),
      until: instant.nullable(),
    })
    .nullable(),
  ...stamped,
})
export type FenceRecord = z.infer<typeof fenceSchema>

export const fences = collection({
  name: 'fences',
  title: { zh: '电子围栏', en: 'fences' },
  schema: fenceSchema,
  key: ['id'],
  parents: { region: 'regions' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    fences: typeof fences
  }
}
