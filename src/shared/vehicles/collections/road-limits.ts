import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { id, label, lonLat, regionCode, stamped } from '../../kernel/fields.ts'
import { ROAD_CLASSES } from '../roads/limits.ts'

const kmh = z.number().positive().max(200)

/** 道路限速: a road with its class, its corridor and what its signs say. */
const roadLimitSchema = z.object({
  id,
  region: regionCode,
  name: label,
  /** 高速公路, 城市快速路, 公路, 主干路, 次干路和支路, 无中心线道路. */
  class: z.enum(ROAD_CLASSES),
  /** WGS-84, in the direction of driving where `oneWay`. */
  path: z.array(lonLat).min(2).max(5000),
  /** Whole width of the corridor in which a position is on the road, m; null takes the class's. */
  widthM: z.number().positive().max(200).nullable().optional(),
  oneWay: z.boolean().optional().describe('default false'),
  /** 限速标志; null where there is none and the class decides. */
  limitKmh: kmh.nullable(),
  /** For what is no small passenger car of 9 seats or less; null takes the same, on an expressway at most 100. */
  limitOtherKmh: kmh.nullable().optional(),
  ...stamped,
})
export type RoadLimitRecord = z.infer<typeof roadLimitSchema>

export const roadLimits = collection({
  name: 'road-limits',
  title: { zh: '道路限速', en: 'speed limits of roads' },
  schema: roadLimitSchema,
  key: ['id'],
  parents: { region: 'regions' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'road-limits': typeof roadLimits
  }
}
