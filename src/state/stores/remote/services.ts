import type { QueryClient } from '@tanstack/vue-query'
import type { Api } from '../../../connectors/api.ts'
import type { Clock } from '../../clock.ts'
import type { LiveTables } from '../../live/tables.ts'
import { makeQueries } from './queries.ts'

/** What the stores stand on; main.ts makes it, a test may bring its own. */
export interface Services {
  readonly api: Api
  readonly clock: Clock
  readonly tables: LiveTables
}

let installed: (Services & { readonly queries: QueryClient }) | null = null

export const installServices = (services: Services): void => {
  installed = { ...services, queries: makeQueries() }
}

/** Throws when the composition root has not run yet: a mistake of the programme, never of the data. */
const services = (): NonNullable<typeof installed> => {
  if (!installed) throw new Error('installServices was not called')
  return installed
}

export const useApi = (): Api => services().api
/** What was read of the server and is held; emptied when a session ends. */
export const useQueries = (): QueryClient => services().queries
export const useClock = (): Clock => services().clock
/** Whether anything that was asked of the server is still on its way. */
export const isReading = (): boolean => services().queries.isFetching() > 0
/** The vehicles of the screen's clock: of now, or of the instant that is replayed. */
export const shownVehicles = (): LiveTables['vehicles'] =>
  useClock().mode === 'past' ? services().tables.past : services().tables.vehicles
/** The buildings' energy of the screen's clock. */
export const shownEnergy = (): LiveTables['energy'] =>
  useClock().mode === 'past' ? services().tables.pastEnergy : services().tables.energy
export const useTables = (): LiveTables => services().tables
