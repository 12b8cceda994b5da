import { sql } from 'kysely'
import type { Alert } from '#shared/protocol/http.ts'
import { HOUSING_BASE, type HousingCases, type HousingDays } from '#shared/supervision/housing.ts'
import type { DayString, EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../db/open.ts'

interface NightRow {
  readonly building: string
  readonly name: string
  readonly region: string
  readonly night: number
  readonly day: number
}

/** The facts that rules judge, counted by the database over sets, never row by row. */
export interface AlertFacts {
  /**
   * Cases of rooms and buildings by building and unit; null looks at every county; a room in which somebody uses more than
   * `overRed` of the limit is red, as on its card.
   */
  housing(days: HousingDays, counties: readonly string[] | null, overRed: number): Promise<HousingCases[]>
  /** What each county has in all, in the ledger's measures: what its cases are a part of. */
  countyBases(): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>>
  /** How many cases stood behind the alerts of a subject at an instant, by the alert's id. */
  countsAt(subject: Alert['subject'], at: EpochMs): Promise<ReadonlyMap<string, number>>
  /** Buildings in which these people hold rooms. */
  buildingsOfPeople(people: readonly string[]): Promise<string[]>
  /** Means of a quarter hour at night and by day. */
  nights(day: DayString, wholeMeters: readonly string[]): Promise<NightRow[]>
}

export const makeAlertFacts = (db: Db): AlertFacts => ({
  housing: async (days, counties, overRed) => {
    const only = counties === null ? null : [...counties]
    const { rows } = await sql<HousingCases>`
      with cases as (
        select 'OF-07' as rule, building, unit, count(*)::int as count, count(*) filter (where limit_use > ${overRed}::float8)::int as red, min(state_since) as since, max(over_dm2) / 100.0 as area
        from rooms where over_room and (${only}::text[] is null or county = any(${only})) group by building, unit
        union all
        select 'OF-14', building, null, count(*)::int, count(*) filter (where state_since < ${days.idleRed})::int, min(state_since), sum(usable_dm2) / 100.0
        from rooms where state = 'idle' and state_since < ${days.idleYellow} and (${only}::text[] is null or county = any(${only})) group by building
        union all
        select 'OF-12', id, null, 1, 0, null, 0 from buildings where not certified and (${only}::text[] is null or county = any(${only}))
      )
      select c.rule, c.building, b.name as "buildingName", b.county as region, c.unit, u.name as "unitName", c.count, c.red, c.since, c.area::float8 as area
      from cases c join buildings b on b.id = c.building left join units u on u.id = c.unit`.execute(db)
    return rows
  },
  countyBases: async () => {
    const columns = [...new Set(Object.values(HOUSING_BASE))]
    const { rows } = await sql<
      Record<string, number> & { id: string }
    >`select id, ${sql.raw(columns.map((name) => `"${name}"::float8`).join(', '))} from place_measures where kind = 'county'`.execute(
      db,
    )
    return new Map(rows.map((row) => [row.id, row]))
  },
  countsAt: async (subject, at) => {
    const { rows } = await sql<{
      id: string
      count: number
    }>`select s.id, s.count from alert_spans s join alerts a on a.id = s.id where a.subject = ${subject} and int8range(s.from_at, s.until_at) @> ${at}::bigint`.execute(
      db,
    )
    return new Map(rows.map(({ id, count }) => [id, count]))
  },
  buildingsOfPeople: async (people) => {
    const { rows } = await sql<{
      building: string
    }>`select distinct r.building from occupants o join rooms r on r.id = o.room where o.person = any(${[...people]})`.execute(
      db,
    )
    return rows.map(({ building }) => building)
  },
  nights: async (day, wholeMeters) => {
    const { rows } =
      await sql<NightRow>`select b.id as building, b.name, b.county as region, sum(n.v)::float8 / 1000 as night, sum(w.v)::float8 / 1000 as day
      from energy_meter_days d join meter_ordinals o on o.ordinal = d.meter join meters m on m.id = o.meter join buildings b on b.id = m.building
      cross join lateral (select avg(v) as v from unnest(d.wh[1:20]) v) n cross join lateral (select avg(v) as v from unnest(d.wh[37:68]) v) w
      where d.day = ${day} and m.id = any(${[...wholeMeters]}) and n.v is not null and w.v is not null group by 1, 2, 3`.execute(
        db,
      )
    return rows
  },
})
