import { COLLECTION_NAMES } from '#shared/protocol/platform.ts'
import type { CollectionName, SeriesName } from '#shared/protocol/platform.ts'
import type { CountyBundle } from '../province/Province.ts'

/** Collections that a county's bundle holds; regions come from the province, series over time from the energy model. */
export type StoredCollection = Exclude<CollectionName, 'regions' | SeriesName>

const MEMBER: Record<StoredCollection, keyof CountyBundle> = {
  units: 'units',
  compounds: 'compounds',
  buildings: 'buildings',
  floors: 'floors',
  people: 'people',
  rooms: 'rooms',
  depots: 'depots',
  vehicles: 'vehicles',
  orders: 'orders',
  fences: 'fences',
  'road-limits': 'roadLimits',
  'working-hours': 'workingHours',
  'vehicle-months': 'vehicleMonths',
  'order-step-limits': 'orderStepLimits',
  'vehicle-vendors': 'vehicleVendors',
  'vehicle-costs': 'vehicleCosts',
  'vehicle-rentals': 'vehicleRentals',
  'vehicle-quotas': 'vehicleQuotas',
  meters: 'meters',
  'energy-months': 'energyMonths',
  'energy-quotas': 'energyQuotas',
}
export const STORED = Object.keys(MEMBER) as StoredCollection[]
/** Made around "today": a new edition of these is opened each civil day, the rest keeps the first day's. */
export const DAILY: readonly StoredCollection[] = [
  'orders',
  'fences',
  'vehicle-months',
  'vehicle-costs',
  'vehicle-rentals',
  'energy-months',
]

const isStored = (name: CollectionName): name is StoredCollection => name in MEMBER
export const isCollection = (name: string): name is CollectionName =>
  (COLLECTION_NAMES as string[]).includes(name)
export { isStored }

type Row = Record<string, unknown> & { readonly updatedAt: number }
export const recordsOf = (bundle: CountyBundle, name: StoredCollection): readonly Row[] =>
  bundle[MEMBER[name]] as unknown as readonly Row[]

const KEY_FIELDS: Partial<Record<CollectionName, readonly string[]>> = {
  regions: ['code'],
  'vehicle-months': ['vehicle', 'month'],
  'order-step-limits': ['region', 'step'],
  'vehicle-quotas': ['unit', 'year'],
  'meter-days': ['meter', 'day'],
  'energy-months': ['building', 'month'],
  'energy-quotas': ['building', 'year'],
  'energy-days': ['building', 'day'],
  'weather-days': ['region', 'day'],
  'overlap-months': ['unit', 'month'],
  'vehicle-tracks': ['vehicle', 'day'],
}

/** What names a record within its collection, as it stands in the path of `PATCH /v1/{collection}/{id}`. */
export const keyOf = (name: CollectionName, record: Readonly<Record<string, unknown>>): string =>
  (KEY_FIELDS[name] ?? ['id']).map((field) => String(record[field])).join(':')
