import { MINUTE_MS } from '../../../kernel/time/time.ts'
import { type VehicleParameterValues, type VehicleParameterKey, VEHICLE_PARAMETERS } from './parameters.ts'

/** The thresholds as the rules read them: what was set, the defaults for the rest. Throws on a value out of its bounds. */
export const limitsOf = (values: VehicleParameterValues) => {
  const v = (key: VehicleParameterKey): number => {
    const { default: usual, min, max } = VEHICLE_PARAMETERS[key]
    const value = values[key] ?? usual
    if (!(value >= min && value <= max))
      throw new RangeError(`${key}: expected ${min} to ${max}, found ${value}`)
    return value
  }
  const ms = (key: VehicleParameterKey): number => v(key) * MINUTE_MS
  return {
    /** 工作时段 on workdays where no table is published, hours of the day in UTC+8. */
    hours: { from: v('hoursFrom'), to: v('hoursTo') },
    /** Further from where it stood is a movement and not drift. */
    movedM: v('moved'),
    /** Without speed a position may lie so far off before it counts as moved. */
    driftM: v('drift'),
    /** Slower is standing. */
    standingKmh: v('standing'),
    /** So many reports in a row away from a standing place are a movement; one alone is a stray position. */
    movedPoints: v('movedPoints'),
    /** After such a gap a new place is no movement seen: the reports between may still come. */
    silenceMs: ms('silence'),
    /** Where no road and no fence says less: small passenger cars, and all others. */
    overspeedKmh: v('overspeed'),
    overspeedOtherKmh: v('overspeedOther'),
    overspeedPoints: v('overspeedPoints'),
    overspeedRed: v('overspeedRed') / 100,
    roadHeadingDeg: v('roadHeading'),
    roadSlackM: v('roadSlack'),
    /** So many reports in a row, so long and so far past its border, before a fence is broken or kept again. */
    fencePoints: v('fencePoints'),
    fenceHeldMs: v('fenceHeld') * 1000,
    fenceSlackM: v('fenceSlack'),
    /** Silent for longer is a case: VH-12. */
    silentMs: ms('silent'),
    /** An order covers the way to its start and from its end. */
    orderSlackMs: ms('orderSlack'),
    /** A departure without cover, so long before an order of the vehicle, is that order's early departure. */
    earlyMs: ms('early'),
    /** A trip that an order covered and that comes home so much later is late; later still it is a trip without an order. */
    overrunMs: ms('overrun'),
    /** Standing at its base for so long ends a trip. */
    homeMs: ms('home'),
    sensitiveStopMs: ms('sensitiveStop'),
    longStopMs: ms('longStop'),
    /** Overnight parking is looked at between these hours. */
    night: { from: v('nightFrom'), to: v('nightTo') },
    overnightStopMs: ms('overnightStop'),
    /** A parked position may lie so far outside the parking fence. */
    depotSlackM: v('depotSlack'),
    /** So near to its base or to the end of its route a vehicle is there. */
    arrivedM: v('arrived'),
  }
}
export type VehicleLimits = ReturnType<typeof limitsOf>
/** 本系统口径 [D] (rules A3.2): where no public figure was found. */
export const VEHICLE_LIMITS: VehicleLimits = limitsOf({})
