import type { VehicleRecord } from '../collections/vehicles.ts'
import type { Citation } from '../../standards/rule.ts'

/** 基本标准; 因工作需要; 确因情况特殊: the last two are exceptions that need their ground. */
export type LimitTier = 'base' | 'need' | 'special'
/** What a row binds by GA 802: 轿车和其他小型客车; 其他小型客车和中型客车 (no 轿车); 大型客车; 新能源轿车. */
export type LimitKind = 'small' | 'van' | 'bus' | 'new-energy'

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
