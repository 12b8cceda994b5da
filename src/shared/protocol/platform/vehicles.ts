import { z } from 'zod'
import {
  amount,
  clock,
  happenedDay,
  happenedMonth,
  id,
  instant,
  label,
  lat,
  lon,
  lonLat,
  regionCode,
  ring,
  sentence,
  smallCount,
  stamped,
  text,
} from './common.ts'
import { orderApprovalSchema } from './vehicleRules.ts'
import { orderDetails, vehicleDetails, vehicleMonthDetails } from './vehicleLedger.ts'

export const depotSchema = z.object({
  id,
  region: regionCode,
  name: label,
  lon,
  lat,
  fence: ring,
  ...stamped,
})
export type DepotRecord = z.infer<typeof depotSchema>

/** 车载终端: its number of 12 digits (JT/T 808-2013) or 20 (2019), and the VIN by which GB/T 32960 names the vehicle; null where there is none. */
const terminalSchema = z.object({
  phone: z
    .string()
    .regex(/^(\d{12}|\d{20})$/, 'expected 12 or 20 digits')
    .nullable(),
  vin: z
    .string()
    .regex(/^[A-HJ-NPR-Z0-9]{17}$/, 'expected 17 letters and digits without I, O and Q')
    .nullable(),
})

export const vehicleSchema = z.object({
  id,
  plate: text(10).min(6),
  unit: id,
  region: regionCode,
  depot: id,
  /** 机要通信, 应急保障, 执法执勤, 特种专业技术, 其他. */
  category: z.enum(['confidential', 'emergency', 'law', 'special', 'other']),
  energy: z.enum(['petrol', 'diesel', 'bev', 'phev']),
  model: label,
  seats: smallCount.min(1),
  registered: happenedDay,
  driver: z.object({ name: label, phone: text(64) }).nullable(),
  terminal: terminalSchema.nullable().optional(),
  ...vehicleDetails,
  ...stamped,
})
export type VehicleRecord = z.infer<typeof vehicleSchema>

export const orderSchema = z.object({
  id,
  vehicle: id,
  unit: id,
  /** 事由. */
  reason: sentence,
  from: sentence,
  to: sentence,
  /** 跨区审批: the region outside its own that the order lets the vehicle drive to. */
  toRegion: text(64).nullable().optional(),
  approval: orderApprovalSchema.nullable().optional(),
  start: instant,
  end: instant,
  driver: label,
  status: z.enum(['approved', 'dispatched', 'underway', 'returned', 'cancelled']),
  ...orderDetails,
  ...stamped,
})
export type OrderRecord = z.infer<typeof orderSchema>

/** 电子围栏: an area or a route, whom it binds, when, and what it asks of them. */
export const fenceSchema = z.object({
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

export const vehicleMonthSchema = z.object({
  vehicle: id,
  /** `YYYY-MM`. */
  month: happenedMonth,
  /** 出车天数 and (应在用工作日 − 维修停驶日). */
  daysUsed: smallCount,
  daysDue: smallCount,
  kilometres: amount,
  /** 元: fuel or charge, repair, insurance, tolls and the rest. */
  cost: amount,
  ...vehicleMonthDetails,
  ...stamped,
})
export type VehicleMonthRecord = z.infer<typeof vehicleMonthSchema>
