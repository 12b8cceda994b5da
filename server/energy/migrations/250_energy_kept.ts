import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `alter table meters add column ratio float8 not null default 1, add column digits int2, add column changes jsonb not null default '[]'`,
  `create table meter_ordinals (meter text primary key, ordinal integer generated always as identity unique)`,
  `create table energy_meter_days (meter integer not null, day text not null, wh integer[] not null, marks text, sum bigint, estimated bigint not null, have smallint not null,
    updated_at bigint not null, primary key (meter, day)) with (fillfactor = 70)`,
  `create index energy_meter_days_day on energy_meter_days (day)`,
  `create table energy_registers (meter integer not null, day text not null, packed bytea not null, primary key (meter, day)) with (fillfactor = 70)`,
  `create index energy_registers_day on energy_registers (day)`,
  `create table energy_days (place text not null, day text not null, item text not null, wh float8[] not null, estimated float8[] not null, have integer[] not null,
    expected integer not null, primary key (place, day, item))`,
  `create table energy_place_months (kind text not null, place text not null, item text not null, month text not null, wh float8[] not null, estimated float8[] not null,
    have integer[] not null, expected integer[] not null, primary key (kind, place, item, month)) with (fillfactor = 80)`,
  `create table energy_shares (building text not null, since text not null, shares jsonb not null, primary key (building, since))`,
  `create table energy_open (day text primary key)`,
  `insert into meter_ordinals (meter) select distinct meter from meter_days order by 1`,
  `insert into energy_meter_days (meter, day, wh, marks, sum, estimated, have, updated_at)
    select o.ordinal, d.day, array(select round(v * 1000)::int from unnest(d.values) with ordinality u(v, n) order by n), nullif(d.marks, repeat('m', 96)),
      (select sum(round(v * 1000))::bigint from unnest(d.values) v), 0, (select count(v) from unnest(d.values) v), d.updated_at
    from meter_days d join meter_ordinals o on o.meter = d.meter`,
  `insert into energy_open select distinct day from energy_meter_days`,
  `drop table meter_days`,
  `create view meter_days as select o.meter, d.day, array(select (v / 1000.0)::real from unnest(d.wh) with ordinality u(v, n) order by n) as values,
    coalesce(d.marks, repeat('m', 96)) as marks, d.updated_at from energy_meter_days d join meter_ordinals o on o.ordinal = d.meter`,
]

/**
 * Energy as it is kept: quarter hours in whole Wh by meter ordinal, the registers that they follow from, roll-ups of closed
 * days by county, and day sums by month of buildings, units and counties. `meter_days` stays readable as a view in kWh.
 */
export const energyKept: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
