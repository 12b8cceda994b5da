import { areaLimitOf, IDLE_DAYS, OVER_STANDARD, type Band } from '../standards/officeArea.ts'
import type { Citation } from '../standards/rule.ts'
import { CST_OFFSET_MS, startOfDay, toSquareDecimetres, toSquareMetres, type DayString, type EpochMs, type SquareDecimetres, type SquareMetres } from '../units.ts'
import type { Grade, OrganLevel } from './grades.ts'

/** One occupant as the rules see it. */
export interface Seat {
  readonly grade: Grade
  readonly level: OrganLevel
  readonly share: number
  readonly since: DayString
}

/** What one occupant has and may have. */
export interface SeatArea {
  readonly areaDm2: SquareDecimetres
  readonly limitDm2: SquareDecimetres
  readonly citation: Citation
}

export const seatArea = (usableDm2: SquareDecimetres, seat: Pick<Seat, 'grade' | 'level' | 'share'>): SeatArea => {
  const { limit, citation } = areaLimitOf(seat.level, seat.grade)
  return { areaDm2: Math.round(usableDm2 * seat.share), limitDm2: toSquareDecimetres(limit), citation }
}

/** 三色: 绿 合规, 黄 提醒, 红 报警, by the share of the limit that is used. */
export type Warning = 'green' | 'yellow' | 'red'
export const warningOf = (shareOfLimit: number, over: Band = OVER_STANDARD): Warning => {
  if (shareOfLimit > over.red) return 'red'
  return shareOfLimit > over.yellow ? 'yellow' : 'green'
}

export interface Verdict {
  readonly limit: SquareMetres
  /** m² above the limit; negative when below. */
  readonly over: SquareMetres
  /** The day since which area, state and occupants have stood as they do. */
  readonly since: DayString
  readonly level: Warning
  readonly rule: Citation
}

/** Over or under, by how much, since when, by which rule; null without occupants. The occupant who is worst off decides colour and citation. */
export const verdictOf = (usableDm2: SquareDecimetres, stateSince: DayString, seats: readonly Seat[], over: Band = OVER_STANDARD): Verdict | null => {
  if (seats.length === 0) return null
  const areas = seats.map((seat) => seatArea(usableDm2, seat))
  const worst = areas.reduce((one, other) => (other.areaDm2 / other.limitDm2 > one.areaDm2 / one.limitDm2 ? other : one))
  const limit = areas.reduce((sum, area) => sum + area.limitDm2, 0)
  const above = areas.reduce((sum, area) => sum + Math.max(area.areaDm2 - area.limitDm2, 0), 0)
  return {
    limit: toSquareMetres(limit),
    over: toSquareMetres(above > 0 ? above : usableDm2 - limit),
    since: seats.reduce((latest, seat) => (seat.since > latest ? seat.since : latest), stateSince),
    level: warningOf(worst.areaDm2 / worst.limitDm2, over),
    rule: worst.citation,
  }
}

const DAY_MS = 24 * 3600 * 1000

/** Whole civil days (UTC+8) that a state has lasted. */
export const daysSince = (day: DayString, now: EpochMs): number =>
  Math.max(Math.floor((now + CST_OFFSET_MS) / DAY_MS) - Math.floor((startOfDay(day) + CST_OFFSET_MS) / DAY_MS), 0)

/** 闲置 thresholds; no national deadline was found, so they are 本系统口径. */
export const idleWarning = (days: number, idle: Band = IDLE_DAYS): Warning => {
  if (days > idle.red) return 'red'
  return days > idle.yellow ? 'yellow' : 'green'
}
