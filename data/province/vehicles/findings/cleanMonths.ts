import { DAY_MS } from '#shared/kernel/time/time.ts'
import { startOfDay } from '#shared/kernel/units.ts'
import type { VehicleCleanMonthRecord } from '#shared/protocol/platform.ts'
import type { CountyContext } from '../../housing/context.ts'
import type { CountyCore } from '../../Province.ts'
import { monthsBefore } from '../orders.ts'
import { monthPlans } from '../vehicleMonths.ts'
import { foundOf } from './found.ts'

const MONTHS = 12
/** Of all vehicles so many more had something open a year ago, where a county goes the usual way. */
const DRIFT = 0.06
/** One month was a bad one: so many months back, and so much worse. */
const BAD = { monthsBack: 7, by: 0.25 } as const
/** The last months went the longest way. */
const SPEED = 0.7

/** How far a county was from now: 0 is now, 1 the usual way of a year; most got better, a few worse. */
const paceOf = (context: CountyContext): ((monthsBack: number) => number) => {
  const way = context.stream('vehicle-clean-months').between(-0.2, 2.2)
  return (back) => way * (back / MONTHS) ** SPEED + Number(back === BAD.monthsBack) * BAD.by
}

/**
 * Vehicles of each region in which a county's stand, and those without an open finding, at the ends of the twelve months
 * before now: as many vehicles as now, of which more had something open, down to what the house finds now.
 */
export const makeCleanMonths = (context: CountyContext, county: CountyCore): VehicleCleanMonthRecord[] => {
  const [last] = monthsBefore(context.now, 1) as [string]
  const vehicleMonths = monthPlans(context, county.vehicles, last).map((plan) => ({
    ...plan,
    vehicle: plan.vehicle.id,
  }))
  const found = foundOf({ ...county, vehicleMonths }, context.now)
  const pace = paceOf(context)
  const lots = context.stream('vehicle-clean-months/lots')
  const regions = [...Map.groupBy(county.vehicles, ({ region }) => region)].map(([region, own]) => ({
    region,
    vehicles: own.length,
    open: own.filter(({ id }) => found.has(id)).length,
    lot: lots.next(),
  }))
  return monthsBefore(context.now, MONTHS).flatMap((month, i) =>
    regions.map(({ region, vehicles, open, lot }) => {
      const more = Math.floor(vehicles * DRIFT * pace(MONTHS - i) + lot)
      return {
        region,
        month,
        vehicles,
        clean: Math.min(vehicles, Math.max(0, vehicles - open - more)),
        updatedAt: Math.min(context.now, startOfDay(`${month}-01`) + 33 * DAY_MS),
      }
    }),
  )
}
