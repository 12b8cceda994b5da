import { sql } from 'kysely'
import type { DriverCard, DriverSpell } from '#shared/vehicles/drivers.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'

/** Card events of one source, with when they came. */
export interface ReceivedCards {
  readonly source: string
  readonly receivedAt: EpochMs
  readonly items: readonly DriverCard[]
}
/** An order during which another driver's card was in, by county. */
interface MismatchCount {
  readonly region: string
  readonly count: number
  /** Of the other drivers, those whose certificate had run out. */
  readonly expired: number
}

/** Such an order itself, and whose cards were in. */
export interface MismatchedOrder {
  readonly id: string
  readonly vehicle: string
  readonly unit: string
  readonly start: EpochMs
  readonly driver: string
  readonly others: readonly string[]
  readonly expired: boolean
}

/** A card event as it is kept. */
interface KeptCard extends Omit<DriverCard, 'vehicle'> {
  readonly source: string
}

export interface VehicleDrivers {
  /** A repeated event changes nothing. */
  add(received: ReceivedCards): Promise<void>
  /** The newest event of a vehicle. */
  newest(vehicle: string): Promise<KeptCard | undefined>
  /** Who had his card in within the time, oldest first. */
  spells(vehicle: string, from: EpochMs, to: EpochMs): Promise<DriverSpell[]>
  /** Orders not cancelled that touch the time, with at least `leastMs` of another driver's card. */
  mismatches(from: EpochMs, now: EpochMs, leastMs: number): Promise<MismatchCount[]>
  /** Those of a county, one by one. */
  mismatched(region: string, from: EpochMs, now: EpochMs, leastMs: number): Promise<MismatchedOrder[]>
  /** Drops what came before. */
  forget(before: EpochMs): Promise<void>
}

/** Card events that an order is compared with at most. */
const MOST_SPELLS = 500

/** Each other driver of an order, by name. */
const others = (from: EpochMs, now: EpochMs, leastMs: number) => sql`
        select v.region, o.id, s.name, bool_or(s.valid_to is not null and s.valid_to < to_char(to_timestamp(o.end_at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM-DD')) as expired
        from orders o join vehicles v on v.id = o.vehicle join driver_spells s on s.vehicle = o.vehicle and s.from_at < least(o.end_at, ${now}) and coalesce(s.to_at, ${now}) > o.start_at
        where o.end_at >= ${from} and o.start_at < ${now} and o.status <> 'cancelled' and regexp_replace(s.name, '[\\s·•]', '', 'g') <> regexp_replace(o.driver, '[\\s·•]', '', 'g')
        group by v.region, o.id, s.name having sum(least(coalesce(s.to_at, ${now}), o.end_at, ${now}) - greatest(s.from_at, o.start_at)) >= ${leastMs}`

const mismatched = async (
  db: Db,
  ...[region, from, now, leastMs]: Parameters<VehicleDrivers['mismatched']>
): Promise<MismatchedOrder[]> => {
  const { rows } = await sql<MismatchedOrder>`
    select o.id, o.vehicle, o.unit, o.start_at as start, o.driver, array_agg(f.name order by f.name) as others, bool_or(f.expired) as expired
    from (${others(from, now, leastMs)}) f join orders o on o.id = f.id where f.region = ${region}
    group by o.id`.execute(db)
  return rows
}

export const makeVehicleDrivers = (db: Db): VehicleDrivers => ({
  add: async ({ source, receivedAt, items }) => {
    if (items.length === 0) return
    const rows = items.map(({ vehicle, at, card, result, name, certificateTail, issuer, validTo }) => ({
      vehicle,
      at,
      card,
      result,
      name,
      certificate_tail: certificateTail,
      issuer,
      valid_to: validTo,
      source,
      received_at: receivedAt,
    }))
    await db
      .insertInto('driver_cards')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  },
  newest: (vehicle) =>
    db
      .selectFrom('driver_cards')
      .select(['at', 'card', 'result', 'name', 'issuer', 'source'])
      .select(['certificate_tail as certificateTail', 'valid_to as validTo'])
      .where('vehicle', '=', vehicle)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst(),
  spells: async (vehicle, from, to) => {
    const rows = await db
      .selectFrom('driver_spells')
      .selectAll()
      .where('vehicle', '=', vehicle)
      .where('from_at', '<', to)
      .where((where) => where.or([where('to_at', 'is', null), where('to_at', '>', from)]))
      .orderBy('from_at', 'desc')
      .limit(MOST_SPELLS)
      .execute()
    return rows
      .toReversed()
      .map((row) => ({ name: row.name, validTo: row.valid_to, from: row.from_at, to: row.to_at }))
  },
  mismatches: async (from, now, leastMs) => {
    const { rows } = await sql<MismatchCount>`
      select region, count(distinct id)::int as count,
        count(distinct id) filter (where expired)::int as expired from (${others(from, now, leastMs)}) found
      group by region`.execute(db)
    return rows
  },
  mismatched: (...asked) => mismatched(db, ...asked),
  forget: async (before) => {
    await db.deleteFrom('driver_cards').where('received_at', '<', before).execute()
  },
})
