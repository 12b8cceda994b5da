import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `create table source_cursors (source text not null, stream text not null, value text not null, updated_at bigint not null, primary key (source, stream))`,
  `create table quarantine (id bigint generated always as identity primary key, fingerprint text not null unique, source text not null, collection text not null,
    record_id text, field text, reason text not null, body jsonb, first_at bigint not null, last_at bigint not null, times integer not null default 1, resolved_at bigint)`,
  `create index quarantine_open on quarantine (source, collection, record_id) where resolved_at is null`,
  `create table vehicle_ordinals (vehicle text primary key, ordinal integer generated always as identity unique)`,
  `create table building_ordinals (building text primary key, ordinal integer generated always as identity unique)`,
  `create table positions (vehicle integer not null, at bigint not null, lon_e6 integer not null, lat_e6 integer not null, speed smallint not null,
    heading smallint not null, alarm bigint not null, acc boolean not null, primary key (vehicle, at)) partition by range (at)`,
  `create index positions_at on positions using brin (at) with (pages_per_range = 64, autosummarize = on)`,
  `create table vehicle_latest (vehicle integer primary key, at bigint not null, lon_e6 integer not null, lat_e6 integer not null, speed smallint not null,
    heading smallint not null, alarm bigint not null, acc boolean not null) with (fillfactor = 60)`,
  `create table live_marks (name text primary key, at bigint not null)`,
  `create table meter_days (meter text not null, day text not null, values real[] not null, marks text not null, updated_at bigint not null, primary key (meter, day)) with (fillfactor = 70)`,
  `create index meter_days_day on meter_days (day)`,
  `create table meter_state (meter text primary key, at bigint not null, total float8 not null, kw real not null) with (fillfactor = 60)`,
  `create table alerts (id text primary key, rule text not null, severity text not null, subject text not null, region text not null, place text, place_name text,
    unit text, text_zh text not null, text_en text not null, count integer not null, citation jsonb not null, raised_at bigint not null, changed_at bigint not null, cleared_at bigint)`,
  `create index alerts_open on alerts (region, changed_at desc) where cleared_at is null`,
  `create index alerts_cleared on alerts (cleared_at) where cleared_at is not null`,
]

/** The live side: cursors, quarantine, ordinals, positions by civil day, meter days, alerts. Day partitions are made as their first point arrives. */
export const live: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
