import type { KmPerHour, Metres } from '../../kernel/units.ts'
import { STATE_LIMITS, stateCode } from '../report.ts'

/** 本系统口径 [D]: how long a vehicle is drawn on past its last report when the next is overdue. */
export const CARRY = {
  /** Never longer than this, nor than its reports are apart. Seconds. */
  longestS: 6,
  slowestKmh: STATE_LIMITS.movingKmh,
} as const

const MOVING = stateCode('moving')
const ALARM = stateCode('alarm')

/** Seconds for which a vehicle may be carried on; 0 for one that stands, is silent, or was seen only once. */
export const carrySeconds = (state: number, speedKmh: KmPerHour, glideS: number): number =>
  (state === MOVING || state === ALARM) && speedKmh >= CARRY.slowestKmh ? Math.min(glideS, CARRY.longestS) : 0

/**
 * Dead reckoning (航位推算): metres ahead of the last report after so many overdue seconds. The speed falls evenly to
 * nothing over `carryS`, so a vehicle that stopped meanwhile is passed by at most speed × carryS / 2. The vertex shader
 * of the movers does the same.
 */
export const carriedMetres = (speedKmh: KmPerHour, overdueS: number, carryS: number): Metres => {
  if (carryS <= 0 || overdueS <= 0) return 0
  const t = Math.min(overdueS, carryS)
  return (speedKmh / 3.6) * (t - (t * t) / (2 * carryS))
}
