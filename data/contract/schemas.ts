import { z } from 'zod'
import {
  COLLECTIONS,
  COLLECTION_NAMES,
  faultsSchema,
  pageSchema,
  positionAckSchema,
  positionBatchSchema,
  positionGapSchema,
  positionHelloSchema,
  positionSchema,
  readingSchema,
  webhookSchema,
} from '#shared/protocol/platform.ts'
import type { CollectionName } from '#shared/protocol/platform.ts'

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** Chinese and English name of each collection. */
export const TITLES: Record<CollectionName, string> = {
  regions: '行政区划 / regions',
  units: '单位 / units',
  compounds: '办公区 / compounds',
  buildings: '办公楼 / buildings',
  floors: '楼层 / floors',
  people: '人员 / people',
  rooms: '房间与工位 / rooms and workstations',
  depots: '停车场 / depots',
  vehicles: '公务用车 / vehicles',
  orders: '派车单 / dispatch orders',
  fences: '电子围栏 / fences',
  'road-limits': '道路限速 / speed limits of roads',
  'working-hours': '工作时段 / working hours',
  'vehicle-months': '车辆月度运行 / vehicle months',
  'order-step-limits': '派车环节时限 / limits of order steps',
  'vehicle-vendors': '定点单位 / listed vendors',
  'vehicle-costs': '运维费用 / vehicle costs',
  'vehicle-rentals': '社会车辆租赁 / rented vehicles',
  'vehicle-quotas': '车辆编制与预算 / vehicle quotas and budgets',
  meters: '计量表 / meters',
  'meter-days': '逐日96点用量 / meter days in quarter hours',
  'energy-months': '建筑月度能耗 / building energy months',
  'energy-quotas': '能耗定额 / energy quotas',
  'energy-days': '建筑逐日逐时用电 / building days in hours',
  'weather-days': '逐日气温 / mean temperature by day',
  'overlap-months': '出行轨迹重叠月报 / overlap of tracks by month',
  'vehicle-tracks': '历史轨迹补传 / tracks of past days',
}

export const schemaName = (collection: CollectionName): string =>
  collection
    .split('-')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('')

const toJson = (schema: z.ZodType): Json => {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input' }) as Record<string, Json>
  return json
}

/** A zod schema's JSON Schema with one of its array members pointing at another component. */
const withItems = (schema: z.ZodType, member: string, items: Json): Json => {
  const json = toJson(schema) as { properties: Record<string, Record<string, Json>> }
  return { ...json, properties: { ...json.properties, [member]: { ...json.properties[member], items } } }
}

export const refTo = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

const errorSchema = z.object({
  code: z.string().describe('机器可读代码 / stable code'),
  message: z.string(),
  field: z.string().optional().describe('有误的字段 / the field that is wrong'),
  expected: z.string().optional().describe('应为 / what was expected'),
})

/** Every schema of the contract as a component; both files carry the same ones. */
const componentSchemas = (): Record<string, Json> => ({
  ...Object.fromEntries(COLLECTION_NAMES.map((name) => [schemaName(name), toJson(COLLECTIONS[name])])),
  Page: toJson(pageSchema),
  Position: toJson(positionSchema),
  PositionHello: toJson(positionHelloSchema),
  PositionAck: toJson(positionAckSchema),
  PositionBatch: withItems(positionBatchSchema, 'items', refTo('Position')),
  PositionGap: toJson(positionGapSchema),
  Reading: toJson(readingSchema),
  Webhook: withItems(webhookSchema, 'items', {
    anyOf: COLLECTION_NAMES.map((name) => refTo(schemaName(name))),
  }),
  Faults: toJson(faultsSchema),
  Error: toJson(errorSchema),
})
export const pick = (names: readonly string[]): Record<string, Json> => {
  const all = componentSchemas()
  return Object.fromEntries(names.map((name) => [name, all[name]!]))
}
