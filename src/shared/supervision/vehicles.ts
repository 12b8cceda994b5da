import { ACTION_BITS, TAMPER_BITS, hasAny } from '../vehicles/alarms.ts'
import { CST_OFFSET_MS, dayOf, type DayString, type DurationMs, type EpochMs, type KmPerHour, type Metres } from '../units.ts'

/** 本系统口径 [D] (rules A3.2): where no public figure was found. */
export const VEHICLE_LIMITS = {
  /** 工作时段 on workdays, hours of the day in UTC+8. */
  hours: { from: 7, to: 20 },
  /** Further from where it stood is a movement and not drift. */
  movedM: 50 as Metres,
  overspeedKmh: 120 as KmPerHour,
  /** So many points in a row. */
  overspeedPoints: 3,
  /** Silent for longer is a case: VH-12. */
  silentMs: 2 * 3_600_000 as DurationMs,
  /** An order covers the way to its start and from its end. */
  orderSlackMs: 30 * 60_000 as DurationMs,
}

/** 执法执勤 and 应急保障 vehicles go out by their own regime, at any hour: VH-05 and VH-06 do not ask them for an order. [D] */
export const ORDER_FREE: readonly string[] = ['law', 'emergency']

/** Whether an instant lies outside 工作时段: a workday by the state's calendar is one even on a Saturday. */
export const outsideHours = (now: EpochMs, isWorkday: (day: DayString) => boolean): boolean => {
  const hour = new Date(now + CST_OFFSET_MS).getUTCHours()
  return !isWorkday(dayOf(now)) || hour < VEHICLE_LIMITS.hours.from || hour >= VEHICLE_LIMITS.hours.to
}

export interface OrderWindow {
  readonly start: EpochMs
  readonly end: EpochMs
}

/** Whether any order covers the instant. */
export const isCovered = (orders: readonly OrderWindow[], at: EpochMs): boolean =>
  orders.some(({ start, end }) => at >= start - VEHICLE_LIMITS.orderSlackMs && at <= end + VEHICLE_LIMITS.orderSlackMs)

/** What of one vehicle the rules look at. */
export interface VehicleFacts {
  readonly moving: boolean
  /** Metres from where it last stood still without an order. */
  readonly movedM: Metres
  readonly fastPoints: number
  readonly silentMs: DurationMs
  readonly alarm: number
  readonly category: string
  readonly covered: boolean
  readonly outsideHours: boolean
}
export const VEHICLE_RULES = ['VH-05', 'VH-06', 'VH-10', 'VH-12', 'VH-13'] as const
export type VehicleRule = (typeof VEHICLE_RULES)[number]

/** Alarm bits that VH-10 and VH-12 already name. */
const NAMED_BITS = 2
/** 红 for what someone must act on at once. */
export const VEHICLE_SEVERITY: Record<VehicleRule, 'yellow' | 'red'> = { 'VH-05': 'red', 'VH-06': 'yellow', 'VH-10': 'red', 'VH-12': 'yellow', 'VH-13': 'red' }

/** The rules that a vehicle breaks at this moment. */
export const vehicleFaults = (facts: VehicleFacts): VehicleRule[] => {
  if (facts.silentMs > VEHICLE_LIMITS.silentMs) return ['VH-12']
  const faults: VehicleRule[] = []
  const ordered = facts.covered || ORDER_FREE.includes(facts.category)
  if (!ordered && facts.moving && facts.movedM > VEHICLE_LIMITS.movedM) faults.push(facts.outsideHours ? 'VH-05' : 'VH-06')
  if (facts.fastPoints >= VEHICLE_LIMITS.overspeedPoints || hasAny(facts.alarm, NAMED_BITS)) faults.push('VH-10')
  if (hasAny(facts.alarm, TAMPER_BITS)) faults.push('VH-12')
  if (hasAny(facts.alarm, ACTION_BITS & ~NAMED_BITS & ~TAMPER_BITS)) faults.push('VH-13')
  return faults
}
