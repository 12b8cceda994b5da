import { MINUTE_MS } from '../kernel/time/time.ts'
import type { DurationMs, EpochMs, KmPerHour, Metres } from '../kernel/units.ts'
import { metresApart } from '../kernel/sphere.ts'
import { ACTION_BITS, hasAny } from './alarms.ts'
import { VEHICLE_STATES, type VehicleState } from './state.ts'

/** 本系统口径 [D]: what separates the four states. */
export const STATE_LIMITS = {
  /** Silent for longer: 离线. */
  offlineMs: (10 * MINUTE_MS) as DurationMs,
  /** Slower is drift of a standing receiver: 停驶. */
  movingKmh: 3 as KmPerHour,
}

export interface Report {
  readonly at: EpochMs
  readonly speedKmh: KmPerHour
  /** Ignition on. */
  readonly acc: boolean
  /** JT/T 808 alarm bits. */
  readonly alarm: number
}

/** The state of a vehicle by its newest report: silence first, then alarm, then movement. null is a vehicle that never reported. */
export const vehicleState = (report: Report | null, now: EpochMs): VehicleState => {
  if (report === null || now - report.at > STATE_LIMITS.offlineMs) return 'offline'
  if (hasAny(report.alarm, ACTION_BITS)) return 'alarm'
  return report.acc && report.speedKmh >= STATE_LIMITS.movingKmh ? 'moving' : 'parked'
}

/** Wire number of a state. */
export const stateCode = (state: VehicleState): number => VEHICLE_STATES.indexOf(state)

/** Metres between two places 1e-6 degrees apart; exact enough within a province. */
export const distanceE6 = (lonA: number, latA: number, lonB: number, latB: number): Metres =>
  metresApart(lonA / 1e6, latA / 1e6, lonB / 1e6, latB / 1e6)
