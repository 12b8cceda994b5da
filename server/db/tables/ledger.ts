import type { Generated, JSONColumnType } from 'kysely'
import type { Grade, OrganLevel } from '#shared/housing/grades.ts'
import type { RoomCategory, RoomState } from '#shared/housing/rooms.ts'
import type { Measure } from '#shared/indices/measures.ts'
import type { BuildingRecord, FenceRecord, MeterItem, OrderRecord, PersonRecord, RoomRecord, UnitRecord, VehicleRecord } from '#shared/protocol/platform.ts'

/** Reads of a jsonb column; writes go through bulk statements. */
type Json<T extends object> = JSONColumnType<T>
export type Points = [number, number][]

/** Where a row came from (`source`, and its id there) and when: changed at the platform, received here; epoch ms. */
interface ProvenanceColumns {
  source: string
  source_id: string
  updated_at: number
  received_at: number
}

/** 数据质量 of one record, counted when it was written. */
interface QualityColumns {
  q_required: number
  q_filled: number
  q_checks: number
  q_failed: number
  fresh: boolean
}

export interface RegionsTable extends ProvenanceColumns {
  code: string
  parent: string | null
  level: 'province' | 'city' | 'county'
  name: string
  lon: number
  lat: number
  west: number
  south: number
  east: number
  north: number
  geometry: Json<Points[][]>
}

export interface UnitsTable extends ProvenanceColumns, QualityColumns {
  id: string
  name: string
  region: string
  role: UnitRecord['role']
  level: OrganLevel
  nature: UnitRecord['nature']
  uscc: string | null
  establishment: Json<Partial<Record<Grade, number>>>
  establishment_total: number
  energy_users: number
}

export interface CompoundsTable extends ProvenanceColumns, QualityColumns {
  id: string
  county: string
  name: string
  address: string
  lon: number
  lat: number
  boundary: Json<Points>
  land_dm2: number
}

export interface BuildingsTable extends ProvenanceColumns, QualityColumns {
  id: string
  compound: string
  county: string
  name: string
  use: BuildingRecord['use']
  structure: string
  floors_above: number
  floors_below: number
  /** Metres above ground. */
  height: number
  high_rise: boolean
  gross_dm2: number
  built_year: number
  lon: number
  lat: number
  /** Degrees counter-clockwise from east. */
  rotation: number
  /** Local metres. */
  footprint: Json<Points>
  certificate: Json<BuildingRecord['certificate']>
  certified: boolean
}

export interface FloorsTable extends ProvenanceColumns {
  id: string
  building: string
  compound: string
  county: string
  level: number
  label: string
  /** Metres from the ground. */
  elevation: number
  height: number
  plan: 'drawing' | 'schematic'
  outline: Json<Points>
  corridors: Json<Points[]>
  cores: Json<Points[]>
}

export interface PeopleTable extends ProvenanceColumns {
  id: string
  name: string
  /** Spelled without tones or gaps, and its initials: the keys of the search. */
  pinyin: string
  initials: string
  unit: string
  region: string
  grade: Grade
  post: string
  status: PersonRecord['status']
  status_since: string
  phone: string | null
}

export interface RoomsTable extends ProvenanceColumns, QualityColumns {
  id: string
  floor: string
  building: string
  county: string
  number: string
  category: RoomCategory
  use: string
  state: RoomState
  state_since: string
  /** 使用面积, dm². */
  usable_dm2: number
  /** Local metres, x and y in turn. */
  ring: number[]
  unit: string | null
  workstations: Json<RoomRecord['workstations']>
  /** Facts that the roll-ups sum, made by `roomFacts`. */
  occupants: number
  desks: number
  desks_used: number
  office_room: boolean
  over_room: boolean
  limit_dm2: number | null
  over_dm2: number
  /** An occupant was unknown when the facts were made: they are made again at the next settling. */
  stale: boolean
}

export interface OccupantsTable {
  room: string
  person: string
  share: number
  since: string
}

export interface DepotsTable extends ProvenanceColumns {
  id: string
  region: string
  name: string
  lon: number
  lat: number
  fence: Json<Points>
}

