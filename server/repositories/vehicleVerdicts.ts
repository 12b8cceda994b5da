import { sql } from 'kysely'
import type { OrderRecord, OrderStep } from '#shared/protocol/platform.ts'
import type { DayString, EpochMs } from '#shared/units.ts'
import { LEAST_POINTS, type Overlaps, type Trip } from '#shared/vehicles/overlap.ts'
import type { TrackFacts, Verdict, VerdictReason } from '#shared/vehicles/threeWay.ts'
import type { Db } from '../db/open.ts'

/** An order whose three sides are to be compared, with its neighbours in time. */
export interface DueOrder {
  readonly id: string
  readonly vehicle: string
  readonly unit: string
  readonly region: string
  readonly start: EpochMs
  readonly end: EpochMs
  readonly steps: readonly OrderStep[] | null
  readonly plannedKm: number | null
  /** 核定油耗 of the vehicle, per 100 km. */
  readonly norm: number | null
  /** Where it was to go, and its depot. */
  readonly toLon: number | null
  readonly toLat: number | null
  readonly homeLon: number | null
  readonly homeLat: number | null
  readonly report: OrderRecord['report']
  readonly previousEnd: EpochMs | null
  readonly nextStart: EpochMs | null
  /** What was newest of order and costs. */
  readonly seenAt: EpochMs
}
export interface NewVerdict {
  readonly order: DueOrder
  readonly day: DayString
  readonly verdict: Verdict
  readonly reasons: readonly VerdictReason[]
  readonly track: TrackFacts
  readonly path: readonly number[] | null
}

export interface VehicleVerdicts {
  /** Since when this system has tracks to compare with: the first call of all writes it down. */
  since(now: EpochMs): Promise<EpochMs>
  /** Returned orders that were never judged, or changed since, county by county of the newest day first: those that set out after `from` or of whose day the tracks were handed over. `before`: orders end no later. */
  due(from: EpochMs, before: EpochMs, limit: number): Promise<DueOrder[]>
  save(verdicts: readonly NewVerdict[], now: EpochMs): Promise<void>
  trips(region: string, day: DayString): Promise<Trip[]>
  saveOverlaps(region: string, day: DayString, overlaps: Overlaps, now: EpochMs): Promise<void>
  overlaps(region: string, day: DayString): Promise<{ region: string; day: string; trips: number; overlapping: number; saved_km: number; pairs: Overlaps['pairs']; made_at: number } | undefined>
  /** Ways of trips before a day are no longer needed: what they overlapped with is known. */
  forgetPaths(before: DayString): Promise<void>
  /** Orders that began from then on are due once more: what they are held to was revised. */
  again(from: EpochMs): Promise<void>
  /** Counties and days whose trips' ways are kept. */
  overlapDays(): Promise<{ region: string; day: DayString }[]>
  /** Verdicts that are not green by county, unit-free: for alerts. */
  counts(since: EpochMs): Promise<{ region: string; rule: string; red: boolean; count: number }[]>
}

