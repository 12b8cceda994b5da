import type { JSONColumnType } from 'kysely'
import type { CostKind, OrderRole, OrderStepName, VehicleVendorRecord } from '#shared/protocol/platform.ts'
import type { TrackFacts } from '#shared/vehicles/orders/threeWay/track.ts'
import type { Verdict, VerdictReason } from '#shared/vehicles/orders/threeWay/verdict.ts'
import type { VehicleSums } from '#shared/vehicles/sums.ts'
import type { OverlapPair } from '#shared/vehicles/orders/overlap.ts'

interface ProvenanceColumns {
  source: string
  source_id: string
  updated_at: number
  received_at: number
}

interface OrderStepLimitsTable extends ProvenanceColumns {
  region: string
  step: OrderStepName
  by_role: OrderRole
  hours: JSONColumnType<{ from: number; to: number } | null>
  limit_minutes: number
  since: 'previous' | 'start' | 'end'
}

interface VehicleVendorsTable extends ProvenanceColumns {
  id: string
  region: string
  name: string
  kinds: JSONColumnType<VehicleVendorRecord['kinds']>
  lon: number
  lat: number
  valid_from: string
  valid_until: string | null
}

interface VehicleCostsTable extends ProvenanceColumns {
  id: string
  vehicle: string
  kind: CostKind
  at: number
  amount: number
  order_id: string | null
  vendor: string | null
  vendor_name: string
  quantity: number | null
  odometer_km: number | null
}

interface VehicleRentalsTable extends ProvenanceColumns {
  id: string
  unit: string
  region: string
  start_at: number
  end_at: number
  vendor_name: string
  plate: string | null
  reason: string
  from_place: string
  to_place: string
  kilometres: number | null
  amount: number
}

interface VehicleQuotasTable extends ProvenanceColumns {
  unit: string
  year: number
  vehicles: number
  budget: number
  base_year: number | null
  base_per_vehicle: number | null
}

interface VehicleSumsTable extends VehicleSums {
  kind: 'region' | 'unit'
  id: string
  region: string
  month: string
  made_at: number
}

interface OrderVerdictsTable {
  order_id: string
  vehicle: string
  unit: string
  region: string
  day: string
  start_at: number
  end_at: number
  /** `updated_at` of the order, or of the newest of its costs, that was judged. */
  seen_at: number
  judged_at: number
  verdict: Verdict
  reasons: JSONColumnType<VerdictReason[]>
  track: JSONColumnType<TrackFacts | null>
  /** Flat: lon × 1e6, lat × 1e6, heading of a point each 100 m. */
  path: number[] | null
  overlapping: boolean | null
}

interface VehicleOverlapsTable {
  region: string
  day: string
  trips: number
  overlapping: number
  saved_km: number
  pairs: JSONColumnType<OverlapPair[]>
  made_at: number
}

interface VehicleFindingsTable {
  id: string
  rule: string
  severity: 'yellow' | 'red'
  vehicle: string | null
  unit: string
  region: string
  /** The order or cost that it is about. */
  subject: string | null
  at: number
  text_zh: string
  text_en: string
}

interface VehicleTrackDaysTable extends ProvenanceColumns {
  vehicle: string
  day: string
  points: number
}

interface VehicleOverlapMonthsTable extends ProvenanceColumns {
  unit: string
  month: string
  days: number
  trips: number
  overlapping: number
}

interface VehicleUncoveredTable {
  vehicle: string
  from_at: number
  to_at: number
  day: string
  unit: string
  region: string
  km: number
  severity: 'yellow' | 'red'
  from_lon_e7: number
  from_lat_e7: number
  /** Where it was farthest from its beginning. */
  far_lon_e7: number
  far_lat_e7: number
}

interface VehicleUncoveredDaysTable {
  region: string
  day: string
  drives: number
  excused: number
  made_at: number
}

export interface VehicleLedgerTables {
  vehicle_track_days: VehicleTrackDaysTable
  vehicle_overlap_months: VehicleOverlapMonthsTable
  vehicle_uncovered: VehicleUncoveredTable
  vehicle_uncovered_days: VehicleUncoveredDaysTable
  order_step_limits: OrderStepLimitsTable
  vehicle_vendors: VehicleVendorsTable
  vehicle_costs: VehicleCostsTable
  vehicle_rentals: VehicleRentalsTable
  vehicle_quotas: VehicleQuotasTable
  vehicle_sums: VehicleSumsTable
  order_verdicts: OrderVerdictsTable
  vehicle_overlaps: VehicleOverlapsTable
  vehicle_findings: VehicleFindingsTable
}
