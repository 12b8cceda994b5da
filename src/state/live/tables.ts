import { EnergyTable } from './energy.ts'
import { VehicleTable } from './vehicles.ts'

/** The hot tables, one of each, never inside a Vue proxy. */
export interface LiveTables {
  readonly vehicles: VehicleTable
  readonly energy: EnergyTable
  /** The vehicles of the instant that is replayed. */
  readonly past: VehicleTable
  /** The buildings' energy of that instant. */
  readonly pastEnergy: EnergyTable
}
export const makeLiveTables = (): LiveTables => ({
  vehicles: new VehicleTable(),
  energy: new EnergyTable(),
  past: new VehicleTable(),
  pastEnergy: new EnergyTable(),
})
