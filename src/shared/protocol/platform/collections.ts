import type { z } from 'zod'
import type { Collection } from '../../kernel/collection.ts'
import { regions } from '../../housing/collections/regions.ts'
import { units } from '../../housing/collections/units.ts'
import { compounds } from '../../housing/collections/compounds.ts'
import { buildings } from '../../housing/collections/buildings.ts'
import { floors } from '../../housing/collections/floors.ts'
import { people } from '../../housing/collections/people.ts'
import { rooms } from '../../housing/collections/rooms.ts'
import { depots } from '../../vehicles/collections/depots.ts'
import { vehicles } from '../../vehicles/collections/vehicles.ts'
import { orders } from '../../vehicles/collections/orders.ts'
import { fences } from '../../vehicles/collections/fences.ts'
import { roadLimits } from '../../vehicles/collections/road-limits.ts'
import { workingHours } from '../../vehicles/collections/working-hours.ts'
import { vehicleMonths } from '../../vehicles/collections/vehicle-months.ts'
import { orderStepLimits } from '../../vehicles/collections/order-step-limits.ts'
import { vehicleVendors } from '../../vehicles/collections/vehicle-vendors.ts'
import { vehicleCosts } from '../../vehicles/collections/vehicle-costs.ts'
import { vehicleRentals } from '../../vehicles/collections/vehicle-rentals.ts'
import { vehicleQuotas } from '../../vehicles/collections/vehicle-quotas.ts'
import { meters } from '../../energy/collections/meters.ts'
import { meterDays } from '../../energy/collections/meter-days.ts'
import { energyMonths } from '../../energy/collections/energy-months.ts'
import { energyQuotas } from '../../energy/collections/energy-quotas.ts'
import { energyDays } from '../../energy/collections/energy-days.ts'
import { weatherDays } from '../../energy/collections/weather-days.ts'
import { overlapMonths } from '../../vehicles/track/collections/overlap-months.ts'
import { vehicleTracks } from '../../vehicles/track/collections/vehicle-tracks.ts'

/** The record types of the contract, in the order in which parents come before children: the only list of them. */
const DEFINITIONS = [
  regions,
  units,
  compounds,
  buildings,
  floors,
  people,
  rooms,
  depots,
  vehicles,
  orders,
  fences,
  roadLimits,
  workingHours,
  vehicleMonths,
  orderStepLimits,
  vehicleVendors,
  vehicleCosts,
  vehicleRentals,
  vehicleQuotas,
  meters,
  meterDays,
  energyMonths,
  energyQuotas,
  energyDays,
  weatherDays,
  overlapMonths,
  vehicleTracks,
] as const satisfies readonly Collection[]

type Definition = (typeof DEFINITIONS)[number]
export type CollectionName = Definition['name']
export const COLLECTION_NAMES: CollectionName[] = DEFINITIONS.map(({ name }) => name)

type ByName = { readonly [D in Definition as D['name']]: D }
export const DEFINITION_OF = Object.fromEntries(DEFINITIONS.map((one) => [one.name, one])) as ByName
/** The schemas of the collections of the request way. */
export const COLLECTIONS = Object.fromEntries(DEFINITIONS.map(({ name, schema }) => [name, schema])) as {
  readonly [C in CollectionName]: ByName[C]['schema']
}
export type RecordOf<C extends CollectionName> = z.infer<(typeof COLLECTIONS)[C]>

export type SeriesName = Extract<Definition, { readonly series: string }>['name']
export const isSeries = (name: CollectionName): name is SeriesName => 'series' in DEFINITION_OF[name]

export type HistoryName = Extract<Definition, { readonly series: 'history' }>['name']
export const isHistory = (name: CollectionName): name is HistoryName =>
  (DEFINITION_OF[name] as Collection).series === 'history'
export const HISTORY: readonly HistoryName[] = COLLECTION_NAMES.filter(isHistory)
