import type { Generated, JSONColumnType } from 'kysely'
import type { Alert, RuleCitation } from '#shared/protocol/http.ts'
import type { BreachDetail } from '#shared/vehicles/rules/judge/ground.ts'

interface SourceCursorsTable {
  source: string
  stream: string
  value: string
  updated_at: number
}

/** Records that failed at the door; one row a distinct fault, `times` seen. */
interface QuarantineTable {
  id: Generated<number>
  fingerprint: string
  source: string
  collection: string
  record_id: string | null
  field: string | null
  reason: string
  body: JSONColumnType<object> | null
  first_at: number
  last_at: number
  times: Generated<number>
  /** When a good record of the same id came. */
  resolved_at: number | null
  /**
   * Code of the region that the record belongs to: its own field, or that of the building, meter, unit or vehicle that it
   * names; null where it cannot be told, and then only whoever has the whole province in scope may see it.
   */
  region: string | null
}

interface VehicleOrdinalsTable {
  vehicle: string
  ordinal: Generated<number>
}
interface BuildingOrdinalsTable {
  building: string
  ordinal: Generated<number>
}

/** A meter's civil day in 96 quarter hours, kWh (m³ for water and gas). */
interface MeterDaysTable {
  meter: string
  day: string
  values: (number | null)[]
  /** One letter a quarter: see `src/shared/energy/series/quarters.ts`. */
  marks: string
  updated_at: number
}

/** The newest reading of a meter. */
interface MeterStateTable {
  meter: string
  at: number
  total: number
  kw: number
}

export interface AlertsTable {
  id: string
  rule: string
  severity: Alert['severity']
  subject: Alert['subject']
  region: string
  place: string | null
  place_name: string | null
  unit: string | null
  text_zh: string
  text_en: string
  count: number
  citation: JSONColumnType<RuleCitation>
  raised_at: number
  due_at: number | null
  changed_at: number
  cleared_at: number | null
}

/** What a vehicle did that stands behind an open alert: degrees × 1e7, 0.1 km/h, ms; the plate masked. */
export interface VehicleFactsTable {
  rule: string
  vehicle: string
  alert: string
  day: string
  unit: string
  region: string
  plate: string
  severity: 'yellow' | 'red'
  first_at: number
  last_at: number
  lon_e7: number
  lat_e7: number
  speed_dkmh: number
  held_ms: number
  fence: string | null
  fence_name: string | null
  fence_kind: string | null
  detail: JSONColumnType<BreachDetail | null>
}

export interface LiveTables {
  source_cursors: SourceCursorsTable
  quarantine: QuarantineTable
  vehicle_ordinals: VehicleOrdinalsTable
  building_ordinals: BuildingOrdinalsTable
  meter_days: MeterDaysTable
  meter_state: MeterStateTable
  alerts: AlertsTable
  vehicle_facts: VehicleFactsTable
}
