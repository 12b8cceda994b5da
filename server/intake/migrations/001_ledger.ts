import { sql, type Kysely, type Migration } from 'kysely'

const provenance =
  'source text not null, source_id text not null, updated_at bigint not null, received_at bigint not null'
const quality =
  'q_required smallint not null, q_filled smallint not null, q_checks smallint not null, q_failed smallint not null, fresh boolean not null'
/** As they were when this was frozen; what came later has a migration of its own, which passes over what is there. */
const MEASURES = `
  compounds buildings floors plans rooms officeRooms overRooms idleRooms workstations workstationsUsed
  people establishment officeAreaDm2 officeLimitDm2 overAreaDm2 officeTotalDm2 serviceDm2 equipmentDm2
  auxiliaryDm2 technicalDm2 idleDm2 usableDm2 grossDm2 certifiedDm2 fieldsRequired fieldsFilled checks
  checksFailed records recordsFresh electricityKwh gasM3 waterM3 energyUsers quotaKwh vehicles
  vehicleDaysUsed vehicleDaysDue heatMj coolMj pvKwh coalKg oilKg lpgKg`
  .trim()
  .split(/\s+/)
const measures = MEASURES.map((name) => `"${name}" bigint not null default 0`).join(', ')

const TABLES: readonly string[] = [
  `regions (code text primary key, parent text, level text not null, name text not null, lon float8 not null, lat float8 not null,
    west float8 not null, south float8 not null, east float8 not null, north float8 not null, geometry jsonb not null, ${provenance})`,
  `units (id text primary key, name text not null, region text not null, role text not null, level text not null, nature text not null,
    uscc text, establishment jsonb not null, establishment_total integer not null, energy_users integer not null, ${quality}, ${provenance})`,
  `compounds (id text primary key, county text not null, name text not null, address text not null, lon float8 not null, lat float8 not null,
    boundary jsonb not null, land_dm2 bigint not null, ${quality}, ${provenance})`,
  `buildings (id text primary key, compound text not null, county text not null, name text not null, use text not null, structure text not null,
    floors_above smallint not null, floors_below smallint not null, height float8 not null, high_rise boolean not null, gross_dm2 bigint not null,
    built_year smallint not null, lon float8 not null, lat float8 not null, rotation float8 not null, footprint jsonb not null,
    certificate jsonb not null, certified boolean not null, ${quality}, ${provenance})`,
  `floors (id text primary key, building text not null, compound text not null, county text not null, level smallint not null, label text not null,
    elevation float8 not null, height float8 not null, plan text not null, outline jsonb not null, corridors jsonb not null, cores jsonb not null, ${provenance})`,
  `people (id text primary key, name text not null, pinyin text not null, initials text not null, unit text not null, region text not null,
    grade text not null, post text not null, status text not null, status_since text not null, phone text, ${provenance})`,
  `rooms (id text primary key, floor text not null, building text not null, county text not null, number text not null, category text not null,
    use text not null, state text not null, state_since text not null, usable_dm2 integer not null, ring float4[] not null, unit text,
    workstations jsonb not null, occupants smallint not null, desks smallint not null, desks_used smallint not null, office_room boolean not null,
    over_room boolean not null, limit_dm2 integer, over_dm2 integer not null, stale boolean not null, ${quality}, ${provenance})`,
  `occupants (room text not null, person text not null, share float8 not null, since text not null)`,
  `depots (id text primary key, region text not null, name text not null, lon float8 not null, lat float8 not null, fence jsonb not null, ${provenance})`,
  `vehicles (id text primary key, plate text not null, plate_reversed text not null, unit text not null, region text not null, depot text not null,
    category text not null, energy text not null, model text not null, seats smallint not null, registered text not null,
    driver_name text, driver_phone text, ${provenance})`,
  `orders (id text primary key, vehicle text not null, unit text not null, reason text not null, from_place text not null, to_place text not null,
    start_at bigint not null, end_at bigint not null, driver text not null, status text not null, ${provenance})`,
  `vehicle_months (vehicle text not null, month text not null, days_used smallint not null, days_due smallint not null, kilometres float8 not null,
    cost float8 not null, ${provenance}, primary key (vehicle, month))`,
  `meters (id text primary key, building text not null, item text not null, name text not null, rated_kw float8 not null, ${provenance})`,
  `energy_months (building text not null, month text not null, electricity_kwh float8 not null, gas_m3 float8 not null, water_m3 float8 not null,
    ${provenance}, primary key (building, month))`,
  `energy_quotas (building text not null, year smallint not null, electricity_kwh float8 not null, basis text not null, ${provenance}, primary key (building, year))`,
  `place_measures (id text primary key, kind text not null, parent text, ${measures})`,
  `unit_measures (id text primary key, region text not null, ${measures})`,
  `room_changes (seq bigint generated always as identity primary key, room text not null, at bigint not null, account text not null, reason text not null,
    before jsonb not null, after jsonb not null)`,
  `ledger_state (one boolean primary key default true check (one), dirty boolean not null, rebuilt_at bigint)`,
  `parked (collection text not null, record_id text not null, parent text not null, source text not null, updated_at bigint not null, body jsonb not null,
    primary key (collection, record_id))`,
  `search_places (kind text not null, id text not null, rank smallint not null, title text not null, pinyin text not null, initials text not null,
    detail text not null, region text not null, place text not null, lon float8, lat float8, primary key (kind, id))`,
]

/** The ledger's tables. Their secondary indexes are made when a load settles: building them once over all rows is many times quicker. */
export const ledger: Migration = {
  up: async (db: Kysely<never>) => {
    for (const table of TABLES) await sql.raw(`create table ${table}`).execute(db)
    await sql.raw('create index place_measures_parent on place_measures (parent)').execute(db)
    await sql.raw('create index parked_parent on parked (parent)').execute(db)
    await sql.raw('create index room_changes_room on room_changes (room, seq)').execute(db)
    await sql.raw('insert into ledger_state (one, dirty) values (true, false)').execute(db)
  },
}