export const makeVehicleVerdicts = (db: Db): VehicleVerdicts => ({
  since: async (now) => {
    await sql`insert into vehicle_ledger_state (one, since) values (true, ${now}) on conflict (one) do nothing`.execute(db)
    const { rows } = await sql<{ since: number }>`select since from vehicle_ledger_state`.execute(db)
    return Number(rows[0]?.since ?? now)
  },
  due: async (from, before, limit) => {
    const { rows } = await sql<Omit<DueOrder, 'seenAt' | 'previousEnd' | 'nextStart'> & Record<'seenAt' | 'previousEnd' | 'nextStart', string | null>>`
      select o.id, o.vehicle, o.unit, v.region, o.start_at as "start", o.end_at as "end", o.steps, o.planned_km as "plannedKm", o.report, s.seen as "seenAt",
        v.norm_per_100km as norm, o.to_lon as "toLon", o.to_lat as "toLat", d.lon as "homeLon", d.lat as "homeLat",
        (select max(p.end_at) from orders p where p.vehicle = o.vehicle and p.status <> 'cancelled' and p.end_at <= o.start_at) as "previousEnd",
        (select min(p.start_at) from orders p where p.vehicle = o.vehicle and p.status <> 'cancelled' and p.start_at >= o.end_at) as "nextStart"
      from orders o join vehicles v on v.id = o.vehicle left join depots d on d.id = v.depot left join order_verdicts t on t.order_id = o.id
      cross join lateral (select greatest(o.updated_at, (select max(c.updated_at) from vehicle_costs c where c.order_id = o.id)) as seen) s
      where o.status = 'returned' and o.end_at <= ${before} and (t.order_id is null or t.seen_at < s.seen)
        and (o.start_at >= ${from} or exists (select from vehicle_track_days k where k.vehicle = o.vehicle and k.day = to_char(to_timestamp(o.start_at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM-DD')))
      order by to_char(to_timestamp(o.start_at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') desc, v.region, o.end_at limit ${limit}`.execute(db)
    const instant = (value: string | null): number | null => (value === null ? null : Number(value))
    return rows.map((row) => ({ ...row, seenAt: Number(row.seenAt), previousEnd: instant(row.previousEnd), nextStart: instant(row.nextStart) }))
  },
  save: async (verdicts, now) => {
    if (verdicts.length === 0) return
    const rows = verdicts.map(({ order, day, verdict, reasons, track, path }) => ({ order_id: order.id, vehicle: order.vehicle, unit: order.unit, region: order.region, day, start_at: order.start, end_at: order.end, seen_at: order.seenAt, verdict, reasons, track, path }))
    await sql`insert into order_verdicts (order_id, vehicle, unit, region, day, start_at, end_at, seen_at, judged_at, verdict, reasons, track, path)
      select order_id, vehicle, unit, region, day, start_at, end_at, seen_at, ${now}, verdict, reasons, track, path
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(order_id text, vehicle text, unit text, region text, day text, start_at int8, end_at int8, seen_at int8, verdict text, reasons jsonb, track jsonb, path int4[])
      on conflict (order_id) do update set vehicle = excluded.vehicle, unit = excluded.unit, region = excluded.region, day = excluded.day, start_at = excluded.start_at, end_at = excluded.end_at, seen_at = excluded.seen_at,
        judged_at = excluded.judged_at, verdict = excluded.verdict, reasons = excluded.reasons, track = excluded.track, path = excluded.path`.execute(db)
  },
  trips: async (region, day) => {
    const rows = await db.selectFrom('order_verdicts').select(['order_id', 'vehicle', 'start_at', 'track', 'path']).where('region', '=', region).where('day', '=', day).where('path', 'is not', null).execute()
    return rows.map((row) => ({ id: row.order_id, vehicle: row.vehicle, start: row.track?.firstMovingAt ?? row.start_at, path: row.path ?? [] }))
  },
  saveOverlaps: async (region, day, { trips, overlapping, savedKm, pairs }, now) => {
    const paired = [...new Set(pairs.flatMap(({ shorter, longer }) => [shorter, longer]))]
    await sql`update order_verdicts set overlapping = case when coalesce(array_length(path, 1), 0) / 3 >= ${LEAST_POINTS} then order_id = any(${paired}) end where region = ${region} and day = ${day} and path is not null`.execute(db)
    await sql`insert into vehicle_overlaps (region, day, trips, overlapping, saved_km, pairs, made_at) values (${region}, ${day}, ${trips}, ${overlapping}, ${savedKm}, ${JSON.stringify(pairs)}::jsonb, ${now})
      on conflict (region, day) do update set trips = excluded.trips, overlapping = excluded.overlapping, saved_km = excluded.saved_km, pairs = excluded.pairs, made_at = excluded.made_at`.execute(db)
  },
  overlaps: (region, day) => db.selectFrom('vehicle_overlaps').selectAll().where('region', '=', region).where('day', '=', day).executeTakeFirst(),
  forgetPaths: async (before) => void (await sql`update order_verdicts set path = null where day < ${before} and path is not null`.execute(db)),
  again: async (from) => void (await sql`update order_verdicts set seen_at = 0 where start_at >= ${from}`.execute(db)),
  overlapDays: () => db.selectFrom('order_verdicts').select(['region', 'day']).distinct().where('path', 'is not', null).execute(),
  counts: async (since) => {
    const { rows } = await sql<{ region: string; rule: string; red: boolean; count: string }>`
      select t.region, r.value ->> 'rule' as rule, bool_or(r.value ->> 'severity' = 'red') as red, count(distinct t.order_id) as count
      from order_verdicts t cross join lateral jsonb_array_elements(t.reasons) r where t.end_at >= ${since} and t.verdict <> 'unknown' group by 1, 2`.execute(db)
    return rows.map((row) => ({ ...row, count: Number(row.count) }))
  },
})