export interface VehiclesTable extends ProvenanceColumns {
  id: string
  plate: string
  /** The plate backwards, so that a search by its last characters is a search by prefix. */
  plate_reversed: string
  unit: string
  region: string
  depot: string
  category: VehicleRecord['category']
  energy: VehicleRecord['energy']
  model: string
  seats: number
  registered: string
  driver_name: string | null
  driver_phone: string | null
  /** 12 or 20 digits; 17 characters. */
  terminal_phone: string | null
  terminal_vin: string | null
  /** 百公里标准油耗或电耗: L or kWh. */
  norm_per_100km: number | null
}

export interface OrdersTable extends ProvenanceColumns {
  id: string
  vehicle: string
  unit: string
  reason: string
  from_place: string
  to_place: string
  to_region: string | null
  start_at: number
  end_at: number
  driver: string
  status: OrderRecord['status']
}

export interface FencesTable extends ProvenanceColumns {
  id: string
  region: string
  name: string
  kind: FenceRecord['kind']
  place: FenceRecord['place']
  rule: FenceRecord['rule']
  geometry: Json<FenceRecord['geometry']>
  roster: JSONColumnType<FenceRecord['roster']>
  order_id: string | null
  time_window: JSONColumnType<FenceRecord['window']>
}

export interface VehicleMonthsTable extends ProvenanceColumns {
  vehicle: string
  month: string
  days_used: number
  days_due: number
  kilometres: number
  cost: number
}

export interface MetersTable extends ProvenanceColumns {
  id: string
  building: string
  item: MeterItem
  name: string
  rated_kw: number
  /** CT/PT 倍率. */
  ratio: number
  /** Whole digits of the register. */
  digits: number | null
  changes: Json<{ at: number; last: number; first: number }[]>
}

export interface EnergyMonthsTable extends ProvenanceColumns {
  building: string
  month: string
  electricity_kwh: number
  gas_m3: number
  water_m3: number
}

export interface EnergyQuotasTable extends ProvenanceColumns {
  building: string
  year: number
  electricity_kwh: number
  basis: string
}

/** The roll-up of a place, one bigint column a measure; a place's row is the sum of its children's and of what hangs on itself. */
export interface PlaceMeasuresTable extends Record<Measure, number> {
  id: string
  kind: 'province' | 'city' | 'county' | 'compound' | 'building' | 'floor'
  parent: string | null
}

export interface UnitMeasuresTable extends Record<Measure, number> {
  id: string
  region: string
}

/** Who changed what in a room, when and why; never rewritten. */
export interface RoomChangesTable {
  seq: number
  room: string
  at: number
  account: string
  reason: string
  before: Json<Record<string, unknown>>
  after: Json<Record<string, unknown>>
}

/** One row: whether the roll-ups wait for a rebuild, and when they were last made. */
export interface LedgerStateTable {
  one: boolean
  dirty: boolean
  rebuilt_at: number | null
}

/** Records whose parent has not arrived yet: accepted again as soon as it does. */
export interface ParkedTable {
  collection: string
  record_id: string
  parent: string
  source: string
  updated_at: number
  body: Json<Record<string, unknown>>
}

/** Regions, units, compounds and buildings by every name they answer to. */
export interface SearchPlacesTable {
  kind: 'region' | 'unit' | 'compound' | 'building'
  id: string
  rank: number
  title: string
  pinyin: string
  initials: string
  /** Title, pinyin and initials in one, made by the database. */
  keys: Generated<string>
  detail: string
  region: string
  place: string
  lon: number | null
  lat: number | null
}

export interface LedgerTables {
  regions: RegionsTable
  units: UnitsTable
  compounds: CompoundsTable
  buildings: BuildingsTable
  floors: FloorsTable
  people: PeopleTable
  rooms: RoomsTable
  occupants: OccupantsTable
  depots: DepotsTable
  vehicles: VehiclesTable
  orders: OrdersTable
  fences: FencesTable
  vehicle_months: VehicleMonthsTable
  meters: MetersTable
  energy_months: EnergyMonthsTable
  energy_quotas: EnergyQuotasTable
  place_measures: PlaceMeasuresTable
  unit_measures: UnitMeasuresTable
  room_changes: RoomChangesTable
  ledger_state: LedgerStateTable
  parked: ParkedTable
  search_places: SearchPlacesTable
}
