import { yearShare } from '../energy/pace.ts'
import { dayOf, type EpochMs, type KilowattHours } from '../units.ts'
import type { AlertDraft } from './alert.ts'

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

interface BuildingRef {
  readonly building: string
  readonly name: string
  readonly region: string
}
const draft = (rule: 'EN-01' | 'EN-05', at: BuildingRef, severity: 'yellow' | 'red', text: AlertDraft['text']): AlertDraft => ({
  id: `${rule}:${at.building}`,
  rule,
  severity,
  region: at.region,
  place: at.building,
  placeName: at.name,
  unit: null,
  text,
  count: 1,
})
const graded = (value: number, limits: { yellow: number; red: number }): 'yellow' | 'red' | null => (value > limits.red ? 'red' : value > limits.yellow ? 'yellow' : null)

/** What a building used this year, and the quota that it is held to: the year before's until its own is published. */
export interface QuotaUse {
  readonly usedKwh: KilowattHours
  readonly quotaKwh: KilowattHours
  readonly quotaYear?: number
}

/** EN-05: a building that uses its year's quota faster than the year runs; null while it keeps its pace. */
export const quotaAlert = (at: BuildingRef, { usedKwh, quotaKwh, quotaYear }: QuotaUse, now: EpochMs, limits: EnergyLimits = ENERGY_LIMITS): AlertDraft | null => {
  const share = yearShare(now)
  if (share < limits.firstShare || quotaKwh <= 0) return null
  const pace = usedKwh / (quotaKwh * share)
  const severity = graded(pace, limits.pace)
  if (!severity) return null
  const percent = Math.round(pace * 100)
  const [used, quota] = [Math.round(usedKwh), Math.round(quotaKwh)]
  const isOld = quotaYear !== undefined && quotaYear < Number(dayOf(now).slice(0, 4))
  const [lentZh, lentEn] = isOld ? [`,沿用 ${quotaYear} 年`, `, of ${quotaYear}`] : ['', '']
  return draft('EN-05', at, severity, {
    zh: `${at.name}:本年已用电 ${used} kWh,为定额进度的 ${percent}%(年定额 ${quota} kWh${lentZh})`,
    en: `${at.name}: ${used} kWh this year, ${percent} % of the quota's pace (${quota} kWh a year${lentEn})`,
  })
}

/** EN-01: a building that hardly rests at night; means in kWh a quarter hour. */
export const nightAlert = (at: BuildingRef, nightKwh: KilowattHours, dayKwh: KilowattHours, limits: EnergyLimits = ENERGY_LIMITS): AlertDraft | null => {
  if (dayKwh <= 0) return null
  const share = nightKwh / dayKwh
  const severity = graded(share, limits.nightShare)
  if (!severity) return null
  const percent = Math.round(share * 100)
  return draft('EN-01', at, severity, {
    zh: `${at.name}:上一工作日夜间(0–5 时)平均负荷为白天的 ${percent}%`,
    en: `${at.name}: last workday's night load (0–5 h) is ${percent} % of its day load`,
  })
}
