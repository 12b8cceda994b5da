import { sql } from 'kysely'
import type { DayString } from '#shared/kernel/units.ts'
import type { Db } from '../../../db/open.ts'

/** Vehicles of a region, and of them those without an open finding. */
export interface CleanRow {
  readonly region: string
  readonly vehicles: number
  readonly clean: number
}
interface HandedMonth extends Omit<CleanRow, 'region'> {
  /** `YYYY-MM`. */
  readonly month: string
}
interface CleanMonth extends HandedMonth {
  readonly day: DayString
}

/** What stands of findings now, what stood of them at the end of each day, and what platforms counted at the ends of months. */
export interface ComplianceRows {
  now(regions: readonly string[], unit: string | null): Promise<CleanRow[]>
  /** Keeps all regions as of this day; again on the same day it takes the place of what stood there. */
  keep(day: DayString): Promise<void>
  day(day: DayString, regions: readonly string[]): Promise<CleanRow[]>
  /** These regions together on the last kept day of each month, from a day on and before another; oldest first. */
  monthEnds(regions: readonly string[], from: DayString, before: DayString): Promise<CleanMonth[]>
  /**
   * What platforms handed over of these regions together, from a month on and before another, oldest first: a month of which
   * a region is missing in which vehicles stand now would be told as a part for the whole, and is left out.
   */
  handedMonths(regions: readonly string[], from: string, before: string): Promise<HandedMonth[]>
  /** The first day that was kept; null where none was. */
  firstDay(): Promise<DayString | null>
  forget(before: DayString): Promise<void>
}

interface VehicleCleanMonthsTable {
  region: string
  month: string
  vehicles: number
  clean: number
  source: string
  source_id: string
  updated_at: number
  received_at: number
}
declare module '../../../db/schema.ts' {
  interface Schema {
    vehicle_clean_months: VehicleCleanMonthsTable
  }
}

const CLEAN = sql.raw(`count(*)::int as vehicles,
  count(*) filter (where not exists (select 1 from vehicle_findings f where f.vehicle = v.id))::int as clean`)

export const makeComplianceRows = (db: Db): ComplianceRows => ({
  now: async (regions, unit) =>
    (
      await sql<CleanRow>`select v.region, ${CLEAN} from vehicles v
        where v.region = any(${[...regions]}) ${unit === null ? sql`` : sql`and v.unit = ${unit}`} group by v.region`.execute(
        db,
      )
    ).rows,
  keep: async (day) => {
    await sql`insert into vehicle_clean_days (region, day, vehicles, clean)
      select v.region, ${day}, ${CLEAN} from vehicles v group by v.region
      on conflict (day, region) do update set vehicles = excluded.vehicles, clean = excluded.clean`.execute(
      db,
    )
  },
  day: async (day, regions) =>
    (
      await sql<CleanRow>`select region, vehicles, clean from vehicle_clean_days
        where day = ${day} and region = any(${[...regions]})`.execute(db)
    ).rows,
  monthEnds: async (regions, from, before) =>
    (
      await sql<CleanMonth>`select d.month, d.day, sum(c.vehicles)::int as vehicles, sum(c.clean)::int as clean
        from (select left(day, 7) as month, max(day) as day from vehicle_clean_days where day >= ${from} and day < ${before} group by 1) d
        join vehicle_clean_days c on c.day = d.day and c.region = any(${[...regions]})
        group by d.month, d.day order by d.day`.execute(db)
    ).rows,
  handedMonths: async (regions, from, before) =>
    (
      await sql<HandedMonth>`with held as (select distinct region from vehicles where region = any(${[...regions]}))
        select month, sum(vehicles)::float8 as vehicles, sum(clean)::float8 as clean from vehicle_clean_months
          where region = any(${[...regions]}) and month >= ${from} and month < ${before} group by month
          having count(*) filter (where region in (select region from held)) = (select count(*) from held)
          order by month`.execute(db)
    ).rows,
  firstDay: async () =>
    (await sql<{ day: DayString | null }>`select min(day) as day from vehicle_clean_days`.execute(db)).rows[0]
      ?.day ?? null,
  forget: async (before) => {
    await sql`delete from vehicle_clean_days where day < ${before}`.execute(db)
  },
})
