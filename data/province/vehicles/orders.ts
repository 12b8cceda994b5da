import { DAY_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { OrderRecord, VehicleRecord } from '#shared/protocol/platform.ts'
import { dayOf, startOfDay, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import { FARTHEST_M, type Beyond } from '../energy/beyond.ts'
import { CROSS_ORDERS } from '../calibration.ts'
import type { CountyContext } from '../housing/context.ts'
import { ERRAND_REASONS, personName } from '../made/names.ts'
import { metresBetween } from '../ground/geo.ts'
import { isWorkday, lifeOf, orderAt, type Errand, type OrderLife } from './orderLife.ts'
import type { Rng } from '../made/rng.ts'
import type { Stop } from './stops.ts'

export { isWorkday }
/** Today, tomorrow's, and so many days back. */
const DAYS_BACK = 8

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

/** Errands within the county stay so near, where there is anywhere to go; a township far out goes to what lies nearest. */
const WITHIN_M = { least: 800, most: 11_000 } as const
const NEAREST = 2

/** Where a vehicle from this place may be sent within the county: anywhere near but where it stands. */
const nearOf = (places: readonly Stop[], home: Stop): readonly Stop[] => {
  const away = places
    .map((place) => ({ place, metres: metresBetween(place.lonLat, home.lonLat) }))
    .filter(({ place, metres }) => place.name !== home.name && metres >= WITHIN_M.least)
  const near = away.filter(({ metres }) => metres <= WITHIN_M.most)
  const chosen = near.length >= NEAREST ? near : away.sort((a, b) => a.metres - b.metres).slice(0, NEAREST)
  return chosen.length > 0 ? chosen.map(({ place }) => place) : places
}

/** Where a vehicle from a place is sent, within the county and in others. */
interface Around {
  readonly near: readonly Stop[]
  readonly beyond: readonly Beyond[]
}
/** The same every day: a county's orders are made for months. */
const AROUND = new WeakMap<readonly Stop[], Map<string, Around>>()
const aroundOf = (context: CountyContext, places: readonly Stop[], home: Stop): Around => {
  const homes = AROUND.get(places) ?? new Map<string, Around>()
  AROUND.set(places, homes)
  const known = homes.get(home.name) ?? {
    near: nearOf(places, home),
    beyond: context.beyond().filter(({ lonLat }) => metresBetween(lonLat, home.lonLat) <= FARTHEST_M),
  }
  homes.set(home.name, known)
  return known
}
/** Of the orders that begin before the last minute at which one can still be back. */
const CROSSING = CROSS_ORDERS.aim / 100 / 0.6
const LAST_BEYOND_MINUTE = 15 * 60
/** Minutes that an errand within the county takes. */
const LASTS = [52, 104] as const

/** What a county's orders are made of. */
export interface OrderGround {
  readonly context: CountyContext
  readonly vehicles: readonly VehicleRecord[]
  readonly places: readonly Stop[]
  readonly homeOf: (depot: string) => Stop
}

/** Minutes there and back over county roads with an hour's half to spare: nobody is sent farther than the order lasts. */
const leastMinutes = (from: Stop, to: Stop): number =>
  30 + (2 * 1.5 * metresBetween(from.lonLat, to.lonLat)) / 10 / 60

/** The errands of one civil day, the same whenever they are made: on working days by the county's use rate, on others a few on duty. */
export const errandsOf = ({ context, vehicles, places, homeOf }: OrderGround, day: DayString): Errand[] => {
  const rng = context.stream(`orders/${day}`)
  const errands: Errand[] = []
  const midnight = startOfDay(day)
  const workday = isWorkday(day)
  const add = (vehicle: VehicleRecord, from: number, minutes: number): number => {
    const home = homeOf(vehicle.depot)
    const { near, beyond } = aroundOf(context, places, home)
    const isBeyond = workday && rng.chance(CROSSING) && from < LAST_BEYOND_MINUTE && beyond.length > 0
    const place: Stop & { readonly region?: string } = rng.pick(isBeyond ? beyond : near)
    const to = from + Math.max(minutes, leastMinutes(home, place))
    errands.push({
      id: `O${context.county.code}${day.slice(2).replaceAll('-', '')}${String(errands.length + 1).padStart(4, '0')}`,
      vehicle,
      reason: rng.pick(ERRAND_REASONS),
      from: home.name,
      to: place.name,
      destination: place.lonLat,
      toRegion: place.region ?? null,
      awayM: metresBetween(home.lonLat, place.lonLat),
      start: Math.round(midnight + from * MINUTE_MS),
      end: Math.round(midnight + to * MINUTE_MS),
      driver: vehicle.driver?.name ?? personName(rng),
    })
    return to
  }
  const share = workday ? context.character.useRate : 0.03
  for (const vehicle of vehicles) {
    if (!rng.chance(share)) continue
    const first = departure(rng, workday)
    const again = add(vehicle, first, rng.between(...LASTS)) + rng.between(40, 120)
    if (workday && again < 16.5 * 60 && rng.chance(0.5)) add(vehicle, again, rng.between(...LASTS))
  }
  return errands
}

/** Days whose orders the platform still holds at an instant, oldest first. */
export const orderDays = (now: EpochMs): DayString[] =>
  Array.from({ length: DAYS_BACK + 2 }, (_, i) => dayOf(now - (DAYS_BACK - i) * DAY_MS))

/** What the records of cost say of an order, 元. */
export type PaidOn = (order: string) => number

export const livesOf = (ground: OrderGround, day: DayString, paidOn: PaidOn): OrderLife[] =>
  errandsOf(ground, day).map((errand) =>
    lifeOf(errand, paidOn(errand.id), ground.context.stream(`order/${errand.id}`)),
  )

/** Orders of the last days, today and tomorrow as the platform holds them now. */
export const makeOrders = (ground: OrderGround, paidOn: PaidOn): OrderRecord[] => {
  const { now } = ground.context
  return orderDays(now)
    .flatMap((day) => livesOf(ground, day, paidOn))
    .map((life) => orderAt(life, now))
    .filter((order) => order !== null)
}

/** The whole months before the one that now is in, oldest first, `YYYY-MM`. */
export const monthsBefore = (now: EpochMs, count: number): string[] => {
  const [year, month] = dayOf(now).split('-').map(Number) as [number, number]
  return Array.from({ length: count }, (_, i) => {
    const index = year * 12 + month - 1 - (count - i)
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  })
}

export const daysIn = (month: string): DayString[] => {
  const days = new Date(Number(month.slice(0, 4)), Number(month.slice(5)), 0).getDate()
  return Array.from({ length: days }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`)
}
