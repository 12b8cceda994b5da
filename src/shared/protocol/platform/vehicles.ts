import { z } from 'zod'
import { id, day, instant, lon, lat, ring, stamped } from './common.ts'

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
