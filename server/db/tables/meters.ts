import type { Generated } from 'kysely'
import type { MeterItem } from '#shared/protocol/platform.ts'
import type { Json, ProvenanceColumns } from './columns.ts'

interface MetersTable extends ProvenanceColumns {
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

interface EnergyMonthsTable extends ProvenanceColumns {
  building: string
  month: string
  electricity_kwh: number
  gas_m3: number
  water_m3: number
  heat_gj: Generated<number>
  cool_gj: Generated<number>
  pv_kwh: Generated<number>
  coal_kg: Generated<number>
  oil_kg: Generated<number>
  lpg_kg: Generated<number>
}

interface EnergyQuotasTable extends ProvenanceColumns {
  building: string
  year: number
  electricity_kwh: number
  basis: string
}

export interface MeterTables {
  meters: MetersTable
  energy_months: EnergyMonthsTable
  energy_quotas: EnergyQuotasTable
}
