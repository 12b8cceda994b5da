import { sql } from 'kysely'
import type { CostKind, OrderPurpose, OrderRecord, OrderStep } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { StepLimit } from '#shared/vehicles/orders/orders.ts'
import type { TrackFacts } from '#shared/vehicles/orders/threeWay/track.ts'
import type { Verdict, VerdictReason } from '#shared/vehicles/orders/threeWay/verdict.ts'
import type { Db } from '../../../db/open.ts'

/** Where a reading of orders by their end stands; null at its beginning. */
export type OrderPlace = { readonly id: string; readonly end: EpochMs } | null
/** Orders `o` that ended since then and come after a place. */
export const behind = (after: OrderPlace, since: EpochMs) =>
  after === null
    ? sql`o.end_at >= ${since}`
    : sql`o.end_at >= ${after.end} and (o.end_at, o.id) > (${after.end}, ${after.id})`

/** An order that is not finished, for the board. */
export interface OpenOrder {
  readonly id: string
  readonly vehicle: string
  readonly unit: string
  readonly region: string
  readonly start: EpochMs
  readonly end: EpochMs
  readonly status: OrderRecord['status']
  readonly steps: readonly OrderStep[] | null
  readonly updatedAt: EpochMs
}
export interface FullOrder extends OpenOrder {
  readonly unitName: string | null
  readonly plate: string
  readonly reason: string
  readonly from: string
  readonly to: string
  readonly toRegion: string | null
  readonly driver: string
  readonly plannedKm: number | null
  readonly crossRegionApproval: string | null
  readonly passengers: number | null
  readonly purpose: OrderPurpose | null
  readonly report: OrderRecord['report']
  readonly rating: number | null
  readonly source: string
  readonly sourceId: string
  readonly receivedAt: EpochMs
}
export interface OrderCost {
  readonly id: string
  readonly vehicle: string
  readonly order: string | null
  readonly kind: CostKind
  readonly at: EpochMs
  readonly amount: number
  readonly quantity: number | null
  readonly vendorName: string
  readonly lon: number | null
  readonly lat: number | null
}
export interface KeptVerdict {
  readonly order: string
  readonly verdict: Verdict
  readonly reasons: readonly VerdictReason[]
  readonly track: TrackFacts | null
  readonly judgedAt: EpochMs
}

export interface VehicleOrders {
  limits(): Promise<(StepLimit & { region: string })[]>
  /** Neither rated nor cancelled, and what is given to rate at most so old: a page after the last of the one before; none are left once a page is empty. */
  open(since: EpochMs, after: OrderPlace): Promise<OpenOrder[]>
  /** Of these the open ones. */
  openOf(ids: readonly string[], since: EpochMs): Promise<OpenOrder[]>
  /** Those that may have been open at some time between two instants: what was finished before and has not changed since is left out. */
  openBetween(since: EpochMs, from: EpochMs, to: EpochMs): Promise<OpenOrder[]>
  byId(ids: readonly string[]): Promise<FullOrder[]>
  costsOf(orders: readonly string[]): Promise<OrderCost[]>
  verdicts(orders: readonly string[]): Promise<Map<string, KeptVerdict>>
  /** The newest orders of a vehicle. */
  ofVehicle(vehicle: string, limit: number): Promise<FullOrder[]>
  costsOfVehicle(vehicle: string, since: EpochMs): Promise<OrderCost[]>
}

/** Open orders read at once: their steps are JSON. */
const PAGE = 2000
const HEAD = `o.id, o.vehicle, o.unit, v.region, o.start_at as "start", o.end_at as "end", o.status, o.steps,
  o.updated_at as "updatedAt"`
const OPEN = sql.raw(`${HEAD} from orders o join vehicles v on v.id = o.vehicle`)
const IS_OPEN = sql.raw(`o.status <> 'cancelled' and o.rating is null`)
const FULL =
  sql.raw(`${HEAD}, u.name as "unitName", v.plate, o.reason, o.from_place as "from", o.to_place as "to",
  o.to_region as "toRegion", o.driver, o.planned_km as "plannedKm",
  o.cross_region_approval as "crossRegionApproval", o.passengers, o.purpose, o.report, o.rating, o.source,
  o.source_id as "sourceId", o.received_at as "receivedAt"
  from orders o join vehicles v on v.id = o.vehicle left join units u on u.id = o.unit`)
const COST = sql.raw(`c.id, c.vehicle, c.order_id as "order", c.kind, c.at, c.amount, c.quantity,
  c.vendor_name as "vendorName", d.lon, d.lat from vehicle_costs c left join vehicle_vendors d on d.id = c.vendor`)

const limits = async (db: Db): Promise<(StepLimit & { region: string })[]> =>
  db
    .selectFrom('order_step_limits')
    .select(['region', 'step', 'by_role as by', 'hours', 'limit_minutes as limitMinutes', 'since'])
    .execute()

const verdicts = async (db: Db, orders: readonly string[]): Promise<Map<string, KeptVerdict>> => {
  const rows = await db
    .selectFrom('order_verdicts')
    .select(['order_id as order', 'verdict', 'reasons', 'track', 'judged_at as judgedAt'])
    .where(sql<boolean>`order_id = any(${[...orders]})`)
    .execute()
  return new Map(rows.map((row) => [row.order, row]))
}

export const makeVehicleOrders = (db: Db): VehicleOrders => ({
  limits: () => limits(db),
  open: async (since, after) => {
    const { rows } = await sql<OpenOrder>`select ${OPEN} where ${behind(after, since)} and ${IS_OPEN}
      order by o.end_at, o.id limit ${PAGE}`.execute(db)
    return rows
  },
  openOf: async (ids, since) => {
    const { rows } = await sql<OpenOrder>`select ${OPEN}
      where o.id = any(${[...ids]}) and o.end_at >= ${since} and ${IS_OPEN}`.execute(db)
    return rows
  },
  openBetween: async (since, from, to) => {
    const { rows } = await sql<OpenOrder>`select ${OPEN}
      where o.end_at >= ${since} and ((${IS_OPEN}) or o.updated_at > ${from})
        and coalesce((o.steps->0->>'at')::bigint, o.start_at) <= ${to}`.execute(db)
    return rows
  },
  byId: async (ids) => (await sql<FullOrder>`select ${FULL} where o.id = any(${[...ids]})`.execute(db)).rows,
  costsOf: async (orders) => {
    const { rows } = await sql<OrderCost>`select ${COST}
      where c.order_id = any(${[...orders]}) order by c.at`.execute(db)
    return rows
  },
  verdicts: (orders) => verdicts(db, orders),
  ofVehicle: async (vehicle, limit) => {
    const { rows } = await sql<FullOrder>`select ${FULL}
      where o.vehicle = ${vehicle} order by o.end_at desc limit ${limit}`.execute(db)
    return rows
  },
  costsOfVehicle: async (vehicle, since) => {
    const { rows } = await sql<OrderCost>`select ${COST}
      where c.vehicle = ${vehicle} and c.at >= ${since} order by c.at desc`.execute(db)
    return rows
  },
})
