import { EnergyTable } from './energy.ts'
import { VehicleTable } from './vehicles.ts'

/** The hot tables, one of each, never inside a Vue proxy. */
export interface LiveTables {
  readonly vehicles: VehicleTable
  readonly energy: EnergyTable
}
export const makeLiveTables = (): LiveTables => ({ vehicles: new VehicleTable(), energy: new EnergyTable() })
