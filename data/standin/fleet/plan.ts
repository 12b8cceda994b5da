import { DAY_MS, HOUR_MS } from '#shared/kernel/time/time.ts'
import type { OrderRecord, VehicleRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { dayStart, isWorkingDayNumber } from '../calendar.ts'
import { faultOf, type OrderFault } from '../../province/vehicles/orderFaults.ts'
import { share } from '../hash.ts'

/** A vehicle's outing: away from its depot between two instants, first to the named stop. */
export interface Outing {
  readonly start: EpochMs
  readonly end: EpochMs
  /** Index among the county's stops. */
  readonly stop: number
  /** The order that it is driven for, and what the driver does wrong on it. */
  readonly order: string | null
  readonly fault: OrderFault | null
}

type Category = VehicleRecord['category']

/** Outings without an order: duty of law and emergency vehicles at any hour, and the few that should not be (无单出车, 非工作时间用车). */
const DUTY_SHARE: Record<Category, number> = {
  law: 0.75,
  emergency: 0.65,
  special: 0.03,
  confidential: 0.02,
  other: 0.012,
}
const HOLIDAY_SHARE: Record<Category, number> = {
  law: 0.35,
  emergency: 0.35,
  special: 0.015,
  confidential: 0.004,
  other: 0.006,
}

/** What the dispatch platform ordered for the day; cancelled orders move nothing. */
export const orderedOutings = (
  orders: readonly OrderRecord[],
  day: number,
  stopOf: (order: OrderRecord) => number,
): Outing[] =>
  orders
    .filter(
      (order) =>
        order.status !== 'cancelled' && order.start < dayStart(day) + DAY_MS && order.end > dayStart(day),
    )
    .map((order) => ({
      start: order.start,
      end: order.end,
      stop: stopOf(order),
      order: order.id,
      fault: faultOf(order),
    }))
    .toSorted((a, b) => a.start - b.start)

/** On working days three in five set off in office hours, the others at any hour. */
const startHour = (hash: number, day: number): number =>
  isWorkingDayNumber(day) && share(hash, day, 45) < 0.6
    ? 7.6 + 8.2 * share(hash, day, 42)
    : 24 * share(hash, day, 42)

/** What the vehicle does of its own that day, by its category. */
export const ownOutings = (hash: number, category: Category, day: number, stops: number): Outing[] => {
  const chance = (isWorkingDayNumber(day) ? DUTY_SHARE : HOLIDAY_SHARE)[category]
  if (stops === 0 || share(hash, day, 41) >= chance) return []
  const hour = startHour(hash, day)
  const hours = 1 + 5 * share(hash, day, 43)
  const start = dayStart(day) + hour * HOUR_MS
  return [
    {
      start,
      end: Math.min(start + hours * HOUR_MS, dayStart(day) + DAY_MS - HOUR_MS / 2),
      stop: Math.floor(share(hash, day, 44) * stops),
      order: null,
      fault: null,
    },
  ]
}

/** Ordered ones first; an own one is dropped where it would overlap. */
export const mergeOutings = (ordered: readonly Outing[], own: readonly Outing[]): Outing[] =>
  [
    ...ordered,
    ...own.filter(
      (mine) =>
        mine.end > mine.start &&
        !ordered.some((o) => mine.start < o.end + HOUR_MS / 2 && o.start < mine.end + HOUR_MS / 2),
    ),
  ].toSorted((a, b) => a.start - b.start)
