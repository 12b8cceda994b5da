import type { ColumnType, Generated } from 'kysely'
import type { Grade, LimitLevel, OrganLevel } from '#shared/housing/grades.ts'
import type { RoomCategory, RoomState } from '#shared/housing/rooms.ts'
import type { Measure } from '#shared/indices/measures.ts'
import type { Window } from '#shared/indices/window.ts'
import type { BuildingRecord, PersonRecord, RoomRecord, UnitRecord } from '#shared/protocol/platform.ts'
import type { Json, Points, ProvenanceColumns } from './columns.ts'
import type { MeterTables } from './meters.ts'
import type { VehicleTables } from './vehicles.ts'

/** 数据质量 of one record, counted when it was written. */
interface QualityColumns {
  q_required: number
  q_filled: number
  q_checks: number
  q_failed: number
  fresh: boolean
}

interface RegionsTable extends ProvenanceColumns {
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
  /** Whose table of limits its people have. */
  limit_level: LimitLevel
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

interface PeopleTable extends ProvenanceColumns {
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
  /** Of the occupants those who are counted here: who holds two rooms counts at the one held longest. */
  persons: number
  desks: number
  desks_used: number
  office_room: boolean
  over_room: boolean
  limit_dm2: number | null
  over_dm2: number
  /** Part ÷ limit of the occupant who is worst off; null where `limit_dm2` is. */
  limit_use: number | null
  /** An occupant was unknown when the facts were made: they are made again at the next settling. */
  stale: boolean
}

interface OccupantsTable {
  room: string
  person: string
  share: number
  since: string
}

/** The roll-up of a place, one bigint column a measure; a place's row is the sum of its children's and of what hangs on itself. */
interface PlaceMeasuresTable extends Record<Measure, number> {
  id: string
  kind: 'province' | 'city' | 'county' | 'compound' | 'building' | 'floor'
  parent: string | null
}

interface UnitMeasuresTable extends Record<Measure, number> {
  id: string
  region: string
}

/** Who changed what in a room, when and why; never rewritten. */
interface RoomChangesTable {
  seq: number
  room: string
  at: number
  account: string
  reason: string
  before: Json<Record<string, unknown>>
  after: Json<Record<string, unknown>>
}

/** One row: whether the roll-ups wait for a rebuild, and when they were last made. */
interface LedgerStateTable {
  one: boolean
  dirty: boolean
  rebuilt_at: number | null
  /** Which months and which quota year the roll-ups counted. */
  counted: ColumnType<Window | null, string | null, string | null>
}

/** Records whose parent has not arrived yet: accepted again as soon as it does. */
interface ParkedTable {
  collection: string
  record_id: string
  parent: string
  source: string
  updated_at: number
  body: Json<Record<string, unknown>>
}

/** Regions, units, compounds and buildings by every name they answer to. */
interface SearchPlacesTable {
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

export interface LedgerTables extends VehicleTables, MeterTables {
  regions: RegionsTable
  units: UnitsTable
  compounds: CompoundsTable
  buildings: BuildingsTable
  floors: FloorsTable
  people: PeopleTable
  rooms: RoomsTable
  occupants: OccupantsTable
  place_measures: PlaceMeasuresTable
  unit_measures: UnitMeasuresTable
  room_changes: RoomChangesTable
  ledger_state: LedgerStateTable
  parked: ParkedTable
  search_places: SearchPlacesTable
}
