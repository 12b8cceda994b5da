import { z } from 'zod'
import {
  amount,
  count,
  day,
  happenedAt,
  happenedDay,
  happenedMonth,
  id,
  instant,
  label,
  lat,
  lon,
  regionCode,
  sentence,
  smallCount,
  stamped,
  text,
  year,
} from './common.ts'

/** 派车单十一环节 (浙江 6.4.3.3), in order: 申请、审核、受理、调度、派车、接单、出车、归队、填报、费用校核、评价. */
export const ORDER_STEPS = [
  'apply',
  'review',
  'accept',
  'schedule',
  'assign',
  'confirm',
  'depart',
  'return',
  'report',
  'audit',
  'rate',
] as const
export const orderStepNameSchema = z.enum(ORDER_STEPS)
export type OrderStepName = z.infer<typeof orderStepNameSchema>
/** 用车人, 审批人, 平台受理员, 调度员, 驾驶员, 费用校核员. */
const ORDER_ROLES = ['applicant', 'approver', 'clerk', 'dispatcher', 'driver', 'auditor'] as const
export const orderRoleSchema = z.enum(ORDER_ROLES)
export type OrderRole = z.infer<typeof orderRoleSchema>

/** One step as it was done. */
const orderStepSchema = z.object({ step: orderStepNameSchema, at: happenedAt, by: orderRoleSchema })
export type OrderStep = z.infer<typeof orderStepSchema>

/** What an order says beyond its way and its time; all of it may be missing at platforms that do not keep it. */
export const orderDetails = {
  steps: z.array(orderStepSchema).max(200).optional(),
  /** 计划里程, km. */
  plannedKm: amount.nullable().optional(),
  /** Where `to` is, WGS-84; without it the destination is not checked. */
  destination: z.object({ lon, lat }).nullable().optional(),
  /** 跨区审批单号; `null` where none was given. */
  crossRegionApproval: label.nullable().optional(),
  passengers: smallCount.nullable().optional(),
  /** 用车类别. */
  purpose: z
    .enum(['documents', 'emergency', 'law', 'survey', 'meeting', 'service', 'other'])
    .nullable()
    .optional(),
  /** 填报: 还车时间, 里程 km, 油耗 L (kWh for electric ones), 费用 元, as the driver registered them; an item that was left empty is null. */
  report: z
    .object({
      returnedAt: happenedAt.nullable(),
      kilometres: amount.nullable(),
      energy: amount.nullable(),
      cost: amount.nullable(),
    })
    .nullable()
    .optional(),
  /** 评价, 1–5. */
  rating: z.number().int().min(1).max(5).nullable().optional(),
}

/** 各环节主体、工作时间、执行时限. */
export const orderStepLimitSchema = z.object({
  region: regionCode.describe('the region whose orders it binds, with all below it; the nearest one wins'),
  step: orderStepNameSchema,
  by: orderRoleSchema,
  /** Hours of workdays that count, UTC+8; null counts every hour. */
  hours: z.object({ from: z.number().min(0).max(24), to: z.number().min(0).max(24) }).nullable(),
  limitMinutes: count.min(1),
  /** When the limit begins: as the step before is done, or at the order's own start or end. */
  since: z.enum(['previous', 'start', 'end']),
  ...stamped,
})
export type OrderStepLimitRecord = z.infer<typeof orderStepLimitSchema>

/** 定点单位 (定点加油、维修、保险): who is on the list, and from when to when. */
export const vehicleVendorSchema = z.object({
  id,
  region: regionCode,
  name: label,
  kinds: z
    .array(z.enum(['fuel', 'charge', 'maintenance', 'insurance']))
    .min(1)
    .max(16),
  lon,
  lat,
  from: day,
  until: day.nullable(),
  ...stamped,
})
export type VehicleVendorRecord = z.infer<typeof vehicleVendorSchema>

/** 运维费用分类: 燃油, 充电, 维修保养, 保险, 路桥, 停车, 年检, 清洗, 其他. Rented vehicles stand in `vehicle-rentals`. */
const COST_KINDS = [
  'fuel',
  'charge',
  'maintenance',
  'insurance',
  'toll',
  'parking',
  'inspection',
  'wash',
  'other',
] as const
export const costKindSchema = z.enum(COST_KINDS)
export type CostKind = z.infer<typeof costKindSchema>

