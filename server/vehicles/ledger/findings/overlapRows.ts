import { sql } from 'kysely'
import type { DayString } from '#shared/kernel/units.ts'
import type { Db } from '../../../db/open.ts'

/** 出行轨迹重叠 of a county or unit in one month: by this system from the tracks, or as its platform counted it. */
export interface OverlapMonth {
  readonly id: string
  readonly month: string
  readonly by: 'tracks' | 'platform'
  /** Days that were compared, and the last that the count can hold: a platform may count a month before it is over. */
  readonly days: number
  readonly until: DayString
  readonly trips: number
  readonly overlapping: number
  /** null where only the platform knows it. */
  readonly savedKm: number | null
}

export interface VehicleOverlaps {
  /** Months from one on of counties; where a month was judged from tracks its platform's count is left out. */
  regions(from: string, codes: readonly string[]): Promise<OverlapMonth[]>
  units(from: string, ids: readonly string[]): Promise<OverlapMonth[]>
  /** Days of a county that were compared, newest first. */
  days(region: string, limit: number): Promise<{ day: DayString; trips: number; overlapping: number }[]>
  /** Counties in which a unit's vehicles stand, the one with most of them first. */
  homes(unit: string): Promise<string[]>
}

/** Without the platform's count of a month that was judged from tracks. */
const read = (months: readonly OverlapMonth[]): OverlapMonth[] => {
  const judged = new Set(
    months.flatMap((row) => (row.by === 'tracks' && row.trips > 0 ? [`${row.id} ${row.month}`] : [])),
  )
  return months.filter((row) => (row.by === 'tracks' ? row.trips > 0 : !judged.has(`${row.id} ${row.month}`)))
}

const raw = sql.raw
/** Where most of a unit's vehicles stand: what the platform counted is not parted by region. */
const HOMES = `select distinct on (id) id, region from (select id, region, sum("vehicles") as n from vehicle_sums where kind = 'unit' group by 1, 2) s order by id, n desc, region`
/** The month's last day, or the day on which the platform counted where that was earlier. */
const COUNTED_UNTIL = `least(to_char((m.month || '-01')::date + interval '1 month' - interval '1 day', 'YYYY-MM-DD'), to_char(to_timestamp(m.updated_at / 1000.0) at time zone 'Asia/Shanghai', 'YYYY-MM-DD'))`

export const makeVehicleOverlaps = (db: Db): VehicleOverlaps => ({
  regions: async (from, codes) =>
    read(
      (
        await sql<OverlapMonth>`
      select region as id, substr(day, 1, 7) as month, 'tracks' as by, count(*)::int as days, max(day) as until,
        sum(trips)::int as trips, sum(overlapping)::int as overlapping, sum(saved_km) as "savedKm"
      from vehicle_overlaps where day >= ${from} and region = any(${[...codes]}) group by 1, 2
      union all
      select h.region, m.month, 'platform', max(m.days)::int, min(${raw(COUNTED_UNTIL)}), sum(m.trips)::int,
        sum(m.overlapping)::int, null
      from vehicle_overlap_months m join (${raw(HOMES)}) h on h.id = m.unit
      where m.month >= ${from} and h.region = any(${[...codes]}) group by 1, 2`.execute(db)
      ).rows,
    ),
  units: async (from, ids) =>
    read(
      (
        await sql<OverlapMonth>`
      select unit as id, substr(day, 1, 7) as month, 'tracks' as by, count(distinct day)::int as days,
        max(day) as until, count(*)::int as trips, count(*) filter (where overlapping)::int as overlapping, null::float8 as "savedKm"
      from order_verdicts where day >= ${from} and unit = any(${[...ids]}) and overlapping is not null group by 1, 2
      union all
      select unit, month, 'platform', days, ${raw(COUNTED_UNTIL)}, trips, overlapping, null from vehicle_overlap_months m where month >= ${from} and unit = any(${[...ids]})`.execute(
          db,
        )
      ).rows,
    ),
  days: async (region, limit) =>
    await db
      .selectFrom('vehicle_overlaps')
      .select(['day', 'trips', 'overlapping'])
      .where('region', '=', region)
      .where('trips', '>', 0)
      .orderBy('day', 'desc')
      .limit(limit)
      .execute(),
  homes: async (unit) =>
    (
      await sql<{
        region: string
      }>`select region from vehicle_sums where kind = 'unit' and id = ${unit} group by region having sum("vehicles") > 0 order by sum("vehicles") desc, region`.execute(
        db,
      )
    ).rows.map(({ region }) => region),
})
