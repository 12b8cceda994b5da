import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import {
  amount,
  day,
  happenedDay,
  id,
  label,
  regionCode,
  smallCount,
  stamped,
  text,
} from '../../kernel/fields.ts'

/** What the ledger of a vehicle says beyond its plate; all of it may be missing. */
const vehicleDetails = {
  /** 核定油耗 L/100 km, or kWh/100 km of an electric one. */
  normPer100Km: amount.positive().nullable().optional(),
  tankLitres: amount.positive().nullable().optional(),
  /** 统一标识编号. */
  sticker: label.nullable().optional(),
  displacementL: amount.nullable().optional(),
  /** 购置价格, 元. */
  price: amount.nullable().optional(),
  /** 超出基本标准的理由或批准文号 (因工作需要、确因情况特殊). */
  exceptionGround: label.nullable().optional(),
  /** 登记在: the unit itself, or (each a breach) 下属单位, 企业, 个人. */
  registeredTo: z.enum(['unit', 'subordinate', 'company', 'person']).optional(),
  /** 来源: 购置, 调拨, 借用, 捐赠. */
  origin: z.enum(['bought', 'allotted', 'borrowed', 'donated']).optional(),
  inspectionDue: day.nullable().optional(),
  insuranceDue: day.nullable().optional(),
}

/**
 * 车载终端: its number of 12 digits (JT/T 808-2013) or 20 (2019), and the VIN by which GB/T 32960 names the
 * vehicle; null where there is none.
 */
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

export const vehicles = collection({
  name: 'vehicles',
  title: { zh: '公务用车', en: 'vehicles' },
  schema: vehicleSchema,
  key: ['id'],
  parents: { unit: 'units', region: 'regions', depot: 'depots' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    vehicles: typeof vehicles
  }
}
