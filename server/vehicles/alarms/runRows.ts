import { sql } from 'kysely'
import type { OrderApproval } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'
import { behind, type OrderPlace } from '../ledger/orders/orderRows.ts'

/** An order as the live rules read it. */
export interface OrderRow {
  readonly id: string
  readonly vehicle: string
  readonly start: EpochMs
  readonly end: EpochMs
  /** 跨区审批. */
  readonly toRegion: string | null
  readonly approval: OrderApproval | null
  /** Its destination, degrees. */
  readonly toLon: number | null
  readonly toLat: number | null
}

export interface OrderRuns {
  /** Orders that touch a stretch of time and were not cancelled: a page after the last of the one before; none are left once a page is empty. */
  between(from: EpochMs, to: EpochMs, after: OrderPlace): Promise<OrderRow[]>
  /** Of these orders the same. */
  of(ids: readonly string[], from: EpochMs, to: EpochMs): Promise<OrderRow[]>
}

/** Orders read at once. */
const PAGE = 5000
/** Instants come as numbers: the database's reader turns every int8 into one. */
const ORDER = sql.raw(
  `o.id, o.vehicle, o.start_at as "start", o.end_at as "end", o.to_region as "toRegion", o.approval, o.to_lon as "toLon", o.to_lat as "toLat" from orders o`,
)

export const makeOrderRuns = (db: Db): OrderRuns => ({
  between: async (from, to, after) => {
    const { rows } =
      await sql<OrderRow>`select ${ORDER} where ${behind(after, from)} and o.start_at <= ${to} and o.status <> 'cancelled' order by o.end_at, o.id limit ${PAGE}`.execute(
        db,
      )
    return rows
  },
  of: async (ids, from, to) => {
    const { rows } =
      await sql<OrderRow>`select ${ORDER} where o.id = any(${[...ids]}) and o.end_at >= ${from} and o.start_at <= ${to} and o.status <> 'cancelled'`.execute(
        db,
      )
    return rows
  },
})
