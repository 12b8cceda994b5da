import { sql } from 'kysely'
import type { DayString, EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../../db/open.ts'

export interface LookedAt {
  readonly vehicle: string
  readonly unit: string
  readonly category: string
  /** Orders that touch the day and were not cancelled. */
  readonly orders: readonly { readonly from: EpochMs; readonly to: EpochMs }[]
  /** 维修、年检: what was paid for it on the day. */
  readonly maintained: boolean
}
export interface NewUncovered {
  readonly vehicle: string
  readonly unit: string
  readonly from: EpochMs
  readonly to: EpochMs
  readonly km: number
  readonly severity: 'yellow' | 'red'
  readonly fromLonE7: number
  readonly fromLatE7: number
  readonly farLonE7: number
  readonly farLatE7: number
}
export interface UncoveredRow extends NewUncovered {
  readonly region: string
  readonly day: DayString
  readonly plate: string
  readonly unitName: string | null
}
interface UncoveredDay {
  readonly day: DayString
  readonly regions: number
  readonly drives: number
  readonly excused: number
  readonly found: number
}

/** Tracks that no order covers, region by region and day by day. */
export interface VehicleUncovered {
  /** Counties of a day that were not looked at yet; of days before `since` only those whose tracks were handed over. */
  open(day: DayString, since: EpochMs): Promise<string[]>
  vehicles(region: string, day: DayString, from: EpochMs, to: EpochMs): Promise<LookedAt[]>
  /** A county's day at once, over what was found before. */
  save(
    region: string,
    day: DayString,
    seen: { drives: number; excused: number },
    found: readonly NewUncovered[],
    now: EpochMs,
  ): Promise<void>
  days(regions: readonly string[], unit: string | null): Promise<UncoveredDay[]>
  list(query: {
    regions: readonly string[]
    unit: string | null
    day: DayString | null
    limit: number
  }): Promise<{ rows: UncoveredRow[]; total: number }>
}

const SHAPE =
  'vehicle text, unit text, "from" int8, "to" int8, km float8, severity text, "fromLonE7" int4, "fromLatE7" int4, "farLonE7" int4, "farLatE7" int4'
const DAY_OF = (column: string) =>
  sql.raw(`to_char(to_timestamp(${column} / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`)

const ROW = sql.raw(`u.vehicle, u.unit, u.from_at as "from", u.to_at as "to", u.km, u.severity,
  u.from_lon_e7 as "fromLonE7", u.from_lat_e7 as "fromLatE7", u.far_lon_e7 as "farLonE7", u.far_lat_e7 as "farLatE7",
  u.region, u.day, v.plate, n.name as "unitName"`)

const save = async (
  trx: Db,
  region: string,
  day: DayString,
  { drives, excused }: { drives: number; excused: number },
  found: readonly NewUncovered[],
  now: EpochMs,
): Promise<void> => {
  await sql`delete from vehicle_uncovered where region = ${region} and day = ${day}`.execute(trx)
  await sql`insert into vehicle_uncovered (vehicle, from_at, to_at, day, unit, region, km, severity,
      from_lon_e7, from_lat_e7, far_lon_e7, far_lat_e7)
    select vehicle, "from", "to", ${day}, unit, ${region}, km, severity,
      "fromLonE7", "fromLatE7", "farLonE7", "farLatE7"
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as t(${sql.raw(SHAPE)}) on conflict do nothing`.execute(
    trx,
  )
  await sql`insert into vehicle_uncovered_days (region, day, drives, excused, made_at)
    values (${region}, ${day}, ${drives}, ${excused}, ${now})
    on conflict (region, day) do update set drives = excluded.drives, excused = excluded.excused,
      made_at = excluded.made_at`.execute(trx)
}

const days = async (db: Db, regions: readonly string[], unit: string | null): Promise<UncoveredDay[]> => {
  const { rows } = await sql<UncoveredDay>`
    select d.day, count(*)::int as regions, sum(d.drives)::int as drives, sum(d.excused)::int as excused,
      (select count(*)::int from vehicle_uncovered u where u.day = d.day and u.region = any(${[...regions]})
        and (${unit}::text is null or u.unit = ${unit})) as found
    from vehicle_uncovered_days d where d.region = any(${[...regions]})
    group by d.day order by d.day desc limit 31`.execute(db)
  return rows
}

export const makeVehicleUncovered = (db: Db): VehicleUncovered => ({
  open: async (day, since) =>
    (
      await sql<{ region: string }>`select distinct v.region from vehicles v
      where not exists (select from vehicle_uncovered_days d where d.region = v.region and d.day = ${day})
        and (${day} > ${DAY_OF(String(since))} or exists (select from vehicle_track_days k join vehicles w on w.id = k.vehicle where k.day = ${day} and w.region = v.region)) order by 1`.execute(
        db,
      )
    ).rows.map(({ region }) => region),
  vehicles: async (region, day, from, to) =>
    (
      await sql<LookedAt>`select v.id as vehicle, v.unit, v.category,
        coalesce((select jsonb_agg(jsonb_build_object('from', o.start_at, 'to', o.end_at)) from orders o where o.vehicle = v.id and o.status <> 'cancelled' and o.end_at >= ${from}::int8 - 86400000 and o.start_at <= ${to}::int8 + 86400000), '[]') as orders,
        exists (select from vehicle_costs c where c.vehicle = v.id and c.kind in ('maintenance', 'inspection') and ${DAY_OF('c.at')} = ${day}) as maintained
      from vehicles v where v.region = ${region}`.execute(db)
    ).rows,
  save: (region, day, seen, found, now) =>
    db.transaction().execute((trx) => save(trx, region, day, seen, found, now)),
  days: (regions, unit) => days(db, regions, unit),
  list: async ({ regions, unit, day, limit }) => {
    const where = sql`u.region = any(${[...regions]}) and (${unit}::text is null or u.unit = ${unit})
      and (${day}::text is null or u.day = ${day})`
    const { rows } = await sql<UncoveredRow>`select ${ROW}
      from vehicle_uncovered u join vehicles v on v.id = u.vehicle left join units n on n.id = u.unit
      where ${where} order by u.day desc, u.severity, u.km desc, u.vehicle, u.from_at limit ${limit}`.execute(
      db,
    )
    const counted = await sql<{
      n: number
    }>`select count(*)::int as n from vehicle_uncovered u where ${where}`.execute(db)
    return { rows, total: counted.rows[0]?.n ?? 0 }
  },
})
