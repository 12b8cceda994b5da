import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `create table energy_hours (building text not null, day text not null, values real[] not null, origin text not null, source text not null, updated_at bigint not null,
    received_at bigint not null, primary key (building, day))`,
  `create index energy_hours_day on energy_hours (day)`,
  `create table weather_days (region text not null, day text not null, mean_c real not null, kind text not null, source text not null, updated_at bigint not null,
    received_at bigint not null, primary key (region, day))`,
  `create table energy_told (kind text not null, id text not null, county text not null, at bigint not null, body jsonb not null, primary key (kind, id))`,
  `create index energy_told_county on energy_told (kind, county)`,
]

/** Finished days of buildings by hour, the weather, and what the background work found: baselines, forecasts, anomalies. */
export const energyTold: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