/** One item of running cost (VH-16): 时间、金额、车辆、任务关联. */
export const vehicleCostSchema = z.object({
  id,
  vehicle: id,
  kind: costKindSchema,
  at: happenedAt,
  /** 元. */
  amount,
  /** 任务关联: the order that it belongs to. */
  order: id.nullable(),
  /** Id of a 定点单位; null for one that is not listed. */
  vendor: id.nullable(),
  vendorName: label,
  /** L of fuel or kWh of charge. */
  quantity: amount.positive().nullable(),
  odometerKm: amount.nullable(),
  ...stamped,
})
export type VehicleCostRecord = z.infer<typeof vehicleCostSchema>

/** 社会车辆租赁派车 (DB32/T 3826-2020 7.17). */
export const vehicleRentalSchema = z.object({
  id,
  unit: id,
  start: instant,
  end: instant,
  vendorName: label,
  plate: text(32).nullable(),
  reason: sentence,
  from: sentence,
  to: sentence,
  kilometres: amount.nullable(),
  /** 元. */
  amount,
  ...stamped,
})
export type VehicleRentalRecord = z.infer<typeof vehicleRentalSchema>

/** 车辆编制与运维预算 of a unit and year; the cost of one vehicle in the period before the 公务用车制度改革. */
export const vehicleQuotaSchema = z.object({
  unit: id,
  year,
  vehicles: count.max(1_000_000),
  /** 元 a year. */
  budget: amount,
  baseYear: year.nullable(),
  /** 元 a vehicle and year. */
  basePerVehicle: amount.nullable(),
  ...stamped,
})
export type VehicleQuotaRecord = z.infer<typeof vehicleQuotaSchema>

/** What the ledger of a vehicle says beyond its plate; all of it may be missing. */
export const vehicleDetails = {
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

/** 元; below nothing where a month takes back what another had too much. */
const correction = z.number().min(-1_000_000_000).max(1_000_000_000)

/** What a month of a vehicle says beyond days, mileage and the sum of costs. */
export const vehicleMonthDetails = {
  trips: count.optional(),
  /** 出车时长 and 工作时段时长, hours. */
  hoursUsed: amount.optional(),
  hoursDue: amount.optional(),
  /** 元; their sum is `cost`. */
  costs: z
    .object({
      fuel: correction,
      maintenance: correction,
      insurance: correction,
      toll: correction,
      parking: correction,
      other: correction,
    })
    .optional(),
  /**
   * 服务, counted over the whole month by the platform: orders asked for, those that got a vehicle, those that set out on
   * time, minutes of office time that approvals took and over how many, 评价 and their sum. Without it the orders handed over count.
   */
  service: z
    .object({
      orders: count,
      dispatched: count,
      onTime: count,
      approvalMinutes: amount,
      approved: count,
      ratings: count,
      ratingSum: count,
    })
    .refine(
      ({ orders, dispatched, onTime, approved, ratings, ratingSum }) =>
        dispatched <= orders &&
        approved <= orders &&
        onTime <= dispatched &&
        ratingSum >= ratings &&
        ratingSum <= 5 * ratings,
      {
        message: 'expected onTime ≤ dispatched ≤ orders, approved ≤ orders and ratings from 1 to 5',
      },
    )
    .nullable()
    .optional(),
}

const column = <T extends z.ZodType>(item: T) => z.array(item).max(20_000)

/**
 * 历史轨迹补传: what a terminal reported on a finished day, handed over where the platform kept it and this system was not there
 * yet. Columns of equal length, in order of time, WGS-84; no points where the vehicle stood or its terminal was silent all day.
 */
export const vehicleTrackSchema = z
  .object({
    vehicle: id,
    day: happenedDay,
    at: column(instant),
    lon: column(lon),
    lat: column(lat),
    speedKmh: column(z.number().min(0).max(300)),
    headingDeg: column(z.number().min(0).max(360)),
    acc: column(z.union([z.literal(0), z.literal(1)])),
    ...stamped,
  })
  .refine(
    ({ at, ...rest }) =>
      [rest.lon, rest.lat, rest.speedKmh, rest.headingDeg, rest.acc].every(
        ({ length }) => length === at.length,
      ),
    { message: 'expected columns of equal length', path: ['at'] },
  )
export type VehicleTrackRecord = z.infer<typeof vehicleTrackSchema>

/** 出行轨迹重叠月报: what the platform itself compared, by using unit, for months of which it hands over no tracks. */
export const overlapMonthSchema = z.object({
  unit: id,
  /** `YYYY-MM`. */
  month: happenedMonth,
  /** Days of the month that were compared. */
  days: smallCount,
  /** Trips compared, and those of them that ran with another vehicle's. */
  trips: count,
  overlapping: count,
  ...stamped,
})
export type OverlapMonthRecord = z.infer<typeof overlapMonthSchema>
