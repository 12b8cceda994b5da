import { z } from 'zod'
import { gradeSchema, organLevelSchema } from '../../housing/grades.ts'
import { roomCategorySchema, roomStateSchema } from '../../housing/rooms.ts'
import { id, day, lon, lat, area, ring, stamped } from './common.ts'

export const regionSchema = z.object({
  code: z.string().regex(/^\d{6}(\d{6})?$/),
  parent: z.string().nullable(),
  level: z.enum(['province', 'city', 'county']),
  name: z.string(),
  center: z.tuple([lon, lat]),
  /** MultiPolygon coordinates, WGS-84, borders shared with the neighbours. */
  geometry: z.array(z.array(ring)),
  ...stamped,
})
export type RegionRecord = z.infer<typeof regionSchema>

export const unitSchema = z.object({
  id,
  name: z.string().min(1),
  region: z.string(),
  /** 管理部门 manages offices for its region; 使用单位 uses them. */
  role: z.enum(['department', 'user']),
  level: organLevelSchema,
  /** 机关, 事业单位, 群团. */
  nature: z.enum(['organ', 'institution', 'mass']),
  /** 统一社会信用代码, GB 32100-2015. */
  uscc: z.string().nullable(),
  /** 编制 by grade. */
  establishment: z.partialRecord(gradeSchema, z.number().int().nonnegative()),
  /** 用能人数, includes staff outside the establishment. */
  energyUsers: z.number().int().nonnegative(),
  ...stamped,
})
export type UnitRecord = z.infer<typeof unitSchema>

export const compoundSchema = z.object({
  id,
  region: z.string(),
  name: z.string().min(1),
  address: z.string(),
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
  number: z.string().nullable(),
  holder: z.string().nullable(),
  issued: day.nullable(),
  /** Why there is none, and the day it is planned for. */
  reason: z.string().nullable(),
  planned: day.nullable(),
})

export const buildingSchema = z.object({
  id,
  compound: id,
  name: z.string().min(1),
  use: z.enum(['office', 'technical']),
  structure: z.string(),
  floorsAbove: z.number().int().min(1),
  floorsBelow: z.number().int().min(0),
  /** Metres above ground. */
  height: z.number().positive(),
  highRise: z.boolean(),
  grossArea: area,
  builtYear: z.number().int(),
  /** Where the local frame's origin lies, and how far its x axis is turned from east, degrees counter-clockwise. */
  origin: z.tuple([lon, lat]),
  rotation: z.number(),
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
  level: z.number().int(),
  label: z.string(),
  /** Metres from the ground to the floor's slab, negative below it. */
  elevation: z.number(),
  height: z.number().positive(),
  /** `drawing` when a plan was uploaded, `schematic` when it was made from the ledger. */
  plan: z.enum(['drawing', 'schematic']),
  outline: ring,
  /** Parts that belong to no room: corridors and cores (stairs, lifts). Local metres. */
  corridors: z.array(ring),
  cores: z.array(ring),
  ...stamped,
})
export type FloorRecord = z.infer<typeof floorSchema>

const workstationSchema = z.object({
  id,
  code: z.string(),
  /** Local metres. */
  x: z.number(),
  y: z.number(),
  rotation: z.number(),
  person: id.nullable(),
})

export const roomSchema = z.object({
  id,
  floor: id,
  number: z.string().min(1),
  category: roomCategorySchema,
  use: z.string(),
  state: roomStateSchema,
  /** The day the present state began. */
  stateSince: day,
  /** 使用面积, m². */
  usableArea: area,
  ring,
  unit: id.nullable(),
  /** Who sits there, and which share of the room is theirs (the shares of a room sum to 1). */
  occupants: z.array(z.object({ person: id, share: z.number().positive().max(1), since: day })),
  workstations: z.array(workstationSchema),
  ...stamped,
})
export type RoomRecord = z.infer<typeof roomSchema>

export const personSchema = z.object({
  id,
  name: z.string().min(1),
  unit: id,
  grade: gradeSchema,
  post: z.string(),
  status: z.enum(['serving', 'transferred', 'retired', 'seconded', 'concurrent']),
  statusSince: day,
  phone: z.string().nullable(),
  ...stamped,
})
export type PersonRecord = z.infer<typeof personSchema>
