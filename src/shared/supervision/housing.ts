import { IDLE_DAYS } from '../standards/officeArea.ts'
import { dayOf, type DayString, type EpochMs } from '../units.ts'
import type { AlertDraft } from './alert.ts'

/** 调离或退休: the office is taken back within one month (2017 办法 第十九条). */
export const LEAVER_MONTHS = 1

const DAY_MS = 86_400_000

/** The same day so many months earlier; a month that has no such day gives its last. */
const monthsBefore = (day: DayString, months: number): DayString => {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10)
}

/** The days before which something must have begun to be a case. */
export const housingDays = (now: EpochMs): { idleYellow: DayString; idleRed: DayString; leavers: DayString } => ({
  idleYellow: dayOf(now - IDLE_DAYS.yellow * DAY_MS),
  idleRed: dayOf(now - IDLE_DAYS.red * DAY_MS),
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

const m2 = (area: number): string => area.toFixed(2)

const textOf = (c: HousingCases): AlertDraft['text'] => {
  const zh = c.unitName ? `${c.buildingName}·${c.unitName}` : c.buildingName
  const en = zh
  if (c.rule === 'OF-07') return { zh: `${zh}:${c.count} 间办公室超过核定面积,最多超 ${m2(c.area)} m²`, en: `${en}: ${c.count} offices over their limit, by up to ${m2(c.area)} m²` }
  if (c.rule === 'OF-14') return { zh: `${zh}:${c.count} 间闲置超过 ${IDLE_DAYS.yellow} 天,共 ${m2(c.area)} m²`, en: `${en}: ${c.count} rooms idle for more than ${IDLE_DAYS.yellow} days, ${m2(c.area)} m²` }
  if (c.rule === 'OF-04') return { zh: `${zh}:${c.count} 人调离或退休满一个月仍占用办公用房`, en: `${en}: ${c.count} people still hold offices a month after leaving` }
  return { zh: `${zh}:未办理权属证`, en: `${en}: no ownership certificate` }
}

/** One alert for all cases of a rule in a building and unit. */
export const housingAlert = (c: HousingCases): AlertDraft => ({
  id: `${c.rule}:${c.building}:${c.unit ?? ''}`,
  rule: c.rule,
  severity: c.red > 0 || c.rule === 'OF-04' ? 'red' : 'yellow',
  region: c.region,
  place: c.building,
  placeName: c.buildingName,
  unit: c.unit,
  text: textOf(c),
  count: c.count,
})
