import { z } from 'zod'
import { gradeSchema, organLevelSchema } from '../../housing/grades.ts'
import { roomCategorySchema, roomStateSchema } from '../../housing/rooms.ts'
import {
  area,
  border,
  coordinate,
  count,
  day,
  happenedDay,
  id,
  label,
  lat,
  lon,
  regionCode,
  ring,
  sentence,
  stamped,
  text,
} from './common.ts'

export const regionSchema = z.object({
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

/** People of a unit. */
const headcount = count.max(1_000_000)

export const unitSchema = z.object({
  id,
  name: label.min(1),
  region: regionCode,
  /** 管理部门 manages offices for its region; 使用单位 uses them. */
  role: z.enum(['department', 'user']),
  level: organLevelSchema,
  /** 机关, 事业单位, 群团. */
  nature: z.enum(['organ', 'institution', 'mass']),
  /** 统一社会信用代码, GB 32100-2015. */
  uscc: text(32).nullable(),
  /** 编制 by grade. */
  establishment: z.partialRecord(gradeSchema, headcount),
  /** 用能人数, includes staff outside the establishment. */
  energyUsers: headcount,
  ...stamped,
})
export type UnitRecord = z.infer<typeof unitSchema>

export const compoundSchema = z.object({
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

export const buildingSchema = z.object({
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

export const floorSchema = z.object({
  id,
  building: id,
  /** 1 is the ground floor, −1 the first basement; there is no 0. */
  level: z.number().int().min(-100).max(500),
  label,
  /** Metres from the ground to the floor's slab, negative below it. */
  elevation: coordinate,
  height: z.number().positive().max(2_000),
  /** `drawing` when a plan was uploaded, `schematic` when it was made from the ledger. */
  plan: z.enum(['drawing', 'schematic']),
  outline: ring,
  /** Parts that belong to no room: corridors and cores (stairs, lifts). Local metres. */
  corridors: z.array(ring).max(1_000),
  cores: z.array(ring).max(1_000),
  ...stamped,
})
export type FloorRecord = z.infer<typeof floorSchema>

const workstationSchema = z.object({
  id,
  code: label,
  /** Local metres. */
  x: coordinate,
  y: coordinate,
  rotation: coordinate,
  person: id.nullable(),
})

export const roomSchema = z.object({
  id,
  floor: id,
  number: text(64).min(1),
  category: roomCategorySchema,
  use: label,
  state: roomStateSchema,
  /** The day the present state began. */
  stateSince: happenedDay,
  /** 使用面积, m². */
  usableArea: area,
  ring,
  unit: id.nullable(),
  /** Who sits there, and which share of the room is theirs (the shares of a room sum to 1). */
  occupants: z
    .array(z.object({ person: id, share: z.number().positive().max(1), since: happenedDay }))
    .max(2_000),
  workstations: z.array(workstationSchema).max(2_000),
  ...stamped,
})
export type RoomRecord = z.infer<typeof roomSchema>

export const personSchema = z.object({
  id,
  name: label.min(1),
  unit: id,
  grade: gradeSchema,
  post: label,
  status: z.enum(['serving', 'transferred', 'retired', 'seconded', 'concurrent']),
  statusSince: happenedDay,
  phone: text(64).nullable(),
  ...stamped,
})
export type PersonRecord = z.infer<typeof personSchema>
