import { setImmediate as breathe } from 'node:timers/promises'
import { masksByDefault, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { OrderBoard, OrderCard } from '#shared/protocol/http.ts'
import type { OrderStepName } from '#shared/protocol/platform.ts'
import type { Rules } from '#shared/standards/tables.ts'
import type { DayString, EpochMs } from '#shared/kernel/units.ts'
import { orderAt } from '#shared/vehicles/orders/ordersPast.ts'
import type { Clock } from '../../../common/clock/clock.ts'
import { boardRow, countsOf, outOf, stepRows, wantedOf, type RoadSide } from './board.ts'
import { orderCard } from './orderCard.ts'
import type { OpenOrder, OrderPlace, VehicleOrders } from './orderRows.ts'
import { BOARD_MS, isLate, makePastOrders, makeStandings, type Standing, type Standings } from './standing.ts'
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
  /** Of a region these orders themselves. */
  late(region: string): Standing[]
}

/** Orders looked at in one go. */
const SLICE = 2000

type Mine = (order: { readonly region: string; readonly unit: string }) => boolean

/** Where the open orders stand, as they came and changed. */
const makeOpenOrders = (orders: VehicleOrders, standings: Standings, clock: Clock) => {
  let open = new Map<string, Standing>()
  const put = (into: Map<string, Standing>, some: readonly OpenOrder[]): void => {
    for (const order of some) {
      const standing = standings.of(order, clock())
      if (standing) into.set(order.id, standing)
    }
  }
  return {
    load: async (): Promise<void> => {
      standings.publish(await orders.limits())
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
    changed: async (ids: readonly string[]): Promise<void> => {
      for (let i = 0; i < ids.length; i += SLICE) {
        const some = ids.slice(i, i + SLICE)
        const found = await orders.openOf(some, clock() - BOARD_MS)
        for (const id of some) open.delete(id)
        put(open, found)
      }
    },
    now: (now: EpochMs): Standing[] => [...open.values()].filter((one) => one.end >= now - BOARD_MS),
  }
}

const overdueOf = (all: readonly Standing[], now: EpochMs): ReturnType<VehicleLedgerOrders['overdue']> => {
  const late = all.filter((one) => isLate(one, now))
  return [...Map.groupBy(late, ({ region, step }) => `${region}\n${step}`)].map(([key, mine]) => {
    const [region, step] = key.split('\n') as [string, OrderStepName]
    const due = mine.reduce((oldest, one) => Math.min(oldest, one.due ?? now), now)
    return { region, step, count: mine.length, due }
  })
}

/** What of the past stood at an instant, some orders at a time: a province's are many. */
const makeStandingsAt =
  (openAt: (at: EpochMs) => Promise<readonly OpenOrder[]>, standings: Standings) =>
  async (mine: Mine, at: EpochMs): Promise<Standing[]> => {
    const found: Standing[] = []
    const orders = (await openAt(at)).filter(mine)
    for (let i = 0; i < orders.length; i += SLICE, await breathe())
      found.push(...orders.slice(i, i + SLICE).flatMap((order) => standings.of(order, at) ?? []))
    return found
  }

interface BoardParts {
  readonly standings: Standings
  readonly openNow: (now: EpochMs) => Standing[]
  readonly standingsAt: (mine: Mine, at: EpochMs) => Promise<Standing[]>
}
const board = async (
  { orders, regions, road, scope, clock }: VehicleLedgerOrdersDeps,
  { standings, openNow, standingsAt }: BoardParts,
  viewer: Viewer,
  query: BoardQuery,
): Promise<OrderBoard> => {
  const region = scope.region(viewer, query.region)
  const unit = scope.unit(viewer)
  const codes = new Set(regions.subtree(region))
  const mine: Mine = (order) => codes.has(order.region) && (unit === null || order.unit === unit)
  const at = momentOf(query.at, clock())
  const now = at ?? clock()
  const all = at === undefined ? openNow(now).filter(mine) : await standingsAt(mine, at)
  const wanted = wantedOf(all, query, now)
  const shown = wanted.slice(0, query.limit)
  const full = new Map((await orders.byId(shown.map(({ id }) => id))).map((row) => [row.id, row]))
  const masked = masksByDefault(viewer.role)
  return {
    steps: stepRows(all, region, standings, now),
    ...countsOf(all, now),
    out: at === undefined ? outOf(all, road, mine) : null,
    orders: shown.flatMap((one) => {
      const row = full.get(one.id)
      return row ? [boardRow(row, one, masked, now)] : []
    }),
    total: wanted.length,
    asOf: now,
  }
}

const card = async (
  { orders, scope, clock }: VehicleLedgerOrdersDeps,
  { stateOf }: Pick<Standings, 'stateOf'>,
  viewer: Viewer,
  id: string,
  asked: EpochMs | undefined,
): Promise<OrderCard> => {
  const at = momentOf(asked, clock())
  const now = at ?? clock()
  const [found] = await orders.byId([id])
  const row = found && (at === undefined ? found : orderAt(found, at))
  if (!row) throw new AppError('not-found', `order ${id} does not exist or lies outside your scope`)
  scope.require(viewer, `order ${id}`, { region: row.region, units: (unit) => unit === row.unit })
  const [costs, verdicts] = await Promise.all([orders.costsOf([id]), orders.verdicts([id])])
  const state = stateOf(row, now)
  return orderCard({ row, found, at, now, state, costs, verdict: verdicts.get(id), role: viewer.role })
}

export const makeVehicleLedgerOrders = (deps: VehicleLedgerOrdersDeps): VehicleLedgerOrders => {
  const { orders, clock } = deps
  const standings = makeStandings(deps)
  const open = makeOpenOrders(orders, standings, clock)
  const standingsAt = makeStandingsAt(makePastOrders(orders, clock), standings)
  const parts: BoardParts = { standings, openNow: open.now, standingsAt }
  return {
    load: open.load,
    changed: open.changed,
    overdue: () => overdueOf(open.now(clock()), clock()),
    late: (region) => open.now(clock()).filter((one) => one.region === region && isLate(one, clock())),
    board: (viewer, query) => board(deps, parts, viewer, query),
    card: (viewer, id, at) => card(deps, standings, viewer, id, at),
  }
}
