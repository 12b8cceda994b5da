import { sql, type Kysely, type Migration } from 'kysely'

const provenance =
  'source text not null, source_id text not null, updated_at bigint not null, received_at bigint not null'
const STATEMENTS: readonly string[] = [
  'alter table orders add column to_lon float8, add column to_lat float8',
  /* Whether its trip ran with another vehicle's; null while it has no way to compare. */
  'alter table order_verdicts add column overlapping boolean',
  `create table vehicle_track_days (vehicle text not null, day text not null, points integer not null, ${provenance}, primary key (vehicle, day))`,
  `create table vehicle_overlap_months (unit text not null, month text not null, days integer not null, trips integer not null, overlapping integer not null, ${provenance}, primary key (unit, month))`,
  `create table vehicle_uncovered (vehicle text not null, from_at bigint not null, to_at bigint not null, day text not null, unit text not null, region text not null, km float8 not null, severity text not null,
    from_lon_e7 integer not null, from_lat_e7 integer not null, far_lon_e7 integer not null, far_lat_e7 integer not null, primary key (vehicle, from_at))`,
  'create index vehicle_uncovered_region on vehicle_uncovered (region, day)',
  /* How far the daily look at a region's tracks is, and what of them was excused. */
  'create table vehicle_uncovered_days (region text not null, day text not null, drives integer not null, excused integer not null, made_at bigint not null, primary key (region, day))',
  'create index order_verdicts_unit on order_verdicts (unit, day)',
]

/** Destinations of orders, tracks handed over of past days, what platforms compared themselves, and tracks that no order covers. */
export const vehicleHistory: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
