import type { OrderRecord, VehicleMonthRecord, VehicleRecord } from '#shared/protocol/platform.ts'
import { dayOf, startOfDay, type DayString, type EpochMs } from '#shared/units.ts'
import chineseDays from 'chinese-days'
import type { CountyContext } from './context.ts'
import { ERRAND_REASONS, personName } from './names.ts'
import { round } from './geo.ts'
import type { Rng } from './rng.ts'
import { DAY_MS } from './stamp.ts'

const HOUR_MS = 3_600_000
/** Today, tomorrow's approved ones, and so many days back. */
const DAYS_BACK = 4

/** Whether the State Council's calendar makes it a working day: a Saturday can be one. */
export const isWorkday = (day: DayString): boolean => chineseDays.isWorkday(day)

/** Departures over the day: after arriving, before noon, after the noon rest; minutes from midnight. */
const departure = (rng: Rng, workday: boolean): number => {
  if (!workday || rng.chance(0.02)) return rng.between(6 * 60, 21 * 60)
  const [center, width] = rng.pick([
    [505, 35],
    [570, 40],
    [635, 40],
    [880, 40],
    [940, 45],
    [1010, 40],
  ] as const)
  return Math.max(7 * 60 + 5, Math.min(18 * 60, center + rng.normal() * width))
}

const statusOf = (start: EpochMs, end: EpochMs, now: EpochMs, rng: Rng): OrderRecord['status'] => {
  if (rng.chance(0.02)) return 'cancelled'
  if (end <= now) return 'returned'
  if (start <= now) return 'underway'
  return start - now < 2 * HOUR_MS ? 'dispatched' : 'approved'
}

/** Orders of the last days, today and tomorrow: on working days by the county's use rate, on others a few on duty. */
export const makeOrders = (
  context: CountyContext,
  vehicles: readonly VehicleRecord[],
  places: readonly string[],
  homeOf: (depot: string) => string,
): OrderRecord[] => {
  const rng = context.stream('orders')
  const orders: OrderRecord[] = []
  const add = (vehicle: VehicleRecord, midnight: EpochMs, from: number, to: number): void => {
    const [start, end] = [Math.round(midnight + from * 60_000), Math.round(midnight + to * 60_000)]
    orders.push({
      id: `O${context.county.code}${String(orders.length + 1).padStart(5, '0')}`,
      vehicle: vehicle.id,
      unit: vehicle.unit,
      reason: rng.pick(ERRAND_REASONS),
      from: homeOf(vehicle.depot),
      to: rng.pick(places),
      start,
      end,
      driver: vehicle.driver?.name ?? personName(rng),
      status: statusOf(start, end, context.now, rng),
      updatedAt: Math.round(Math.min(context.now, start - rng.between(0.2, 18) * HOUR_MS)),
    })
  }
  for (let back = DAYS_BACK; back >= -1; back--) {
    const day = dayOf(context.now - back * DAY_MS)
    const workday = isWorkday(day)
    const share = (workday ? context.character.useRate : 0.03) * (back < 0 ? 0.35 : 1)
    for (const vehicle of vehicles) {
      if (!rng.chance(share)) continue
      const first = departure(rng, workday)
      const length = rng.between(40, 170)
      add(vehicle, startOfDay(day), first, first + length)
      const again = first + length + rng.between(30, 120)
      if (workday && again < 16.5 * 60 && rng.chance(0.35))
        add(vehicle, startOfDay(day), again, again + rng.between(35, 140))
    }
  }
  return orders
}

/** The whole months before the one that now is in, oldest first, `YYYY-MM`. */
export const monthsBefore = (now: EpochMs, count: number): string[] => {
  const [year, month] = dayOf(now).split('-').map(Number) as [number, number]
  return Array.from({ length: count }, (_, i) => {
    const index = year * 12 + month - 1 - (count - i)
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  })
}

const workdaysIn = (month: string): number => {
  const days = new Date(Number(month.slice(0, 4)), Number(month.slice(5)), 0).getDate()
  return Array.from({ length: days }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`).filter(
    isWorkday,
  ).length
}

/** 出车天数, 应在用工作日 less repair days, mileage and running cost of the last two whole months. */
export const makeVehicleMonths = (
  context: CountyContext,
  vehicles: readonly VehicleRecord[],
): VehicleMonthRecord[] => {
  const rng = context.stream('vehicle-months')
  const months = monthsBefore(context.now, 2).map((month) => ({ month, workdays: workdaysIn(month) }))
  return vehicles.flatMap((vehicle) => {
    const habit = Math.min(0.99, Math.max(0.05, context.character.useRate + rng.normal() * 0.13))
    return months.map(({ month, workdays }): VehicleMonthRecord => {
      const daysDue = workdays - (rng.chance(0.12) ? rng.whole(1, 6) : 0)
      const share = Math.min(1, Math.max(0, habit + rng.normal() * 0.05))
      const daysUsed = Math.min(daysDue, Math.round(daysDue * share))
      const kilometres = round(daysUsed * rng.between(28, 105), 1)
      const perKilometre =
        vehicle.energy === 'bev'
          ? 0.22
          : vehicle.energy === 'phev'
            ? 0.45
            : vehicle.energy === 'diesel'
              ? 0.72
              : 0.64
      return {
        vehicle: vehicle.id,
        month,
        daysUsed,
        daysDue,
        kilometres,
        cost: round(
          kilometres * perKilometre + rng.between(260, 900) + (rng.chance(0.12) ? rng.between(400, 3800) : 0),
          2,
        ),
        updatedAt:
          startOfDay(`${month}-01`) + 33 * DAY_MS > context.now
            ? context.now
            : startOfDay(`${month}-01`) + 33 * DAY_MS,
      }
    })
  })
}
