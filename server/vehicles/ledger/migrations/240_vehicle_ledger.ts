import { sql, type Kysely, type Migration } from 'kysely'

const provenance =
  'source text not null, source_id text not null, updated_at bigint not null, received_at bigint not null'
/** Additive facts of a month, of a vehicle, a unit or a region alike; `shared/vehicles/sums.ts` names them. */
const SUMS = [
  'vehicles',
  'newEnergy',
  'dueKept',
  'drivers',
  'daysUsed',
  'daysDue',
  'hoursUsed',
  'hoursDue',
  'trips',
  'kilometres',
  'fuel',
  'maintenance',
  'insurance',
  'toll',
  'parking',
  'other',
  'rental',
  'rentals',
  'quota',
  'budget',
  'baseCost',
  'baseVehicles',
  'orders',
  'dispatched',
  'onTime',
  'approvalMinutes',
  'approved',
  'ratings',
  'ratingSum',
  'faults',
]
  .map((name) => `"${name}" float8 not null`)
  .join(', ')

const STATEMENTS: readonly string[] = [
  `alter table vehicles add column norm_per_100km float8, add column tank_litres float8, add column sticker text, add column displacement_l float8, add column price float8,
    add column registered_to text, add column origin text, add column inspection_due text, add column insurance_due text`,
  `alter table orders add column steps jsonb, add column planned_km float8, add column cross_region_approval text, add column passengers smallint, add column purpose text, add column report jsonb, add column rating smallint`,
  `alter table vehicle_months add column trips integer, add column hours_used float8, add column hours_due float8, add column c_fuel float8, add column c_maintenance float8, add column c_insurance float8,
    add column c_toll float8, add column c_parking float8, add column c_other float8`,
  `create table order_step_limits (region text not null, step text not null, by_role text not null, hours jsonb, limit_minutes integer not null, since text not null, ${provenance}, primary key (region, step))`,
  `create table vehicle_vendors (id text primary key, region text not null, name text not null, kinds jsonb not null, lon float8 not null, lat float8 not null, valid_from text not null, valid_until text, ${provenance})`,
  `create table vehicle_costs (id text primary key, vehicle text not null, kind text not null, at bigint not null, amount float8 not null, order_id text, vendor text, vendor_name text not null, quantity float8, odometer_km float8, ${provenance})`,
  `create index vehicle_costs_vehicle on vehicle_costs (vehicle, at)`,
  `create index vehicle_costs_order on vehicle_costs (order_id) where order_id is not null`,
  `create table vehicle_rentals (id text primary key, unit text not null, region text not null, start_at bigint not null, end_at bigint not null, vendor_name text not null, plate text, reason text not null, from_place text not null, to_place text not null, kilometres float8, amount float8 not null, ${provenance})`,
  `create index vehicle_rentals_unit on vehicle_rentals (unit, start_at)`,
  `create table vehicle_quotas (unit text not null, year smallint not null, vehicles integer not null, budget float8 not null, base_year smallint, base_per_vehicle float8, ${provenance}, primary key (unit, year))`,
  `create table vehicle_sums (kind text not null, id text not null, region text not null, month text not null, ${SUMS}, made_at bigint not null, primary key (kind, id, month))`,
  `create table order_verdicts (order_id text primary key, vehicle text not null, unit text not null, region text not null, day text not null, start_at bigint not null, end_at bigint not null, seen_at bigint not null, judged_at bigint not null,
    verdict text not null, reasons jsonb not null, track jsonb, path integer[])`,
  `create index order_verdicts_day on order_verdicts (region, day)`,
  `create table vehicle_overlaps (region text not null, day text not null, trips integer not null, overlapping integer not null, saved_km float8 not null, pairs jsonb not null, made_at bigint not null, primary key (region, day))`,
  `create table vehicle_findings (id text primary key, rule text not null, severity text not null, vehicle text, unit text not null, region text not null, subject text, at bigint not null, text_zh text not null, text_en text not null)`,
  `create index vehicle_findings_region on vehicle_findings (region, rule)`,
  `create index vehicle_findings_vehicle on vehicle_findings (vehicle) where vehicle is not null`,
]

/** The vehicle ledger: order steps, costs, rentals, quotas as the platforms send them; monthly sums, verdicts, overlaps and findings as this system makes them. */
export const vehicleLedger: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
