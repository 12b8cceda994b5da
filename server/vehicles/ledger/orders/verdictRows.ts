import { sql } from 'kysely'
import type { OrderRecord, OrderStep } from '#shared/protocol/platform.ts'
import { dayOf, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import { LEAST_POINTS, type Overlaps, type Trip } from '#shared/vehicles/orders/overlap.ts'
import type { TrackFacts } from '#shared/vehicles/orders/threeWay/track.ts'
import type { Verdict, VerdictReason } from '#shared/vehicles/orders/threeWay/verdict.ts'
import type { Db } from '../../../db/open.ts'

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
  /** Of its place in the queue; another one once the order, its costs or its track have changed again. */
  readonly mark: number
}
export interface NewVerdict {
  readonly order: DueOrder
  readonly day: DayString
  readonly verdict: Verdict
  readonly reasons: readonly VerdictReason[]
  readonly track: TrackFacts
  readonly path: readonly number[] | null
}

/** The overlaps of a county's day as they were compared last. */
interface KeptOverlaps extends Overlaps {
  readonly madeAt: EpochMs
}

export interface VehicleVerdicts {
  /** Since when this system has tracks to compare with: the first call of all writes it down. */
  since(now: EpochMs): Promise<EpochMs>
  /** The queue of returned orders that were never judged, or changed since, county by county of the newest day first. Orders end no later than `before`. */
  due(before: EpochMs, now: EpochMs, limit: number): Promise<DueOrder[]>
  /** These could not be judged: they are due again from an instant on. */
  putOff(orders: readonly DueOrder[], until: EpochMs): Promise<void>
  /** Kept at once with their leaving the queue; what changed meanwhile stays in it. */
  save(verdicts: readonly NewVerdict[], now: EpochMs): Promise<void>
  trips(region: string, day: DayString): Promise<Trip[]>
  saveOverlaps(region: string, day: DayString, overlaps: Overlaps, now: EpochMs): Promise<void>
  overlaps(region: string, day: DayString): Promise<KeptOverlaps | undefined>
  /** Ways of trips before a day are no longer needed: what they overlapped with is known. */
  forgetPaths(before: DayString): Promise<void>
  /** Orders that began from then on are due once more: what they are held to was revised. */
  again(from: EpochMs): Promise<void>
  /** Counties and days whose trips' ways are kept. */
  overlapDays(): Promise<{ region: string; day: DayString }[]>
  /** What verdicts found, by day, county and rule: of all days since one, or of some days. */
  counts(days: { readonly since: DayString } | { readonly of: readonly DayString[] }): Promise<VerdictCount[]>
}

/** Orders of a day and county with a reason of this rule. */
export interface VerdictCount {
  readonly day: DayString
  readonly region: string
  readonly rule: string
  readonly red: boolean
  readonly count: number
}

const marksOf = (orders: readonly DueOrder[]) =>
  sql`unnest(${orders.map(({ id }) => id)}::text[], ${orders.map(({ mark }) => mark)}::int8[]) as t(id, mark)`

const DUE = sql.raw(`o.id, o.vehicle, o.unit, v.region, o.start_at as "start", o.end_at as "end", o.steps,
  o.planned_km as "plannedKm", o.report, q.mark,
  greatest(o.updated_at, (select max(c.updated_at) from vehicle_costs c where c.order_id = o.id)) as "seenAt",
  v.norm_per_100km as norm, o.to_lon as "toLon", o.to_lat as "toLat", d.lon as "homeLon", d.lat as "homeLat",
  (select max(p.end_at) from orders p
    where p.vehicle = o.vehicle and p.status <> 'cancelled' and p.end_at <= o.start_at) as "previousEnd",
  (select min(p.start_at) from orders p
    where p.vehicle = o.vehicle and p.status <> 'cancelled' and p.start_at >= o.end_at) as "nextStart"`)

const due = async (db: Db, before: EpochMs, now: EpochMs, limit: number): Promise<DueOrder[]> => {
  const { rows } = await sql<DueOrder>`select ${DUE}
    from (select * from order_verdicts_due where end_at <= ${before} and not_before <= ${now}
        order by day desc, region, end_at limit ${limit}) q
      join orders o on o.id = q.order_id join vehicles v on v.id = o.vehicle left join depots d on d.id = v.depot
    order by q.day desc, q.region, q.end_at`.execute(db)
  return rows
}

const rowOf = ({ order, day, verdict, reasons, track, path }: NewVerdict) => ({
  order_id: order.id,
  vehicle: order.vehicle,
  unit: order.unit,
  region: order.region,
  day,
  start_at: order.start,
  end_at: order.end,
  seen_at: order.seenAt,
  verdict,
  reasons,
  track,
  path,
})
const COLUMNS = `order_id text, vehicle text, unit text, region text, day text, start_at int8, end_at int8,
  seen_at int8, verdict text, reasons jsonb, track jsonb, path int4[]`
const NAMES = COLUMNS.split(/,\s+/).map((column) => column.split(' ')[0] as string)
const CHANGES = [...NAMES.slice(1), 'judged_at'].map((name) => `${name} = excluded.${name}`).join(', ')

