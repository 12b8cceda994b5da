import { yearShare } from '../../energy/insight/pace.ts'
import { dayOf, type DayString, type EpochMs, type KilowattHours } from '../../kernel/units.ts'
import type { EnergyCase } from './county.ts'

/** 本系统口径 [D]. */
export const ENERGY_LIMITS = {
  /** Used ÷ (quota × share of the year gone). */
  pace: { yellow: 1.05, red: 1.15 },
  /** Mean load 00:00–05:00 ÷ mean load 09:00–17:00 of the same workday. */
  nightShare: { yellow: 0.6, red: 0.8 },
  /** Nothing is said of a pace before this share of the year. */
  firstShare: 0.04,
}
export type EnergyLimits = typeof ENERGY_LIMITS

const QUARTERS_AN_HOUR = 4

interface BuildingRef {
  readonly building: string
  readonly name: string
  readonly region: string
}
const graded = (value: number, limits: { yellow: number; red: number }): 'yellow' | 'red' | null =>
  value > limits.red ? 'red' : value > limits.yellow ? 'yellow' : null

/** What a building used this year, and the quota that it is held to: the year before's until its own is published. */
export interface QuotaUse {
  readonly usedKwh: KilowattHours
  readonly quotaKwh: KilowattHours
  readonly quotaYear?: number
}

/**
 * EN-05: a building that uses its year's quota faster than the year runs; null while it keeps its pace. Its n
 * is the quota's part of the year so far.
 */
export const quotaCase = (
  at: BuildingRef,
  { usedKwh, quotaKwh, quotaYear }: QuotaUse,
  now: EpochMs,
  limits: EnergyLimits = ENERGY_LIMITS,
): EnergyCase | null => {
  const share = yearShare(now)
  if (share < limits.firstShare || quotaKwh <= 0) return null
  const pace = usedKwh / (quotaKwh * share)
  const severity = graded(pace, limits.pace)
  if (!severity) return null
  const isOld = quotaYear !== undefined && quotaYear < Number(dayOf(now).slice(0, 4))
  return {
    rule: 'EN-05',
    ...at,
    severity,
    value: pace,
    detail: `${Math.round(pace * 100)}% (n ${Math.round(quotaKwh * share)} kWh${isOld ? `, ${quotaYear}` : ''})`,
  }
}
export const QUOTA_WORDS = { zh: '用电超定额进度', en: "ahead of the quota's pace" }

/** EN-01: a building that hardly rests at night; means in kWh a quarter hour. */
export const nightCase = (
  at: BuildingRef,
  nightKwh: KilowattHours,
  dayKwh: KilowattHours,
  limits: EnergyLimits = ENERGY_LIMITS,
): EnergyCase | null => {
  if (dayKwh <= 0) return null
  const share = nightKwh / dayKwh
  const severity = graded(share, limits.nightShare)
  return (
    severity && {
      rule: 'EN-01',
      ...at,
      severity,
      value: share,
      detail: `${Math.round(share * 100)}% (n ${Math.round(dayKwh * QUARTERS_AN_HOUR)} kW)`,
    }
  )
}
/** `day`: the working day whose night is meant. */
export const nightWords = (day: DayString): { readonly zh: string; readonly en: string } => ({
  zh: `${day} 夜间(0–5 时)平均负荷占白天偏高`,
  en: `with a high load in the night (0–5 h) of ${day} against its day`,
})
