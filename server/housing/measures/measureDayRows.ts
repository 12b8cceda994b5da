import { sql } from 'kysely'
import { MEASURES } from '#shared/indices/measures.ts'
import type { DayString, EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'

interface KeptMeasures {
  readonly id: string
  readonly measures: number[]
}

/** Of several places, in the order in which they were asked for: null where one was not there yet. */
interface KeptMonthOfMany {
  readonly month: string
  readonly day: DayString
  readonly measures: (number[] | null)[]
}

interface KeptMonth {
  readonly month: string
  readonly day: DayString
  readonly measures: number[]
}

/** The roll-ups by civil day: a row where a place differs from the day before. */
export interface MeasureDays {
  /** Writes what changed since the last time, as of this day; again on the same day it takes the place of what stood there. */
  keep(day: DayString, at: EpochMs): Promise<void>
  /** When the day's roll-ups were last seen; null for a day that was not kept. */
  seenAt(day: DayString): Promise<EpochMs | null>
  /** As it stood on a day: these regions, the compounds below some of them, and the buildings of a compound. */
  places(
    day: DayString,
    query: {
      readonly regions: readonly string[]
      readonly compoundsOf: readonly string[]
      readonly compound: string | null
    },
  ): Promise<KeptMeasures[]>
  unit(day: DayString, unit: string): Promise<KeptMeasures | null>
  /** A place or unit on the last kept day of each month, from a day on and before another; oldest first. */
  monthEnds(id: string, from: DayString, before: DayString): Promise<KeptMonth[]>
  /** The same of many at once. */
  monthEndsOf(ids: readonly string[], from: DayString, before: DayString): Promise<KeptMonthOfMany[]>
  /** The first day that was kept; null where none was. */
  firstDay(): Promise<DayString | null>
  forget(before: DayString): Promise<void>
}

const values = (alias: string): string =>
  `array[${MEASURES.map((name) => `${alias}."${name}"`).join(', ')}]::bigint[]`
const LEVELS = `('province', 'city', 'county', 'compound', 'building')`

/** The last kept day of each month, from a day on and before another. */
const lastDays = (from: DayString, before: DayString) =>
  sql`(select left(day, 7) as month, max(day) as day from measure_days where day >= ${from} and day < ${before} group by 1)`

export const makeMeasureDays = (db: Db): MeasureDays => {
  const newest = (day: DayString, which: ReturnType<typeof sql>) =>
    sql<KeptMeasures>`select distinct on (id) id, array_to_json(measures) as measures from place_measure_days where day <= ${day} and ${which} order by id, day desc`.execute(
      db,
    )
  return {
    keep: async (day, at) => {
      await sql`with now as (
          select m.id, m.kind, m.parent, null::text as region, ${sql.raw(values('m'))} as measures from place_measures m where m.kind in ${sql.raw(LEVELS)}
          union all select u.id, 'unit', null, u.region, ${sql.raw(values('u'))} from unit_measures u),
        before as (select distinct on (id) id, measures from place_measure_days where day <= ${day} order by id, day desc)
        insert into place_measure_days (id, day, kind, parent, county, measures)
          select n.id, ${day}, n.kind, n.parent, coalesce(n.region, case when n.kind = 'compound' then n.parent when n.kind = 'building' then c.county else n.id end), n.measures
          from now n left join before b on b.id = n.id left join compounds c on c.id = n.parent where b.measures is distinct from n.measures
        on conflict (id, day) do update set measures = excluded.measures, parent = excluded.parent, county = excluded.county`.execute(
        db,
      )
      await sql`insert into measure_days (day, at) select ${day}, ${at} where exists (select 1 from place_measures) on conflict (day) do update set at = excluded.at`.execute(
        db,
      )
    },
    seenAt: async (day) =>
      (await db.selectFrom('measure_days').select('at').where('day', '=', day).executeTakeFirst())?.at ??
      null,
    places: async (day, { regions, compoundsOf, compound }) => {
      const { rows } = await newest(
        day,
        sql`((kind in ('province', 'city', 'county') and id = any(${[...regions]})) or (kind = 'compound' and county = any(${[...compoundsOf]})) or (kind = 'building' and parent = ${compound}))`,
      )
      return rows
    },
    unit: async (day, unit) => (await newest(day, sql`kind = 'unit' and id = ${unit}`)).rows[0] ?? null,
    monthEnds: async (id, from, before) =>
      (
        await sql<KeptMonth>`select d.month, d.day, array_to_json(p.measures) as measures
          from ${lastDays(from, before)} d
          cross join lateral (select measures from place_measure_days where id = ${id} and day <= d.day order by day desc limit 1) p
          order by d.day`.execute(db)
      ).rows,
    monthEndsOf: async (ids, from, before) =>
      (
        await sql<KeptMonthOfMany>`select d.month, d.day, array_to_json(array_agg(p.measures order by i.nth)) as measures
          from ${lastDays(from, before)} d
          cross join unnest(${[...ids]}::text[]) with ordinality i (id, nth)
          left join lateral (select array_to_json(measures) as measures from place_measure_days where id = i.id and day <= d.day order by day desc limit 1) p on true
          group by d.month, d.day order by d.day`.execute(db)
      ).rows,
    firstDay: async () =>
      (await sql<{ day: DayString | null }>`select min(day) as day from measure_days`.execute(db)).rows[0]
        ?.day ?? null,
    forget: async (before) => {
      await sql`delete from place_measure_days d where day < ${before} and exists (select 1 from place_measure_days n where n.id = d.id and n.day > d.day and n.day <= ${before})`.execute(
        db,
      )
      await db.deleteFrom('measure_days').where('day', '<', before).execute()
    },
  }
}
