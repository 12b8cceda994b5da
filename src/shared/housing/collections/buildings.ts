import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import {
  area,
  coordinate,
  day,
  happenedDay,
  id,
  label,
  lat,
  lon,
  ring,
  sentence,
  stamped,
} from '../../kernel/fields.ts'

const certificateSchema = z.object({
  /** 不动产权证, 房产证+土地证, 未办证. */
  kind: z.enum(['real-estate', 'house-and-land', 'none']),
  number: label.nullable(),
  holder: label.nullable(),
  issued: happenedDay.nullable(),
  /** Why there is none, and the day it is planned for. */
  reason: sentence.nullable(),
  planned: day.nullable(),
})

const buildingSchema = z.object({
  id,
  compound: id,
  name: label.min(1),
  use: z.enum(['office', 'technical']),
  structure: label,
  floorsAbove: z.number().int().min(1).max(500),
  floorsBelow: z.number().int().min(0).max(100),
  /** Metres above ground. */
  height: z.number().positive().max(2_000),
  highRise: z.boolean(),
  grossArea: area,
  builtYear: z.number().int().min(1000).max(2199),
  /** Where the local frame's origin lies, and how far its x axis is turned from east, degrees counter-clockwise. */
  origin: z.tuple([lon, lat]),
  rotation: coordinate,
  /** Outline in local metres. */
  footprint: ring,
  certificate: certificateSchema,
  ...stamped,
})
export type BuildingRecord = z.infer<typeof buildingSchema>

export const buildings = collection({
  name: 'buildings',
  title: { zh: '办公楼', en: 'buildings' },
  schema: buildingSchema,
  key: ['id'],
  parents: { compound: 'compounds' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    buildings: typeof buildings
  }
}
