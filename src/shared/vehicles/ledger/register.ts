import type { VehicleRecord } from '../collections/vehicles.ts'
import { type LimitKind, type VehicleLimit, type LimitTier, VEHICLE_STANDARDS } from './standards.ts'
import { type Finding, finding } from './finding.ts'

export interface RegisterFacts {
  readonly id: string
  readonly category: VehicleRecord['category']
  readonly energy: VehicleRecord['energy']
  readonly model: string
  readonly seats: number
  readonly displacementL: number | null
  readonly price: number | null
  /** Of a vehicle beyond the base standard: the ground or the approval's number. */
  readonly exceptionGround: string | null
  readonly registeredTo: 'unit' | 'subordinate' | 'company' | 'person' | null
  readonly origin: 'bought' | 'allotted' | 'borrowed' | 'donated' | null
  readonly sticker: string | null
}

/** 大型客车 from 20 seats on, 中型客车 from 10. */
const SEATS = { bus: 20, medium: 10 } as const
const kindsOf = ({ energy, model, seats }: RegisterFacts): readonly LimitKind[] => {
  if (seats >= SEATS.bus) return ['bus']
  if (seats >= SEATS.medium) return ['van']
  if (!model.includes('轿车')) return ['small', 'van']
  return energy === 'bev' || energy === 'phev' ? ['new-energy'] : ['small']
}
const limitsOf = (vehicle: RegisterFacts, standards: readonly VehicleLimit[]): VehicleLimit[] => {
  const kinds = kindsOf(vehicle)
  return standards.filter(
    ({ category, kind }) =>
      (category === 'any' || (category === vehicle.category && vehicle.category !== 'special')) &&
      kinds.includes(kind),
  )
}

const litresOver = ({ displacementL }: RegisterFacts, { litres }: VehicleLimit): boolean =>
  litres !== null && displacementL !== null && displacementL > litres
const priceOver = ({ price }: RegisterFacts, limit: VehicleLimit): boolean =>
  price !== null && price > limit.price
const wan = (price: number): string => `${price / 10_000} 万元`
const TIERS: Record<LimitTier, readonly [string, string]> = {
  base: ['基本标准', 'the base standard'],
  need: ['因工作需要', 'what work may need'],
  special: ['确因情况特殊', 'special circumstances'],
}

/** VH-15 超标准: beyond every tier is a breach; within an exception only with its ground. */
const standardFindings = (vehicle: RegisterFacts, standards: readonly VehicleLimit[]): Finding[] => {
  const limits = limitsOf(vehicle, standards)
  const widest = limits.at(-1)
  if (!widest) return []
  const kept = limits.find((limit) => !litresOver(vehicle, limit) && !priceOver(vehicle, limit))
  if (kept) {
    const [zh, en] = TIERS[kept.tier]
    return kept.tier === 'base' || vehicle.exceptionGround !== null
      ? []
      : [
          finding(
            'VH-15',
            'yellow',
            'exception',
            `按“${zh}”一档配备(${wan(kept.price)}${kept.litres === null ? '' : `、${kept.litres} L`}以内),未登记理由或批准文号`,
            `stands within ${en} (CNY ${kept.price.toLocaleString('en-US')}${kept.litres === null ? '' : `, ${kept.litres} L`}) and names no ground for it`,
          ),
        ]
  }
  const tier = TIERS[widest.tier]
  return [
    ...(litresOver(vehicle, widest)
      ? [
          finding(
            'VH-15',
            'red',
            'displacement',
            `排气量 ${vehicle.displacementL} L,超过${tier[0]}上限 ${widest.litres} L`,
            `${vehicle.displacementL} L, over ${widest.litres} L of ${tier[1]}`,
          ),
        ]
      : []),
    ...(priceOver(vehicle, widest)
      ? [
          finding(
            'VH-15',
            'red',
            'price',
            `购置价 ${wan(vehicle.price ?? 0)},超过${tier[0]}上限 ${wan(widest.price)}`,
            `bought for CNY ${(vehicle.price ?? 0).toLocaleString('en-US')}, over ${widest.price.toLocaleString('en-US')} of ${tier[1]}`,
          ),
        ]
      : []),
  ]
}
const HOLDERS = {
  subordinate: ['下属单位', 'a subordinate unit'],
  company: ['企业', 'a company'],
  person: ['个人', 'a person'],
} as const

/** VH-04 标识化 and VH-15 registry checks of one vehicle; facts that are not known break nothing. */
export const registerFindings = (
  vehicle: RegisterFacts,
  standards: readonly VehicleLimit[] = VEHICLE_STANDARDS,
): Finding[] => {
  const findings: Finding[] = []
  if (vehicle.sticker === null && vehicle.category !== 'law')
    findings.push(finding('VH-04', 'yellow', 'sticker', '未登记统一标识编号', 'has no sticker number'))
  findings.push(...standardFindings(vehicle, standards))
  if (vehicle.registeredTo !== null && vehicle.registeredTo !== 'unit') {
    const [zh, en] = HOLDERS[vehicle.registeredTo]
    findings.push(finding('VH-15', 'red', 'holder', `登记在${zh}名下`, `is registered to ${en}`))
  }
  if (vehicle.origin === 'borrowed')
    findings.push(
      finding('VH-15', 'red', 'origin', '借用、占用下属单位车辆', 'is borrowed from a subordinate unit'),
    )
  if (vehicle.origin === 'donated')
    findings.push(finding('VH-15', 'red', 'origin', '接受捐赠的车辆', 'was donated'))
  return findings
}

/** VH-15 超编制: vehicles that a unit has against its 编制. */
export const quotaFinding = (has: number, quota: number | null): Finding[] =>
  quota !== null && has > quota
    ? [
        finding(
          'VH-15',
          'red',
          'quota',
          `实有 ${has} 辆,编制 ${quota} 辆`,
          `has ${has} vehicles, ${quota} are allowed`,
        ),
      ]
    : []
