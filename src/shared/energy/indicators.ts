import { COAL_TABLE, toKgce, type Amounts, type CoalRow } from './coal.ts'
import {
  QUOTA_TABLE,
  quotaRowOf,
  verdictOf,
  type QuotaIndicator,
  type QuotaRow,
  type Verdict,
} from './quota.ts'

/** What a building is measured by: amounts of twelve whole months. */
export interface IndicatorFacts extends Amounts {
  readonly waterM3: number
  readonly grossDm2: number
  /** 用能人数 that sit in it. */
  readonly people: number
  /** 特殊用电 ÷ all over whole weeks, 0–1. */
  readonly specialShare: number
}
/** 折标准煤口径 of the reference standard: its 附录B counts a kWh at 0.31, and its limits are set by it. */
export const QUOTA_BASIS = 'equal-value' as const
export interface Indicator {
  readonly indicator: QuotaIndicator
  readonly value: number
  readonly constraint: number
  readonly benchmark: number
  readonly guide: number
  readonly verdict: Verdict
}
export const INDICATOR_NAMES: Readonly<
  Partial<
    Record<
      QuotaIndicator,
      {
        readonly zh: string
        readonly en: string
        readonly unit: { readonly zh: string; readonly en: string }
        readonly decimals: number
      }
    >
  >
> = {
  areaNonHeating: {
    zh: '非供暖能耗',
    en: 'Non-heating',
    unit: { zh: 'kgce/(m²·a)', en: 'kgce/(m²·a)' },
    decimals: 2,
  },
  areaHeatingDistrict: {
    zh: '供暖能耗',
    en: 'Heating',
    unit: { zh: 'kgce/(m²·a)', en: 'kgce/(m²·a)' },
    decimals: 2,
  },
  perHead: { zh: '人均能耗', en: 'Per head', unit: { zh: 'kgce/(人·a)', en: 'kgce/(p·a)' }, decimals: 1 },
  usualElectricity: {
    zh: '常规电耗',
    en: 'Usual power',
    unit: { zh: 'kWh/(m²·a)', en: 'kWh/(m²·a)' },
    decimals: 1,
  },
  waterPerHead: { zh: '人均用水', en: 'Water', unit: { zh: 'm³/(人·a)', en: 'm³/(p·a)' }, decimals: 1 },
}

/**
 * 非供暖能耗 of the standard: without bought heat and without 特定功能 (machine rooms, kitchens), as far as
 * it is metered; their area and their gas are not taken off.
 */
export const nonHeatingKgce = (
  facts: Amounts & { readonly specialShare: number },
  coal: readonly CoalRow[] = COAL_TABLE,
): number =>
  toKgce(
    { ...facts, electricityKwh: facts.electricityKwh * (1 - facts.specialShare), heatMj: 0 },
    QUOTA_BASIS,
    coal,
  )

/**
 * A building against each indicator of the reference standard, in the standard's own 口径; usual systems are lighting, air
 * conditioning and power, so special use is taken off. An indicator whose base is not known is left out.
 */
export const indicatorsOf = (
  facts: IndicatorFacts,
  level: 'province' | 'city' | 'below',
  zone: 'A' | 'B',
  quota: readonly QuotaRow[] = QUOTA_TABLE,
  coal: readonly CoalRow[] = COAL_TABLE,
): Indicator[] => {
  const [area, people, heat] = [facts.grossDm2 / 100, facts.people, facts.heatMj ?? 0]
  const kgce = (amounts: Amounts): number => toKgce(amounts, QUOTA_BASIS, coal)
  const values: readonly (readonly [QuotaIndicator, number, number])[] = [
    ['areaNonHeating', nonHeatingKgce(facts, coal), area],
    ['areaHeatingDistrict', kgce({ electricityKwh: 0, gasM3: 0, heatMj: heat }), heat > 0 ? area : 0],
    ['perHead', kgce(facts), people],
    ['usualElectricity', facts.electricityKwh * (1 - facts.specialShare), area],
    ['waterPerHead', facts.waterM3, people],
  ]
  return values.flatMap(([indicator, amount, base]) => {
    const limits = quotaRowOf(indicator, level, zone, quota)
    if (base <= 0 || amount <= 0 || !limits) return []
    const { constraint, benchmark, guide } = limits
    return [
      {
        indicator,
        value: amount / base,
        constraint,
        benchmark,
        guide,
        verdict: verdictOf(amount / base, limits),
      },
    ]
  })
}
