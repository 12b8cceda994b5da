import { DAY_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { OrderStepName } from '#shared/protocol/platform.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { dayOf, startOfDay, type DayString, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import { orderState, stepLimits, type OrderState, type StepLimit } from '#shared/vehicles/orders/orders.ts'
import { orderAt } from '#shared/vehicles/orders/ordersPast.ts'
import type { Clock } from '../../../common/clock/clock.ts'
import type { Regions } from '../../../common/directory/types.ts'
import type { FullOrder, OpenOrder, VehicleOrders } from './orderRows.ts'

type Limits = ReadonlyMap<OrderStepName, StepLimit>
type Published = StepLimit & { readonly region: string }
type Current = NonNullable<OrderState['current']>

/** Of an open order what the board tells; whether it is late is a matter of the moment. */
export interface Standing {
  readonly id: string
  readonly vehicle: string
  readonly unit: string
  readonly region: string
  readonly end: EpochMs
  readonly step: OrderStepName
  readonly by: Current['by']
  readonly since: Current['since']
  readonly due: Current['due']
}

export const isLate = ({ due }: Pick<Standing, 'due'>, now: EpochMs): boolean => due !== null && now > due

/** Orders that ended longer ago are history: the board leaves them. */
export const BOARD_MS: DurationMs = 15 * DAY_MS
/** A day's orders are read again for a replay at most so often. */
const PAST_MS: DurationMs = MINUTE_MS

export interface StandingDeps {
  readonly regions: Pick<Regions, 'path'>
  readonly isWorkday: (day: DayString) => boolean
  readonly rules: Rules
}
/** Where orders stand by the limits of their region: the nearest region's row wins, then this system's own. */
export const makeStandings = ({ regions, isWorkday, rules }: StandingDeps) => {
  let published: readonly Published[] = []
  const byRegion = new Map<string, Limits>()

  const limitsOf = (region: string): Limits => {
    const known = byRegion.get(region)
    if (known) return known
    const path = regions.path(region).map(({ code }) => code)
    const limits = stepLimits(
      path.flatMap((code) => published.filter((row) => row.region === code)),
      rules().steps,
    )
    byRegion.set(region, limits)
    return limits
  }
  const stateOf = (
    order: Pick<FullOrder, 'start' | 'end' | 'status' | 'steps' | 'updatedAt' | 'region'>,
    now: EpochMs,
  ): OrderState => orderState(order, limitsOf(order.region), now, isWorkday)
  return {
    limitsOf,
    stateOf,
    /** null once nobody has a turn. */
    of: (order: OpenOrder, now: EpochMs): Standing | null => {
      const { current } = stateOf(order, now)
      if (!current) return null
      const { id, vehicle, unit, region, end } = order
      const { step, by, since, due } = current
      return { id, vehicle, unit, region, end, step, by, since, due }
    },
    publish: (rows: readonly Published[]): void => {
      published = rows
      byRegion.clear()
    },
    /** No platform has published a limit of the step. */
    isOwn: (step: OrderStepName): boolean => !published.some((row) => row.step === step),
  }
}
export type Standings = ReturnType<typeof makeStandings>

/** The orders that were there at an instant, as they stood. A replay asks for one instant of a day after the other. */
export const makePastOrders = (orders: Pick<VehicleOrders, 'openBetween'>, clock: Clock) => {
  let day: {
    readonly of: DayString
    readonly readAt: EpochMs
    readonly orders: Promise<readonly OpenOrder[]>
  } | null = null
  return async (at: EpochMs): Promise<readonly OpenOrder[]> => {
    const [of, from] = [dayOf(at), startOfDay(dayOf(at))]
    if (day?.of !== of || clock() - day.readAt > PAST_MS)
      day = { of, readAt: clock(), orders: orders.openBetween(from - BOARD_MS, from, from + DAY_MS) }
    const reading = day
    const all = await reading.orders.catch((error: unknown) => {
      if (day === reading) day = null
      throw error
    })
    return all.flatMap((order) => (order.end >= at - BOARD_MS ? (orderAt(order, at) ?? []) : []))
  }
}
