import { IDLE_DAYS, type Band } from '../standards/officeArea.ts'
import { dayOf, type DayString, type EpochMs } from '../units.ts'
import type { AlertDraft } from './alert.ts'
import { groupBy } from '../lists.ts'

/** 调离或退休: the office is taken back within one month (2017 办法 第十九条). */
const LEAVER_MONTHS = 1

const DAY_MS = 86_400_000

/** The same day so many months earlier; a month that has no such day gives its last. */
const monthsBefore = (day: DayString, months: number): DayString => {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10)
}

/** The days before which something must have begun to be a case. */
export const housingDays = (now: EpochMs, idle: Band = IDLE_DAYS): { idleYellow: DayString; idleRed: DayString; leavers: DayString } => ({
  idleYellow: dayOf(now - idle.yellow * DAY_MS),
  idleRed: dayOf(now - idle.red * DAY_MS),
  leavers: monthsBefore(dayOf(now), LEAVER_MONTHS),
})

/** What one building, and one unit in it, has of a kind of case; counted by the database. */
export interface HousingCases {
  readonly rule: 'OF-04' | 'OF-07' | 'OF-12' | 'OF-14'
  readonly building: string
  readonly buildingName: string
  readonly region: string
  readonly unit: string | null
  readonly unitName: string | null
  readonly count: number
  /** Cases beyond the red threshold. */
  readonly red: number
  /** OF-07: the most that a room lies over, m²; OF-14: the idle area, m². */
  readonly area: number
}

interface Sum {
  readonly zh: string
  readonly buildings: number
  readonly count: number
  readonly area: number
  readonly worst: string
  /** 闲置提醒, days. */
  readonly idleDays: number
}
const m2 = (area: number): string => area.toFixed(2)

const WORDS: Record<HousingCases['rule'], (sum: Sum) => AlertDraft['text']> = {
  'OF-07': ({ zh, count, area, worst }) => ({
    zh: `${zh}:${count} 间办公室超过核定面积,最多超 ${m2(area)} m²(${worst})`,
    en: `${zh}: ${count} offices over their limit, by up to ${m2(area)} m² (${worst})`,
  }),
  'OF-14': ({ zh, count, area, worst, idleDays }) => ({
    zh: `${zh}:${count} 间闲置超过 ${idleDays} 天,最多一处 ${m2(area)} m²(${worst})`,
    en: `${zh}: ${count} rooms idle for more than ${idleDays} days, up to ${m2(area)} m² in one place (${worst})`,
  }),
  'OF-04': ({ zh, count, worst }) => ({
    zh: `${zh}:${count} 人调离或退休满一个月仍占用办公用房(如 ${worst})`,
    en: `${zh}: ${count} people still hold offices a month after leaving (e.g. ${worst})`,
  }),
  'OF-12': ({ zh, count, worst }) => ({ zh: `${zh}:${count} 处未办理权属证(如 ${worst})`, en: `${zh}: ${count} buildings have no ownership certificate (e.g. ${worst})` }),
}

/** One alert over cases of one rule; `key` names the case, the place is the building where there is only one, else the county. */
const fold = (key: string, zh: string, unit: string | null, cases: readonly HousingCases[], idleDays: number): AlertDraft => {
  const [first] = cases as [HousingCases]
  const worst = cases.reduce((a, b) => (b.red > a.red || (b.red === a.red && b.area > a.area) ? b : a), first)
  const buildings = new Set(cases.map(({ building }) => building)).size
  const count = cases.reduce((sum, c) => sum + c.count, 0)
  const area = cases.reduce((most, c) => Math.max(most, c.area), 0)
  return {
    id: `${first.rule}:${key}`,
    rule: first.rule,
    severity: first.rule === 'OF-04' || cases.some(({ red }) => red > 0) ? 'red' : 'yellow',
    region: first.region,
    place: buildings === 1 ? first.building : first.region,
    placeName: buildings === 1 ? first.buildingName : zh,
    unit,
    text: WORDS[first.rule]({ zh, buildings, count, area, worst: worst.buildingName, idleDays }),
    count,
  }
}

/**
 * So that a province's cases do not become a storm: one alert for each county and rule, which supervisors see, and one
 * for each unit and rule, which that unit sees.
 */
export const housingAlerts = (cases: readonly HousingCases[], regionName: (code: string) => string, idle: Band = IDLE_DAYS): AlertDraft[] => {
  const byCounty = groupBy(cases, ({ rule, region }) => `${rule}:${region}`)
  const byUnit = groupBy(cases.filter(({ unit }) => unit !== null), ({ rule, unit }) => `${rule}:${unit}`)
  return [
    ...[...byCounty.values()].map((list) => fold((list[0] as HousingCases).region, regionName((list[0] as HousingCases).region), null, list, idle.yellow)),
    ...[...byUnit.values()].map((list) => fold(`unit:${list[0]?.unit}`, list[0]?.unitName ?? '', list[0]?.unit ?? null, list, idle.yellow)),
  ]
}

/** Housing cases of one unit are for that unit: supervisors have them in the county's alert. */
export const isForUnitOnly = (alert: { readonly subject: string; readonly unit: string | null }): boolean => alert.subject === 'housing' && alert.unit !== null
