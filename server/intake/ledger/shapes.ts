import type { LedgerTables } from '../../db/tables/ledger.ts'
import type { VehicleLedgerTables } from '../../db/tables/vehicleLedger.ts'
import type { VehicleRulesTables } from '../../db/tables/vehicleRules.ts'

/** How a bulk statement reads one table's rows out of JSON: its key, and each column with its SQL type. */
export interface TableShape {
  readonly table: keyof LedgerTables | keyof VehicleLedgerTables | keyof VehicleRulesTables
  readonly key: readonly string[]
  readonly columns: Readonly<Record<string, string>>
}

const shape = (table: TableShape['table'], key: string, columns: string): TableShape => ({
  table,
  key: key.split(' '),
  columns: Object.fromEntries(
    columns.split(',').map((column) => column.trim().split(' ') as [string, string]),
  ),
})

const provenance = 'source text, source_id text, updated_at int8, received_at int8'
const quality = 'q_required int2, q_filled int2, q_checks int2, q_failed int2, fresh bool'

export const SHAPES = {
  regions: shape(
    'regions',
    'code',
    `code text, parent text, level text, name text, lon float8, lat float8, west float8, south float8, east float8, north float8, geometry jsonb, ${provenance}`,
  ),
  units: shape(
    'units',
    'id',
    `id text, name text, region text, role text, level text, limit_level text, nature text, uscc text, establishment jsonb, establishment_total int4, energy_users int4, ${quality}, ${provenance}`,
  ),
  compounds: shape(
    'compounds',
    'id',
    `id text, county text, name text, address text, lon float8, lat float8, boundary jsonb, land_dm2 int8, ${quality}, ${provenance}`,
  ),
  buildings: shape(
    'buildings',
    'id',
    `id text, compound text, county text, name text, use text, structure text, floors_above int2, floors_below int2, height float8, high_rise bool, gross_dm2 int8, built_year int2, lon float8, lat float8, rotation float8, footprint jsonb, certificate jsonb, certified bool, ${quality}, ${provenance}`,
  ),
  floors: shape(
    'floors',
    'id',
    `id text, building text, compound text, county text, level int2, label text, elevation float8, height float8, plan text, outline jsonb, corridors jsonb, cores jsonb, ${provenance}`,
  ),
  people: shape(
    'people',
    'id',
    `id text, name text, pinyin text, initials text, unit text, region text, grade text, post text, status text, status_since text, phone text, ${provenance}`,
  ),
  rooms: shape(
    'rooms',
    'id',
    `id text, floor text, building text, county text, number text, category text, use text, state text, state_since text, usable_dm2 int4, ring float4[], unit text, workstations jsonb, occupants int2, persons int2, desks int2, desks_used int2, office_room bool, over_room bool, limit_dm2 int4, over_dm2 int4, limit_use float8, stale bool, ${quality}, ${provenance}`,
  ),
  occupants: shape('occupants', 'room person', 'room text, person text, share float8, since text'),
  depots: shape(
    'depots',
    'id',
    `id text, region text, name text, lon float8, lat float8, fence jsonb, ${provenance}`,
  ),
  vehicles: shape(
    'vehicles',
    'id',
    `id text, plate text, plate_reversed text, unit text, region text, depot text, category text, energy text, model text, seats int2, registered text, driver_name text, driver_phone text, terminal_phone text, terminal_vin text, norm_per_100km float8, tank_litres float8, sticker text, displacement_l float8, price float8, exception_ground text, registered_to text, origin text, inspection_due text, insurance_due text, ${provenance}`,
  ),
  orders: shape(
    'orders',
    'id',
    `id text, vehicle text, unit text, reason text, from_place text, to_place text, to_region text, approval jsonb, start_at int8, end_at int8, driver text, status text, steps jsonb, planned_km float8, to_lon float8, to_lat float8, cross_region_approval text, passengers int2, purpose text, report jsonb, rating int2, ${provenance}`,
  ),
  fences: shape(
    'fences',
    'id',
    `id text, region text, name text, kind text, place text, rule text, limit_kmh float8, geometry jsonb, roster jsonb, order_id text, time_window jsonb, ${provenance}`,
  ),
  road_limits: shape(
    'road_limits',
    'id',
    `id text, region text, name text, class text, path jsonb, width_m float8, one_way bool, limit_kmh float8, limit_other_kmh float8, ${provenance}`,
  ),
  working_hours: shape(
    'working_hours',
    'id',
    `id text, region text, unit text, name text, rows jsonb, since text, until text, ${provenance}`,
  ),
  vehicle_months: shape(
    'vehicle_months',
    'vehicle month',
    `vehicle text, month text, days_used int2, days_due int2, kilometres float8, cost float8, trips int4, hours_used float8, hours_due float8, c_fuel float8, c_maintenance float8, c_insurance float8, c_toll float8, c_parking float8, c_other float8, service jsonb, ${provenance}`,
  ),
  order_step_limits: shape(
    'order_step_limits',
    'region step',
    `region text, step text, by_role text, hours jsonb, limit_minutes int4, since text, ${provenance}`,
  ),
  vehicle_vendors: shape(
    'vehicle_vendors',
    'id',
    `id text, region text, name text, kinds jsonb, lon float8, lat float8, valid_from text, valid_until text, ${provenance}`,
  ),
  vehicle_costs: shape(
    'vehicle_costs',
    'id',
    `id text, vehicle text, kind text, at int8, amount float8, order_id text, vendor text, vendor_name text, quantity float8, odometer_km float8, ${provenance}`,
  ),
  vehicle_rentals: shape(
    'vehicle_rentals',
    'id',
    `id text, unit text, region text, start_at int8, end_at int8, vendor_name text, plate text, reason text, from_place text, to_place text, kilometres float8, amount float8, ${provenance}`,
  ),
  vehicle_quotas: shape(
    'vehicle_quotas',
    'unit year',
    `unit text, year int2, vehicles int4, budget float8, base_year int2, base_per_vehicle float8, ${provenance}`,
  ),
  meters: shape(
    'meters',
    'id',
    `id text, building text, item text, name text, rated_kw float8, ratio float8, digits int2, changes jsonb, ${provenance}`,
  ),
  energy_months: shape(
    'energy_months',
    'building month',
    `building text, month text, electricity_kwh float8, gas_m3 float8, water_m3 float8, heat_gj float8, cool_gj float8, pv_kwh float8, coal_kg float8, oil_kg float8, lpg_kg float8, ${provenance}`,
  ),
  energy_quotas: shape(
    'energy_quotas',
    'building year',
    `building text, year int2, electricity_kwh float8, basis text, ${provenance}`,
  ),
  search_places: shape(
    'search_places',
    'kind id',
    'kind text, id text, rank int2, title text, pinyin text, initials text, detail text, region text, place text, lon float8, lat float8',
  ),
} as const satisfies Record<string, TableShape>
export type ShapeName = keyof typeof SHAPES
