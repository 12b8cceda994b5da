import { DAY_MS } from '../kernel/time/time.ts'
import { areaLimitOf, IDLE_DAYS, OVER_STANDARD, type Band } from '../standards/officeArea.ts'
import type { Citation } from '../standards/rule.ts'
import {
  CST_OFFSET_MS,
  startOfDay,
  toSquareDecimetres,
  toSquareMetres,
  type DayString,
  type EpochMs,
  type SquareDecimetres,
  type SquareMetres,
} from '../kernel/units.ts'
import type { Grade, LimitLevel } from './grades.ts'
import { shareOut } from './shares.ts'

/** One occupant as the rules see it. */
export interface Seat {
  readonly grade: Grade
  readonly level: LimitLevel
  readonly share: number
  readonly since: DayString
}

export const seatLimitDm2 = ({ level, grade }: Pick<Seat, 'grade' | 'level'>): SquareDecimetres =>
  toSquareDecimetres(areaLimitOf(level, grade).limit)

/** What one occupant has and may have. */
export interface SeatArea {
  readonly areaDm2: SquareDecimetres
  readonly limitDm2: SquareDecimetres
}
/** All occupants of a room, in their order: their areas sum to the room's. */
export const seatAreas = (
  usableDm2: SquareDecimetres,
  seats: readonly Pick<Seat, 'grade' | 'level' | 'share'>[],
): SeatArea[] => {
  const limited = seats.map((seat) => ({ share: seat.share, limitDm2: seatLimitDm2(seat) }))
  const { partsDm2 } = shareOut(usableDm2, limited)
  return limited.map(({ limitDm2 }, i) => ({ areaDm2: partsDm2[i] as number, limitDm2 }))
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

/**
 * Over or under, by how much, since when, by which rule; null without occupants. The occupant who is worst
 * off decides colour and citation.
 */
export const verdictOf = (
  usableDm2: SquareDecimetres,
  stateSince: DayString,
  seats: readonly Seat[],
  over: Band = OVER_STANDARD,
): Verdict | null => {
  if (seats.length === 0) return null
  const limited = seats.map((seat) => ({ ...seat, limitDm2: seatLimitDm2(seat) }))
  const { overDm2, limitUse } = shareOut(usableDm2, limited)
  const worst = limited.reduce((one, other) =>
    other.share / other.limitDm2 > one.share / one.limitDm2 ? other : one,
  )
  const limit = limited.reduce((sum, { limitDm2 }) => sum + limitDm2, 0)
  return {
    limit: toSquareMetres(limit),
    over: toSquareMetres(overDm2 > 0 ? overDm2 : usableDm2 - limit),
    since: seats.reduce((latest, seat) => (seat.since > latest ? seat.since : latest), stateSince),
    level: warningOf(limitUse ?? 0, over),
    rule: areaLimitOf(worst.level, worst.grade).citation,
  }
}

/** Whole civil days (UTC+8) that a state has lasted. */
export const daysSince = (day: DayString, now: EpochMs): number =>
  Math.max(
    Math.floor((now + CST_OFFSET_MS) / DAY_MS) - Math.floor((startOfDay(day) + CST_OFFSET_MS) / DAY_MS),
    0,
  )

/** 闲置 thresholds; no national deadline was found, so they are 本系统口径. */
export const idleWarning = (days: number, idle: Band = IDLE_DAYS): Warning => {
  if (days > idle.red) return 'red'
  return days > idle.yellow ? 'yellow' : 'green'
}
