import { sql } from 'kysely'
import type { MeterItem } from '#shared/protocol/platform.ts'
import type { DayString, EpochMs } from '#shared/units.ts'
import type { Db } from '../db/open.ts'

export interface MeterDay {
  readonly meter: string
  readonly day: DayString
  readonly values: (number | null)[]
  /** One letter a quarter hour. */
  readonly marks: string
}
export interface MeterState {
  readonly meter: string
  readonly at: EpochMs
  readonly total: number
  readonly kw: number
}
export interface CountySum {
  readonly county: string
  readonly day: DayString
  /** 0–95. */
  readonly quarter: number
  readonly kwh: number
}

export interface MeterDays {
  /** One transaction: days and registers of one batch stand together or not at all. */
  write(days: readonly MeterDay[], states: readonly MeterState[], now: EpochMs): Promise<void>
  read(meters: readonly string[], days: readonly DayString[]): Promise<MeterDay[]>
  states(): Promise<MeterState[]>
  /** Sums of the given days by county and quarter hour over these meters' item. */
  countySums(days: readonly DayString[], wholeOnly: readonly string[]): Promise<CountySum[]>
  /** One day's sums by building over these meters. */
  buildingSums(day: DayString, meters: readonly string[]): Promise<{ building: string; kwh: number }[]>
  /** One day's sums by county and 分项. */
  itemSums(day: DayString): Promise<{ county: string; item: MeterItem; kwh: number }[]>
}

const realArray = (values: readonly (number | null)[]): string => `{${values.map((value) => (value === null ? 'NULL' : Math.fround(value))).join(',')}}`

export const makeMeterDays = (db: Db): MeterDays => ({
  write: (days, states, now) =>
    db.transaction().execute(async (trx) => {
      if (days.length > 0) {
        await sql`insert into meter_days (meter, day, values, marks, updated_at)
          select m, d, v::real[], k, ${now} from unnest(${days.map((d) => d.meter)}::text[], ${days.map((d) => d.day)}::text[], ${days.map((d) => realArray(d.values))}::text[], ${days.map((d) => d.marks)}::text[]) as t(m, d, v, k)
          on conflict (meter, day) do update set values = excluded.values, marks = excluded.marks, updated_at = excluded.updated_at`.execute(trx)
      }
      if (states.length > 0) {
        await sql`insert into meter_state (meter, at, total, kw)
          select * from unnest(${states.map((s) => s.meter)}::text[], ${states.map((s) => s.at)}::bigint[], ${states.map((s) => s.total)}::float8[], ${states.map((s) => s.kw)}::real[])
          on conflict (meter) do update set at = excluded.at, total = excluded.total, kw = excluded.kw where excluded.at > meter_state.at`.execute(trx)
      }
    }),
  read: async (meters, days) => {
    if (meters.length === 0) return []
    return db.selectFrom('meter_days').select(['meter', 'day', 'values', 'marks']).where(sql<boolean>`meter = any(${[...meters]})`).where('day', 'in', [...days]).execute()
  },
  states: () => db.selectFrom('meter_state').selectAll().execute(),
  countySums: async (days, wholeOnly) => {
    const { rows } = await sql<CountySum>`select b.county, d.day, (q.n - 1)::int as quarter, sum(q.v)::float8 as kwh
      from meter_days d join meters m on m.id = d.meter join buildings b on b.id = m.building cross join lateral unnest(d.values) with ordinality q(v, n)
      where d.day = any(${[...days]}) and d.meter = any(${[...wholeOnly]}) and q.v is not null group by 1, 2, 3`.execute(db)
    return rows
  },
  buildingSums: async (day, meters) => {
    const { rows } = await sql<{ building: string; kwh: number }>`select m.building, sum(s.kwh)::float8 as kwh from meter_days d join meters m on m.id = d.meter
      cross join lateral (select sum(v) as kwh from unnest(d.values) v) s where d.day = ${day} and d.meter = any(${[...meters]}) and s.kwh is not null group by 1`.execute(db)
    return rows
  },
  itemSums: async (day) => {
    const { rows } = await sql<{ county: string; item: MeterItem; kwh: number }>`select b.county, m.item, sum(s.kwh)::float8 as kwh from meter_days d join meters m on m.id = d.meter
      join buildings b on b.id = m.building cross join lateral (select sum(v) as kwh from unnest(d.values) v) s where d.day = ${day} and s.kwh is not null group by 1, 2`.execute(db)
    return rows
  },
})
