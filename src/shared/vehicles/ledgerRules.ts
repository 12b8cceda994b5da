import type { CostKind, VehicleRecord } from '../protocol/platform.ts'
import type { Citation } from '../standards/rule.ts'
import type { DayString } from '../units.ts'

/** Rules of the ledger (A3.2) that a record by itself, or against its register, keeps or breaks. */
const LEDGER_RULES = ['VH-01', 'VH-03', 'VH-04', 'VH-14', 'VH-15', 'VH-16', 'VH-17'] as const
type LedgerRule = (typeof LEDGER_RULES)[number]

export interface Finding {
  readonly rule: LedgerRule
  readonly severity: 'yellow' | 'red'
  /** Tells findings of one rule and record apart. */
  readonly key: string
  readonly text: { readonly zh: string; readonly en: string }
}
const finding = (
  rule: LedgerRule,
  severity: Finding['severity'],
  key: string,
  zh: string,
  en: string,
): Finding => ({ rule, severity, key, text: { zh, en } })

/** 基本标准; 因工作需要; 确因情况特殊: the last two are exceptions that need their ground. */
type LimitTier = 'base' | 'need' | 'special'
/** What a row binds by GA 802: 轿车和其他小型客车; 其他小型客车和中型客车 (no 轿车); 大型客车; 新能源轿车. */
type LimitKind = 'small' | 'van' | 'bus' | 'new-energy'

export interface VehicleLimit {
  readonly category: VehicleRecord['category'] | 'any'
  readonly kind: LimitKind
  readonly tier: LimitTier
  readonly litres: number | null
  readonly price: number
  readonly citation: Citation
}
const STANDARD: Citation = {
  document: '《党政机关公务用车管理办法》(中办发〔2017〕71号)',
  article: '配备标准条(条号待核)',
  mark: 'S',
}
const limit = (
  category: VehicleLimit['category'],
  kind: LimitKind,
  tier: LimitTier,
  litres: number | null,
  price: number,
): VehicleLimit => ({ category, kind, tier, litres, price, citation: STANDARD })
const special = (category: VehicleLimit['category']): VehicleLimit[] => [
  limit(category, 'van', 'special', 3.0, 250_000),
  limit(category, 'bus', 'special', null, 450_000),
]

/** 价格、排气量上限 by category (A3.1), narrowest tier first. 特种专业技术用车 are set case by case; 新能源轿车 have one limit for all. */
export const VEHICLE_STANDARDS: readonly VehicleLimit[] = [
  limit('confidential', 'small', 'base', 1.6, 120_000),
  limit('emergency', 'small', 'base', 1.8, 180_000),
  ...special('emergency'),
  limit('law', 'small', 'base', 1.6, 120_000),
  limit('law', 'small', 'need', 1.8, 180_000),
  ...special('law'),
  limit('other', 'small', 'base', 1.8, 180_000),
  ...special('other'),
  limit('any', 'new-energy', 'base', null, 180_000),
]

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

/** VH-01 登记六项: 用车时间、事由、地点、里程、油耗、费用 of a trip that was registered. */
export const tripFindings = (trip: {
  readonly reason: string
  readonly to: string
  readonly report: {
    readonly returnedAt: number | null
    readonly kilometres: number | null
    readonly energy: number | null
    readonly cost: number | null
  }
}): Finding[] => {
  const missing = [
    trip.report.returnedAt === null ? ['用车时间', 'time'] : null,
    trip.reason.trim() === '' ? ['事由', 'reason'] : null,
    trip.to.trim() === '' ? ['地点', 'place'] : null,
    trip.report.kilometres === null ? ['里程', 'distance'] : null,
    trip.report.energy === null ? ['油耗', 'fuel'] : null,
    trip.report.cost === null ? ['费用', 'cost'] : null,
  ].filter((one) => one !== null)
  if (missing.length === 0) return []
  return [
    finding(
      'VH-01',
      'yellow',
      'six',
      `登记缺${missing.map(([zh]) => zh).join('、')}`,
      `registered without ${missing.map(([, en]) => en).join(', ')}`,
    ),
  ]
}

/** VH-17 社会化租赁: a rental needs a vehicle and a distance too. */
export const rentalFindings = (rental: {
  readonly plate: string | null
  readonly kilometres: number | null
  readonly reason: string
}): Finding[] => {
  const missing = [
    rental.plate === null ? ['车牌', 'plate'] : null,
    rental.kilometres === null ? ['里程', 'distance'] : null,
    rental.reason.trim() === '' ? ['事由', 'reason'] : null,
  ].filter((one) => one !== null)
  return missing.length === 0
    ? []
    : [
        finding(
          'VH-17',
          'yellow',
          'items',
          `租赁登记缺${missing.map(([zh]) => zh).join('、')}`,
          `rental without ${missing.map(([, en]) => en).join(', ')}`,
        ),
      ]
}
