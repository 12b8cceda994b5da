import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { VehicleMonthRecord, VehicleRecord } from '#shared/protocol/platform.ts'
import { startOfDay } from '#shared/kernel/units.ts'
import type { CountyContext } from '../housing/context.ts'
import { round } from '../ground/geo.ts'
import { daysIn, isWorkday, monthsBefore } from './orders.ts'
import { monthService } from './vehicleService.ts'

/** A year and one: the newest can be set against its own month a year before. */
const MONTHS = 13
/** 应在用工时 of a working day: office hours. */
const HOURS_A_DAY = 8
/** On a day on which it goes out. */
const TRIPS_A_DAY = 1.8
/** 元 a litre or kWh. */
export const ENERGY_PRICE: Readonly<Record<VehicleRecord['energy'], number>> = {
  petrol: 7.6,
  diesel: 7.2,
  phev: 7.6,
  bev: 0.85,
}

export interface MonthPlan {
  readonly vehicle: VehicleRecord
  readonly month: string
  readonly daysUsed: number
  readonly daysDue: number
  readonly kilometres: number
  readonly trips: number
  readonly hoursUsed: number
  /** L or kWh. */
  readonly energy: number
  readonly costs: NonNullable<VehicleMonthRecord['costs']>
  readonly inspected: number
}

/** One month of every vehicle of a county, the same whenever it is made. A small tail burns far over its norm. */
export const monthPlans = (
  context: CountyContext,
  vehicles: readonly VehicleRecord[],
  month: string,
): MonthPlan[] => {
  const rng = context.stream(`vehicle-months/${month}`)
  const workdays = daysIn(month).filter(isWorkday).length
  return vehicles.map((vehicle, i): MonthPlan => {
    const habit = Math.min(0.99, Math.max(0.05, context.character.useRate + Math.sin(i * 12.9898) * 0.16))
    const daysDue = workdays - (rng.chance(0.12) ? rng.whole(1, 6) : 0)
    const daysUsed = Math.min(
      daysDue,
      Math.round(daysDue * Math.min(1, Math.max(0, habit + rng.normal() * 0.05))),
    )
    const kilometres = round(daysUsed * rng.between(20, 80), 1)
    const energy = round(
      (kilometres *
        (vehicle.normPer100Km ?? 9) *
        (rng.chance(0.02) ? rng.between(1.25, 1.6) : rng.between(0.82, 1.06))) /
        100,
      1,
    )
    const inspection = rng.chance(1 / 12) ? round(rng.between(120, 320), 0) : 0
    const wash = rng.chance(0.5) ? round(rng.between(30, 90), 0) : 0
    return {
      vehicle,
      month,
      daysUsed,
      daysDue,
      kilometres,
      energy,
      trips: Math.round(daysUsed * TRIPS_A_DAY),
      hoursUsed: round(daysUsed * rng.between(3, 5.6), 1),
      inspected: inspection,
      costs: {
        fuel: round(energy * ENERGY_PRICE[vehicle.energy], 2),
        maintenance: rng.chance(0.34)
          ? round(rng.between(1400, 2900) + (rng.chance(0.15) ? rng.between(800, 5200) : 0), 2)
          : 0,
        insurance: rng.chance(1 / 12) ? round(rng.between(5200, 8200), 2) : 0,
        toll: rng.chance(0.75) ? round(rng.between(60, 330), 2) : 0,
        parking: rng.chance(0.6) ? round(rng.between(20, 150), 2) : 0,
        other: inspection + wash,
      },
    }
  })
}

/** 出车天数, 应在用工作日 less repair days, mileage, hours and running cost by class of the last thirteen whole months. */
export const makeVehicleMonths = (
  context: CountyContext,
  vehicles: readonly VehicleRecord[],
): VehicleMonthRecord[] =>
  monthsBefore(context.now, MONTHS).flatMap((month) => {
    const updatedAt = Math.min(context.now, startOfDay(`${month}-01`) + 33 * DAY_MS)
    const service = context.stream(`vehicle-service/${month}`)
    return monthPlans(context, vehicles, month).map(
      ({ vehicle, daysUsed, daysDue, kilometres, trips, hoursUsed, costs }): VehicleMonthRecord => ({
        vehicle: vehicle.id,
        month,
        daysUsed,
        daysDue,
        kilometres,
        cost: round(
          Object.values(costs).reduce((sum, one) => sum + one, 0),
          2,
        ),
        trips,
        hoursUsed,
        hoursDue: daysDue * HOURS_A_DAY,
        costs,
        service: monthService(service, trips),
        updatedAt,
      }),
    )
  })
