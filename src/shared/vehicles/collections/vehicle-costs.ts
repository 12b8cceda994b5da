import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { amount, happenedAt, id, label, stamped } from '../../kernel/fields.ts'

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
const vehicleCostSchema = z.object({
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

export const vehicleCosts = collection({
  name: 'vehicle-costs',
  title: { zh: '运维费用', en: 'vehicle costs' },
  schema: vehicleCostSchema,
  key: ['id'],
  parents: { vehicle: 'vehicles' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'vehicle-costs': typeof vehicleCosts
  }
}
