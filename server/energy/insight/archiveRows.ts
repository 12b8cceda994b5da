import { sql } from 'kysely'
import type { EnergyDayRecord, WeatherDayRecord } from '#shared/protocol/platform.ts'
import type { DayString, EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'

export interface BuildingDayRow {
  readonly building: string
  readonly day: DayString
  readonly values: (number | null)[]
  /** m³; null where its water is not metered. */
  readonly water: (number | null)[] | null
}
interface WeatherRow {
  readonly region: string
  readonly day: DayString
  readonly meanC: number
  readonly kind: 'measured' | 'forecast'
}

/** Past days of buildings and of the weather. */
export interface EnergyArchive {
  /** An older record never takes a newer one's place. Durable when they resolve. */
  addDays(source: string, items: readonly EnergyDayRecord[], now: EpochMs): Promise<void>
  addWeather(source: string, items: readonly WeatherDayRecord[], now: EpochMs): Promise<void>
  /** Sums the quarter hours of these meters into hours for a finished day, where the platform sent no day of its own. */
  addMeasured(day: DayString, wholeMeters: readonly string[], now: EpochMs): Promise<void>
  /** A county's building days from one to another, both included, in order of building and day. */
  days(county: string, from: DayString, to: DayString): Promise<BuildingDayRow[]>
  daysOf(building: string, from: DayString, to: DayString): Promise<BuildingDayRow[]>
  weather(from: DayString): Promise<WeatherRow[]>
  forget(before: DayString): Promise<void>
}

const array = (values: readonly (number | null)[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : Math.fround(value))).join(',')}}`

const byAge = (a: { readonly updatedAt: EpochMs }, b: { readonly updatedAt: EpochMs }): number =>
  a.updatedAt - b.updatedAt

const addDays = async (
  db: Db,
  source: string,
  items: readonly EnergyDayRecord[],
  now: EpochMs,
): Promise<void> => {
  const newest = [
    ...new Map(items.toSorted(byAge).map((item) => [`${item.building}|${item.day}`, item])).values(),
  ]
  await sql`insert into energy_hours (building, day, values, water, origin, source, updated_at, received_at)
      select b, d, v::real[], w::real[], 'platform', ${source}, u, ${now}
        from unnest(${newest.map((r) => r.building)}::text[], ${newest.map((r) => r.day)}::text[],
        ${newest.map((r) => array(r.values))}::text[],
        ${newest.map((r) => (r.water ? array(r.water) : null))}::text[],
        ${newest.map((r) => r.updatedAt)}::bigint[]) as t(b, d, v, w, u)
      on conflict (building, day) do update set values = excluded.values, water = excluded.water,
        origin = excluded.origin, source = excluded.source, updated_at = excluded.updated_at,
        received_at = excluded.received_at
      where excluded.updated_at >= energy_hours.updated_at or energy_hours.origin = 'meters'`.execute(db)
}

const addWeather = async (
  db: Db,
  source: string,
  items: readonly WeatherDayRecord[],
  now: EpochMs,
): Promise<void> => {
  const newest = [
    ...new Map(items.toSorted(byAge).map((item) => [`${item.region}|${item.day}`, item])).values(),
  ]
  await sql`insert into weather_days (region, day, mean_c, kind, source, updated_at, received_at)
      select r, d, c, k, ${source}, u, ${now}
        from unnest(${newest.map((r) => r.region)}::text[], ${newest.map((r) => r.day)}::text[],
        ${newest.map((r) => Math.fround(r.meanC))}::real[], ${newest.map((r) => r.kind)}::text[],
        ${newest.map((r) => r.updatedAt)}::bigint[]) as t(r, d, c, k, u)
      on conflict (region, day) do update set mean_c = excluded.mean_c, kind = excluded.kind,
        source = excluded.source, updated_at = excluded.updated_at, received_at = excluded.received_at
      where excluded.updated_at >= weather_days.updated_at`.execute(db)
}

const addMeasured = async (
  db: Db,
  day: DayString,
  wholeMeters: readonly string[],
  now: EpochMs,
): Promise<void> => {
  const hours = (
    which: ReturnType<typeof sql>,
  ) => sql`(select building, array_agg(used order by hour)::real[] as used from (
        select m.building, ((q.n - 1) / 4)::int as hour,
          case when count(q.v) = count(*) then sum(q.v) end as used
        from meter_days d join meters m on m.id = d.meter cross join lateral unnest(d.values)
          with ordinality q(v, n)
        where d.day = ${day} and ${which} group by 1, 2) hours group by building)`
  await sql`insert into energy_hours (building, day, values, water, origin, source, updated_at, received_at)
      select e.building, ${day}, e.used, w.used, 'meters', 'meter_days', ${now}, ${now}
      from ${hours(sql`d.meter = any(${[...wholeMeters]})`)} e
        left join ${hours(sql`m.item = 'water'`)} w using (building) on conflict (building, day) do nothing`.execute(
    db,
  )
}

export const makeEnergyArchive = (db: Db): EnergyArchive => ({
  addDays: (source, items, now) => addDays(db, source, items, now),
  addWeather: (source, items, now) => addWeather(db, source, items, now),
  addMeasured: (day, wholeMeters, now) => addMeasured(db, day, wholeMeters, now),
  days: async (county, from, to) =>
    (
      await sql<BuildingDayRow>`select h.building, h.day, h.values, h.water from energy_hours h
        join buildings b on b.id = h.building
      where b.county = ${county} and h.day >= ${from} and h.day <= ${to} order by 1, 2`.execute(db)
    ).rows,
  daysOf: (building, from, to) =>
    db
      .selectFrom('energy_hours')
      .select(['building', 'day', 'values', 'water'])
      .where('building', '=', building)
      .where('day', '>=', from)
      .where('day', '<=', to)
      .orderBy('day')
      .execute(),
  weather: (from) =>
    db
      .selectFrom('weather_days')
      .select(['region', 'day', 'mean_c as meanC', 'kind'])
      .where('day', '>=', from)
      .execute(),
  forget: async (before) => {
    await db.deleteFrom('energy_hours').where('day', '<', before).execute()
    await db.deleteFrom('weather_days').where('day', '<', before).execute()
  },
})
