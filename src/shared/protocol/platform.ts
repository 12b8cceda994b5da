/**
 * The published contract of the platforms that stand below Guanlan: the canonical records of the request, callback,
 * session and broadcast ways. The OpenAPI and AsyncAPI files are generated from these schemas.
 * Every coordinate is WGS-84 unless the record's `crs` says otherwise. Areas are m² with two decimals.
 */
import { z } from 'zod'
import { gradeSchema, organLevelSchema } from '../housing/grades.ts'
import { roomCategorySchema, roomStateSchema } from '../housing/rooms.ts'

export const CONTRACT_VERSION = '1.0.0'

const id = z.string().min(1).max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const instant = z.number().int().nonnegative()
const lon = z.number().min(-180).max(180)
const lat = z.number().min(-90).max(90)
const area = z.number().nonnegative().max(1_000_000)
const ring = z.array(z.tuple([z.number(), z.number()])).min(3)
/** When the platform last changed the record, epoch ms; `since` compares with it. */
const stamped = { updatedAt: instant }

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

export const certificateSchema = z.object({
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

export const workstationSchema = z.object({
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

export const depotSchema = z.object({ id, region: z.string(), name: z.string(), lon, lat, fence: ring, ...stamped })
export type DepotRecord = z.infer<typeof depotSchema>

export const vehicleSchema = z.object({
  id,
  plate: z.string().min(6).max(10),
  unit: id,
  region: z.string(),
  depot: id,
  /** 机要通信, 应急保障, 执法执勤, 特种专业技术, 其他. */
  category: z.enum(['confidential', 'emergency', 'law', 'special', 'other']),
  energy: z.enum(['petrol', 'diesel', 'bev', 'phev']),
  model: z.string(),
  seats: z.number().int().positive(),
  registered: day,
  driver: z.object({ name: z.string(), phone: z.string() }).nullable(),
  ...stamped,
})
export type VehicleRecord = z.infer<typeof vehicleSchema>

export const orderSchema = z.object({
  id,
  vehicle: id,
  unit: id,
  /** 事由. */
  reason: z.string(),
  from: z.string(),
  to: z.string(),
  start: instant,
  end: instant,
  driver: z.string(),
  status: z.enum(['approved', 'dispatched', 'underway', 'returned', 'cancelled']),
  ...stamped,
})
export type OrderRecord = z.infer<typeof orderSchema>

export const vehicleMonthSchema = z.object({
  vehicle: id,
  /** `YYYY-MM`. */
  month: z.string().regex(/^\d{4}-\d{2}$/),
  /** 出车天数 and (应在用工作日 − 维修停驶日). */
  daysUsed: z.number().int().nonnegative(),
  daysDue: z.number().int().nonnegative(),
  kilometres: z.number().nonnegative(),
  /** 元: fuel or charge, repair, insurance, tolls and the rest. */
  cost: z.number().nonnegative(),
  ...stamped,
})
export type VehicleMonthRecord = z.infer<typeof vehicleMonthSchema>

/** 分项 codes of the 2008 guide; `total` is the building's whole electricity; water is never converted to energy. */
export const METER_ITEMS = ['total', '01A00', '01B00', '01C00', '01D00', 'water', 'gas'] as const
export const meterItemSchema = z.enum(METER_ITEMS)
export type MeterItem = z.infer<typeof meterItemSchema>

export const meterSchema = z.object({ id, building: id, item: meterItemSchema, name: z.string(), ratedKw: z.number().nonnegative(), ...stamped })
export type MeterRecord = z.infer<typeof meterSchema>

/** One meter's civil day in 96 quarter hours; null where nothing was read. kWh, m³ for water and gas. */
export const meterDaySchema = z.object({ meter: id, day, values: z.array(z.number().nullable()).length(96), ...stamped })
export type MeterDayRecord = z.infer<typeof meterDaySchema>

export const energyMonthSchema = z.object({
  building: id,
  month: z.string().regex(/^\d{4}-\d{2}$/),
  electricityKwh: z.number().nonnegative(),
  gasM3: z.number().nonnegative(),
  waterM3: z.number().nonnegative(),
  ...stamped,
})
export type EnergyMonthRecord = z.infer<typeof energyMonthSchema>

export const energyQuotaSchema = z.object({ building: id, year: z.number().int(), electricityKwh: z.number().positive(), basis: z.string(), ...stamped })
export type EnergyQuotaRecord = z.infer<typeof energyQuotaSchema>

/** The collections of the request way, in the order in which parents come before children. */
export const COLLECTIONS = {
  regions: regionSchema,
  units: unitSchema,
  compounds: compoundSchema,
  buildings: buildingSchema,
  floors: floorSchema,
  people: personSchema,
  rooms: roomSchema,
  depots: depotSchema,
  vehicles: vehicleSchema,
  orders: orderSchema,
  'vehicle-months': vehicleMonthSchema,
  meters: meterSchema,
  'meter-days': meterDaySchema,
  'energy-months': energyMonthSchema,
  'energy-quotas': energyQuotaSchema,
} as const
export type CollectionName = keyof typeof COLLECTIONS
export type RecordOf<C extends CollectionName> = z.infer<(typeof COLLECTIONS)[C]>
export const COLLECTION_NAMES = Object.keys(COLLECTIONS) as CollectionName[]

/** `GET /v1/{collection}?cursor=&since=&limit=`, bearer key. `next` is null on the last page; keep `watermark` as the next `since`. */
export const pageSchema = z.object({
  items: z.array(z.unknown()),
  next: z.string().nullable(),
  watermark: instant,
  total: z.number().int().nonnegative(),
})
export type Page = z.infer<typeof pageSchema>

/** Session way: a WebSocket at `/v1/positions`; the client acknowledges each batch by `seq`, the platform re-sends from the last acknowledged. */
export const positionSchema = z.object({
  vehicle: id,
  at: instant,
  lon,
  lat,
  speedKmh: z.number().min(0).max(300),
  headingDeg: z.number().min(0).max(360),
  /** Ignition on; without it the vehicle is parked. */
  acc: z.boolean(),
  /** JT/T 808 alarm bits, 0 when none. */
  alarm: z.number().int().nonnegative(),
  crs: z.enum(['WGS84', 'GCJ02', 'BD09']).default('WGS84'),
})
export type PositionRecord = z.infer<typeof positionSchema>
export const positionBatchSchema = z.object({ type: z.literal('positions'), seq: z.number().int(), items: z.array(z.unknown()) })
/** What cannot be re-sent any more: older than the platform keeps, or from before its restart. */
export const positionGapSchema = z.object({ type: z.literal('gap'), from: z.number().int(), to: z.number().int() })
export const positionHelloSchema = z.object({ type: z.literal('hello'), lastSeq: z.number().int().nullable() })
export const positionAckSchema = z.object({ type: z.literal('ack'), seq: z.number().int() })

/** Broadcast way: MQTT topic `guanlan/v1/energy/{region}/{building}`, QoS 1. */
export const readingSchema = z.object({
  building: id,
  at: instant,
  meters: z.array(z.object({ meter: id, kw: z.number(), total: z.number().nonnegative() })),
})
export type ReadingRecord = z.infer<typeof readingSchema>
export const ENERGY_TOPIC_PREFIX = 'guanlan/v1/energy'

/**
 * Callback way: `POST` to the registered address, header `x-platform-signature: t=<epochMs>,v1=<hex>` where v1 is
 * HMAC-SHA256 over `<t>.<body>`; refused when older than five minutes or seen before (`delivery`).
 */
export const webhookSchema = z.object({
  delivery: id,
  collection: z.enum(COLLECTION_NAMES as [CollectionName, ...CollectionName[]]),
  items: z.array(z.unknown()).min(1).max(1000),
})
export type Webhook = z.infer<typeof webhookSchema>
export const WEBHOOK_SIGNATURE_HEADER = 'x-platform-signature'

/** `POST /_faults` of the stand-in: what it should do wrong, until told otherwise. */
export const faultsSchema = z.object({
  /** Added to every answer, ms. */
  delayMs: z.number().int().min(0).max(60_000).default(0),
  /** Share of requests that answer 503, 0–1. */
  failRate: z.number().min(0).max(1).default(0),
  /** Everything refuses: REST 503, sockets closed, MQTT silent. */
  down: z.boolean().default(false),
  /** Share of batches sent twice, out of order, or as rubbish, 0–1. */
  repeatRate: z.number().min(0).max(1).default(0),
  reorderRate: z.number().min(0).max(1).default(0),
  rubbishRate: z.number().min(0).max(1).default(0),
})
export type Faults = z.infer<typeof faultsSchema>
