import type { JSONColumnType } from 'kysely'
import type { FenceRecord, OrderApproval, OrderRecord, VehicleRecord } from '#shared/protocol/platform.ts'
import type { Json, Points, ProvenanceColumns } from './columns.ts'

interface DepotsTable extends ProvenanceColumns {
  id: string
  region: string
  name: string
  lon: number
  lat: number
  fence: Json<Points>
}

interface VehiclesTable extends ProvenanceColumns {
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

interface OrdersTable extends ProvenanceColumns {
  to_lon: number | null
  to_lat: number | null
  id: string
  vehicle: string
  unit: string
  reason: string
  from_place: string
  to_place: string
  to_region: string | null
  approval: JSONColumnType<OrderApproval | null>
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
  limit_kmh: number | null
  geometry: Json<FenceRecord['geometry']>
  roster: JSONColumnType<FenceRecord['roster']>
  order_id: string | null
  time_window: JSONColumnType<FenceRecord['window']>
}

interface VehicleMonthsTable extends ProvenanceColumns {
  vehicle: string
  month: string
  days_used: number
  days_due: number
  kilometres: number
  cost: number
}

export interface VehicleTables {
  depots: DepotsTable
  vehicles: VehiclesTable
  orders: OrdersTable
  fences: FencesTable
  vehicle_months: VehicleMonthsTable
}
