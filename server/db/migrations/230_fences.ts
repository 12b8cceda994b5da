import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `create table fences (id text primary key, region text not null, name text not null, kind text not null, place text, rule text not null,
    geometry jsonb not null, roster jsonb, order_id text, time_window jsonb,
    source text not null, source_id text not null, updated_at bigint not null, received_at bigint not null)`,
  `create index fences_region on fences (region)`,
  `alter table orders add column to_region text`,
  `create table alert_members (alert text not null, vehicle text not null, unit text not null, first_at bigint not null, last_at bigint not null,
    lon_e7 integer not null, lat_e7 integer not null, speed_dkmh smallint not null, held_ms bigint not null, fence text, fence_name text,
    primary key (alert, vehicle))`,
  `create index alert_members_unit on alert_members (unit)`,
]

/** Fences, the region that an order may drive to, and the vehicles that stand behind an alert: degrees × 1e7, 0.1 km/h, ms. */
export const fences: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
