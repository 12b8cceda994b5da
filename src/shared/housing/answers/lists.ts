/** The rest of the ledger's HTTP contract: lists, rankings, standards, the overview's counts, a room's history. */
import { z } from 'zod'
import { organLevelSchema } from '../grades.ts'
import { INDEX_IDS } from '../../indices/indices.ts'
import { roomCategorySchema, roomStateSchema } from '../rooms.ts'
import { placeKindSchema } from '../../region/place.ts'

/** GET /api/units?region=&q=&offset=&limit=: `total` counts all that match, whatever the page. */
const unitRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  regionName: z.string(),
  role: z.enum(['department', 'user']),
  level: organLevelSchema,
  measures: z.array(z.number()),
})
export const unitListSchema = z.object({
  units: z.array(unitRowSchema),
  total: z.number(),
  offset: z.number(),
  asOf: z.number(),
})
export type UnitList = z.infer<typeof unitListSchema>

export const indexIdSchema = z.enum(INDEX_IDS)
export const coalBasisSchema = z.enum(['equivalent-heat', 'equal-value'])

/** GET /api/rankings?region=&index=&basis=&of=: the worst or highest first; places without a base come last, unranked. */
export const rankingsSchema = z.object({
  region: z.string(),
  /** The unit whose figures these are, where the viewer's scope is one unit; else the region's own. */
  unit: z.string().optional(),
  index: indexIdSchema,
  basis: coalBasisSchema,
  /** The region's own value, the line to compare with. */
  value: z.number().nullable(),
  rows: z.array(
    z.object({
      rank: z.number().nullable(),
      id: z.string(),
      kind: z.union([placeKindSchema, z.literal('unit')]),
      name: z.string(),
      value: z.number().nullable(),
      /** 0–5, −1 for 无数据. */
      class: z.number(),
      measures: z.array(z.number()),
    }),
  ),
  total: z.number(),
  asOf: z.number(),
})
export type Rankings = z.infer<typeof rankingsSchema>

/** GET /api/overview?region=: 管理部门, 使用单位, 办公用房 处, 平面图纸 张. */
export const overviewSchema = z.object({
  region: z.string(),
  /** The unit whose figures these are, where the viewer's scope is one unit; else the region's own. */
  unit: z.string().optional(),
  departments: z.number(),
  users: z.number(),
  buildings: z.number(),
  floors: z.number(),
  plans: z.number(),
  measures: z.array(z.number()),
  asOf: z.number(),
})
export type Overview = z.infer<typeof overviewSchema>

/** GET /api/rooms/:id/changes: newest first. */
export const roomChangesSchema = z.object({
  changes: z.array(
    z.object({
      seq: z.number(),
      at: z.number(),
      account: z.string(),
      reason: z.string(),
      before: z.record(z.string(), z.unknown()),
      after: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type RoomChanges = z.infer<typeof roomChangesSchema>

/** GET /api/rooms?region=&list=&offset=&limit=: 超标 by how much, 闲置 by how long, or all by building; `total` counts all of the list. */
export const roomListSchema = z.object({
  rooms: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      floor: z.string(),
      building: z.string(),
      buildingName: z.string(),
      compoundName: z.string(),
      region: z.string(),
      regionName: z.string(),
      category: roomCategorySchema,
      use: z.string(),
      state: roomStateSchema,
      stateSince: z.string(),
      idleDays: z.number().nullable(),
      unit: z.string().nullable(),
      unitName: z.string().nullable(),
      occupants: z.number(),
      usableArea: z.number(),
      /** m² that the occupants' grades allow, and what lies above it; null when no limit applies. */
      limit: z.number().nullable(),
      over: z.number().nullable(),
      level: z.enum(['green', 'yellow', 'red']).nullable(),
    }),
  ),
  total: z.number(),
  offset: z.number(),
  asOf: z.number(),
})
export type RoomList = z.infer<typeof roomListSchema>
