import { setImmediate as breathe } from 'node:timers/promises'
import { maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { OrderBoard, OrderCard } from '#shared/protocol/http.ts'
import { ORDER_STEPS, type OrderStepName } from '#shared/protocol/platform.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { dayOf, startOfDay, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import { isOpenStep, isOutStep, outCount, type Seen } from '#shared/vehicles/orders/orderStage.ts'
import { orderState, stepLimits, type OrderState, type StepLimit } from '#shared/vehicles/orders/orders.ts'
import { orderAt } from '#shared/vehicles/orders/ordersPast.ts'
import type { Clock } from '../../../common/clock/clock.ts'
import { orderCard } from './orderCard.ts'
import type { FullOrder, OpenOrder, OrderPlace, VehicleOrders } from './orderRows.ts'
import type { LiveScope } from '../../../common/scope/liveScope.ts'
import type { Regions } from '../../../common/directory/types.ts'
import { momentOf } from '../../../common/clock/pastMoment.ts'

export interface VehicleLedgerOrdersDeps {
  readonly orders: VehicleOrders
  readonly regions: Regions
  readonly road: RoadSide
  readonly scope: LiveScope
  readonly isWorkday: (day: DayString) => boolean
  readonly rules: Rules
  readonly clock: Clock
}
/** Where vehicles are seen now. */
export interface RoadSide {
  seen(vehicle: string): Seen
  /** Vehicles that move. */
  moving(mine: (vehicle: { readonly region: string; readonly unit: string }) => boolean): number
}
interface BoardQuery {
  readonly region?: string | undefined
  readonly step?: OrderStepName | undefined
  readonly late?: boolean | undefined
  readonly limit: number
  /** As it stood at this instant; now when left out. */
  readonly at?: EpochMs | undefined
}
export interface VehicleLedgerOrders {
  /** Reads the open orders and the limits anew. */
  load(): Promise<void>
  /** These orders came or changed. */
  changed(ids: readonly string[]): Promise<void>
  board(viewer: Viewer, query: BoardQuery): Promise<OrderBoard>
  card(viewer: Viewer, id: string, at?: EpochMs): Promise<OrderCard>
  /** 超时 by region and step, for alerts; `due`: until when the oldest was to be done. */
  overdue(): { region: string; step: OrderStepName; count: number; due: EpochMs }[]
}

type Limits = ReadonlyMap<OrderStepName, StepLimit>
type Current = NonNullable<OrderState['current']>
/** Of an open order what the board tells; whether it is late is a matter of the moment. */
interface Standing {
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
/** Orders that ended longer ago are history: the board leaves them. */
const BOARD_MS = 15 * 86_400_000
const DAY_MS = 86_400_000
/** Orders looked at in one go. */
const SLICE = 2000
/** A day's orders are read again for a replay at most so often. */
const PAST_MS = 60_000

export const makeVehicleLedgerOrders = (deps: VehicleLedgerOrdersDeps): VehicleLedgerOrders => {
  const { orders, regions, road, scope, isWorkday, rules, clock } = deps
  let open = new Map<string, Standing>()
  let published: readonly (StepLimit & { region: string })[] = []
  const byRegion = new Map<string, Limits>()

  /** The nearest region's row wins, then this system's own. */
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
    now: number,
  ): OrderState => orderState(order, limitsOf(order.region), now, isWorkday)
  const standingOf = (order: OpenOrder, now: EpochMs): Standing | null => {
    const { current } = stateOf(order, now)
    return (
      current && {
        id: order.id,
        vehicle: order.vehicle,
        unit: order.unit,
        region: order.region,
        end: order.end,
        step: current.step,
        by: current.by,
        since: current.since,
        due: current.due,
      }
    )
  }
  const isLate = ({ due }: Standing, now: EpochMs): boolean => due !== null && now > due
  const put = (into: Map<string, Standing>, orders: readonly OpenOrder[]): void => {
    for (const order of orders) {
      const standing = standingOf(order, clock())
      if (standing) into.set(order.id, standing)
    }
  }
  /** What of the past stood then, some orders at a time: a province's are many. */
  const standingAt = async (mine: (order: OpenOrder) => boolean, at: EpochMs): Promise<Standing[]> => {
    const found: Standing[] = []
    const orders = (await openAt(at)).filter(mine)
    for (let i = 0; i < orders.length; i += SLICE, await breathe()) {
      found.push(...orders.slice(i, i + SLICE).flatMap((order) => standingOf(order, at) ?? []))
    }
    return found
  }

  let day: {
    readonly of: DayString
    readonly readAt: EpochMs
    readonly orders: Promise<readonly OpenOrder[]>
  } | null = null
  /** The orders that were there at an instant, as they stood. A replay asks for one instant of a day after the other. */
  const openAt = async (at: EpochMs): Promise<readonly OpenOrder[]> => {
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

  return {
    load: async () => {
      published = await orders.limits()
      byRegion.clear()
      const next = new Map<string, Standing>()
      const since = clock() - BOARD_MS
      for (let after: OrderPlace = null; ; await breathe()) {
        const page: OpenOrder[] = await orders.open(since, after)
        if (page.length === 0) break
        put(next, page)
        after = page.at(-1) ?? null
      }
      open = next
    },
    changed: async (ids) => {
      for (let i = 0; i < ids.length; i += SLICE) {
        const some = ids.slice(i, i + SLICE)
        const found = await orders.openOf(some, clock() - BOARD_MS)
        for (const id of some) open.delete(id)
        put(open, found)
      }
    },
    overdue: () => {
      const now = clock()
      const late = [...open.values()].filter((one) => one.end >= now - BOARD_MS && isLate(one, now))
      return [...Map.groupBy(late, ({ region, step }) => `${region}\n${step}`)].map(([key, all]) => {
        const [region, step] = key.split('\n') as [string, OrderStepName]
        return {
          region,
          step,
          count: all.length,
          due: all.reduce((oldest, one) => Math.min(oldest, one.due ?? now), now),
        }
      })
    },
    board: async (viewer, query) => {
      const region = scope.region(viewer, query.region)
      const unit = scope.unit(viewer)
      const codes = new Set(regions.subtree(region))
      const at = momentOf(query.at, clock())
      const mine = (order: { readonly region: string; readonly unit: string }): boolean =>
        codes.has(order.region) && (unit === null || order.unit === unit)
      const now = at ?? clock()
      const all =
        at === undefined
          ? [...open.values()].filter((one) => mine(one) && one.end >= now - BOARD_MS)
          : await standingAt(mine, at)
      const limits = limitsOf(region)
      const steps = ORDER_STEPS.map((step) => {
        const limit = limits.get(step) as StepLimit
        const here = all.filter((one) => one.step === step)
        return {
          step,
          by: limit.by,
          hours: limit.hours,
          limitMinutes: limit.limitMinutes,
          since: limit.since,
          own: !published.some((row) => row.step === step),
          count: here.length,
          overdue: here.filter((one) => isLate(one, now)).length,
        }
      })
      const out =
        at === undefined
          ? outCount(
              all.filter(({ step }) => isOutStep(step)).map(({ vehicle }) => vehicle),
              road.seen,
              road.moving(mine),
            )
          : null
      const openCount = all.filter(({ step }) => isOpenStep(step)).length
      const wanted = all.filter(
        (one) => (query.step === undefined || one.step === query.step) && (!query.late || isLate(one, now)),
      )
      wanted.sort(
        (a, b) =>
          Number(isLate(b, now)) - Number(isLate(a, now)) ||
          (a.due ?? Infinity) - (b.due ?? Infinity) ||
          (a.id < b.id ? -1 : 1),
      )
      const shown = wanted.slice(0, query.limit)
      const full = new Map((await orders.byId(shown.map(({ id }) => id))).map((row) => [row.id, row]))
      const masked = masksByDefault(viewer.role)
      const rows = shown.flatMap((one) => {
        const row = full.get(one.id)
        if (!row) return []
        return [
          {
            id: row.id,
            vehicle: row.vehicle,
            plate: masked ? maskPlate(row.plate) : row.plate,
            unit: row.unit,
            unitName: row.unitName ?? row.unit,
            reason: row.reason,
            to: row.to,
            start: row.start,
            end: row.end,
            step: one.step,
            by: one.by,
            since: one.since,
            due: one.due,
            overdue: isLate(one, now),
          },
        ]
      })
      return {
        steps,
        open: openCount,
        backlog: all.length - openCount,
        out,
        orders: rows,
        total: wanted.length,
        overdue: all.filter((one) => isLate(one, now)).length,
        asOf: now,
      }
    },
    card: async (viewer, id, asked) => {
      const at = momentOf(asked, clock())
      const now = at ?? clock()
      const [found] = await orders.byId([id])
      const row = found && (at === undefined ? found : orderAt(found, at))
      if (!row) throw new AppError('not-found', `order ${id} does not exist or lies outside your scope`)
      scope.require(viewer, `order ${id}`, { region: row.region, units: (unit) => unit === row.unit })
      const [costs, verdicts] = await Promise.all([orders.costsOf([id]), orders.verdicts([id])])
      const state = stateOf(row, now)
      return orderCard({ row, found, at, now, state, costs, verdict: verdicts.get(id), role: viewer.role })
    },
  }
}
