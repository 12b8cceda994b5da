import type { JSONColumnType } from 'kysely'
import type { Alert } from '#shared/protocol/http.ts'
import type { VehicleFactsTable } from './live.ts'

/** What an alert said from `from_at` until `until_at` (not included); null while it says so. */
interface AlertSpansTable {
  id: string
  from_at: number
  until_at: number | null
  severity: Alert['severity']
  region: string
  place: string | null
  place_name: string | null
  unit: string | null
  text_zh: string
  text_en: string
  count: number
  raised_at: number
  due_at: number | null
}

/** A fact as it stood until `gone_at`, when it went or another took its place. */
interface VehicleFactsPastTable {
  rule: string
  vehicle: string
  alert: string
  first_at: number
  gone_at: number
  fact: JSONColumnType<VehicleFactsTable>
}

/** A civil day on which the roll-ups were kept, and when they were last seen on it. */
interface MeasureDaysTable {
  day: string
  at: number
}

/** A place or unit as it stood from this day on, until its next row. Measures in wire order. */
interface PlaceMeasureDaysTable {
  id: string
  day: string
  kind: 'province' | 'city' | 'county' | 'compound' | 'building' | 'unit'
  parent: string | null
  /** The region that it lies in, itself when it is one. */
  county: string | null
  measures: number[]
}

export interface PastTables {
  alert_spans: AlertSpansTable
  vehicle_facts_past: VehicleFactsPastTable
  measure_days: MeasureDaysTable
  place_measure_days: PlaceMeasureDaysTable
}
