import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import {
  amount,
  happenedAt,
  id,
  instant,
  label,
  lat,
  lon,
  sentence,
  smallCount,
  stamped,
  text,
} from '../../kernel/fields.ts'

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

/** 已批准, 已派车, 行程中, 已归队, 已取消. */
export const ORDER_STATUSES = ['approved', 'dispatched', 'underway', 'returned', 'cancelled'] as const
export const orderStatusSchema = z.enum(ORDER_STATUSES)
export type OrderStatus = z.infer<typeof orderStatusSchema>

/** 用车类别: 机要通信, 应急, 执法执勤, 调研, 会议, 公务接待, 其他. */
export const orderPurposeSchema = z.enum([
  'documents',
  'emergency',
  'law',
  'survey',
  'meeting',
  'service',
  'other',
])
export type OrderPurpose = z.infer<typeof orderPurposeSchema>

/** One step as it was done. */
const orderStepSchema = z.object({ step: orderStepNameSchema, at: happenedAt, by: orderRoleSchema })
export type OrderStep = z.infer<typeof orderStepSchema>

/** What an order says beyond its way and its time; all of it may be missing at platforms that do not keep it. */
const orderDetails = {
  steps: z.array(orderStepSchema).max(200).optional(),
  /** 计划里程, km. */
  plannedKm: amount.nullable().optional(),
  /** Where `to` is, WGS-84; without it the destination is not checked. */
  destination: z.object({ lon, lat }).nullable().optional(),
  /** 跨区审批单号; `null` where none was given. */
  crossRegionApproval: label.nullable().optional(),
  passengers: smallCount.nullable().optional(),
  purpose: orderPurposeSchema.nullable().optional(),
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

/** What was approved with an order; absent, the order itself is the approval of its own time and destination. */
const orderApprovalSchema = z.object({
  /** 跨区审批: the regions that it opens, each with all below it: origin, destination and what lies on the way. */
  regions: z.array(text(64)).max(200),
  /** 非工作时段用车, 节假日用车. */
  outsideHours: z.boolean(),
  holiday: z.boolean(),
  /** Null takes the order's own start and end. */
  since: instant.nullable(),
  until: instant.nullable(),
})
export type OrderApproval = z.infer<typeof orderApprovalSchema>

const orderSchema = z.object({
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
  status: orderStatusSchema,
  ...orderDetails,
  ...stamped,
})
export type OrderRecord = z.infer<typeof orderSchema>

export const orders = collection({
  name: 'orders',
  title: { zh: '派车单', en: 'dispatch orders' },
  schema: orderSchema,
  key: ['id'],
  parents: { vehicle: 'vehicles', unit: 'units' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    orders: typeof orders
  }
}
