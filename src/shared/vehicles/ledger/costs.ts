import type { CostKind } from '../collections/vehicle-costs.ts'
import type { DayString } from '../../kernel/units.ts'
import { type Finding, finding } from './finding.ts'

/** L of fuel (kWh of charge) over the norm by so much is a case. [D] */
export const NORM_TOLERANCE = 0.15
/** VH-14 单车核算: what a vehicle burnt over a month. */
export const consumption = (quantity: number, kilometres: number): number | null =>
  kilometres >= 100 && quantity > 0 ? (quantity / kilometres) * 100 : null
export const normFinding = (
  per100Km: number | null,
  norm: number | null,
  month: string,
  tolerance: number = NORM_TOLERANCE,
): Finding[] =>
  per100Km !== null && norm !== null && per100Km > norm * (1 + tolerance)
    ? [
        finding(
          'VH-14',
          'yellow',
          `norm:${month}`,
          `${month} 百公里 ${per100Km.toFixed(1)},核定 ${norm.toFixed(1)}`,
          `${per100Km.toFixed(1)} per 100 km in ${month}, norm ${norm.toFixed(1)}`,
        ),
      ]
    : []

export interface CostFacts {
  readonly id: string
  readonly kind: CostKind
  readonly day: DayString
  readonly order: string | null
  readonly quantity: number | null
  readonly tankLitres: number | null
  /** In force on that day; null: not on the list. */
  readonly vendorKinds: readonly string[] | null
}

const KIND_TEXT: Record<CostKind, readonly [string, string]> = {
  fuel: ['加油', 'fuel'],
  charge: ['充电', 'charging'],
  maintenance: ['维修保养', 'maintenance'],
  insurance: ['保险', 'insurance'],
  toll: ['路桥', 'toll'],
  parking: ['停车', 'parking'],
  inspection: ['年检', 'inspection'],
  wash: ['清洗', 'washing'],
  other: ['其他', 'other'],
}
/** Bought at listed vendors only (定点), and paid on a trip only (任务关联). */
const LISTED: readonly CostKind[] = ['fuel', 'maintenance', 'insurance']
const ON_TRIP: readonly CostKind[] = ['fuel', 'charge', 'toll', 'parking']

/** VH-03 定点, VH-14 加油量, VH-16 任务关联 of one cost record. */
export const costFindings = (cost: CostFacts): Finding[] => {
  const [zh, en] = KIND_TEXT[cost.kind]
  const findings: Finding[] = []
  if (LISTED.includes(cost.kind) && !cost.vendorKinds?.includes(cost.kind))
    findings.push(
      finding(
        'VH-03',
        'yellow',
        'vendor',
        `${cost.day} ${zh}不在定点单位`,
        `${en} on ${cost.day} at a vendor that is not listed`,
      ),
    )
  if (
    cost.kind === 'fuel' &&
    cost.quantity !== null &&
    cost.tankLitres !== null &&
    cost.quantity > cost.tankLitres
  ) {
    findings.push(
      finding(
        'VH-14',
        'red',
        'tank',
        `${cost.day} 加油 ${cost.quantity.toFixed(1)} L,超过油箱 ${cost.tankLitres} L`,
        `${cost.quantity.toFixed(1)} L on ${cost.day}, the tank holds ${cost.tankLitres} L`,
      ),
    )
  }
  if (ON_TRIP.includes(cost.kind) && cost.order === null)
    findings.push(
      finding(
        'VH-16',
        'yellow',
        'order',
        `${cost.day} ${zh}费用无任务关联`,
        `${en} on ${cost.day} belongs to no trip`,
      ),
    )
  if ((cost.kind === 'fuel' || cost.kind === 'charge') && cost.quantity === null)
    findings.push(
      finding(
        'VH-16',
        'yellow',
        'quantity',
        `${cost.day} ${zh}未登记数量`,
        `${en} on ${cost.day} without a quantity`,
      ),
    )
  return findings
}