const save = async (db: Db, verdicts: readonly NewVerdict[], now: EpochMs): Promise<void> => {
  if (verdicts.length === 0) return
  const names = sql.raw(NAMES.join(', '))
  const given = sql`jsonb_to_recordset(${JSON.stringify(verdicts.map(rowOf))}::jsonb) as t(${sql.raw(COLUMNS)})`
  await sql`with done as (
      delete from order_verdicts_due d using ${marksOf(verdicts.map(({ order }) => order))}
      where d.order_id = t.id and d.mark = t.mark)
    insert into order_verdicts (${names}, judged_at) select ${names}, ${now} from ${given}
    on conflict (order_id) do update set ${sql.raw(CHANGES)}`.execute(db)
}

const trips = async (db: Db, region: string, day: DayString): Promise<Trip[]> => {
  const rows = await db
    .selectFrom('order_verdicts as t')
    .leftJoin('orders as o', 'o.id', 't.order_id')
    .select(['t.order_id', 't.vehicle', 't.start_at', 't.track', 't.path', 'o.to_lon', 'o.to_lat'])
    .where('t.region', '=', region)
    .where('t.day', '=', day)
    .where('t.path', 'is not', null)
    .execute()
  return rows.map((row) => ({
    id: row.order_id,
    vehicle: row.vehicle,
    start: row.track?.firstMovingAt ?? row.start_at,
    path: row.path ?? [],
    to: row.to_lon === null || row.to_lat === null ? null : ([row.to_lon * 1e6, row.to_lat * 1e6] as const),
  }))
}

const saveOverlaps = async (
  db: Db,
  region: string,
  day: DayString,
  { trips: count, overlapping, savedKm, pairs }: Overlaps,
  now: EpochMs,
): Promise<void> => {
  const paired = [...new Set(pairs.flatMap(({ shorter, longer }) => [shorter, longer]))]
  await sql`update order_verdicts set overlapping =
      case when coalesce(array_length(path, 1), 0) / 3 >= ${LEAST_POINTS} then order_id = any(${paired}) end
    where region = ${region} and day = ${day} and path is not null`.execute(db)
  await sql`insert into vehicle_overlaps (region, day, trips, overlapping, saved_km, pairs, made_at)
    values (${region}, ${day}, ${count}, ${overlapping}, ${savedKm}, ${JSON.stringify(pairs)}::jsonb, ${now})
    on conflict (region, day) do update set trips = excluded.trips, overlapping = excluded.overlapping,
      saved_km = excluded.saved_km, pairs = excluded.pairs, made_at = excluded.made_at`.execute(db)
}

type Counted = Parameters<VehicleVerdicts['counts']>[0]
const counts = async (db: Db, days: Counted): Promise<VerdictCount[]> => {
  const which = 'since' in days ? sql`t.day >= ${days.since}` : sql`t.day = any(${[...days.of]})`
  const { rows } = await sql<VerdictCount>`
    select t.day, t.region, r.value ->> 'rule' as rule, bool_or(r.value ->> 'severity' = 'red') as red,
      count(distinct t.order_id)::int as count
    from order_verdicts t cross join lateral jsonb_array_elements(t.reasons) r
    where ${which} and t.reasons <> '[]' and t.verdict <> 'unknown' group by 1, 2, 3`.execute(db)
  return rows
}

const readSince = async (db: Db, now: EpochMs): Promise<EpochMs> => {
  await sql`insert into vehicle_ledger_state (one, since) values (true, ${now}) on conflict (one) do nothing`.execute(
    db,
  )
  const { rows } = await sql<{ since: EpochMs }>`select since from vehicle_ledger_state`.execute(db)
  return rows[0]?.since ?? now
}

export const makeVehicleVerdicts = (db: Db): VehicleVerdicts => ({
  since: (now) => readSince(db, now),
  due: (before, now, limit) => due(db, before, now, limit),
  putOff: async (orders, until) => {
    if (orders.length === 0) return
    await sql`update order_verdicts_due d set not_before = ${until} from ${marksOf(orders)}
      where d.order_id = t.id and d.mark = t.mark`.execute(db)
  },
  save: (verdicts, now) => save(db, verdicts, now),
  trips: (region, day) => trips(db, region, day),
  saveOverlaps: (region, day, overlaps, now) => saveOverlaps(db, region, day, overlaps, now),
  overlaps: (region, day) =>
    db
      .selectFrom('vehicle_overlaps')
      .select(['trips', 'overlapping', 'saved_km as savedKm', 'pairs', 'made_at as madeAt'])
      .where('region', '=', region)
      .where('day', '=', day)
      .executeTakeFirst(),
  forgetPaths: async (before) => {
    await sql`update order_verdicts set path = null where day < ${before} and path is not null`.execute(db)
  },
  again: async (from) => {
    await sql`insert into order_verdicts_due (order_id, day, region, end_at)
      select t.order_id, t.day, t.region, o.end_at from order_verdicts t join orders o on o.id = t.order_id
      where t.day >= ${dayOf(from)} and o.start_at >= ${from} and o.status = 'returned'
      on conflict (order_id) do update set not_before = 0, mark = excluded.mark`.execute(db)
  },
  overlapDays: () =>
    db
      .selectFrom('order_verdicts')
      .select(['region', 'day'])
      .distinct()
      .where('path', 'is not', null)
      .execute(),
  counts: (days) => counts(db, days),
})
