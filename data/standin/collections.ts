import { keyOf as keyOfRecord, memberName, type Collection } from '#shared/kernel/collection.ts'
import { COLLECTION_NAMES, DEFINITION_OF, isSeries } from '#shared/protocol/platform.ts'
import type { CollectionName, SeriesName } from '#shared/protocol/platform.ts'
import { DEMONSTRATIONS } from '../province/made/demonstrations.ts'
import type { CountyBundle } from '../province/Province.ts'

/** Collections that a county's bundle holds; regions come from the province, series over time from the energy model. */
export type StoredCollection = Exclude<CollectionName, 'regions' | SeriesName>

const isStored = (name: CollectionName): name is StoredCollection => name !== 'regions' && !isSeries(name)
export const STORED: readonly StoredCollection[] = COLLECTION_NAMES.filter(isStored)
/** Made around "today": a new edition of these is opened each civil day, the rest keeps the first day's. */
export const DAILY: readonly StoredCollection[] = [
  'orders',
  'fences',
  'vehicle-costs',
  'vehicle-rentals',
  'energy-months',
  ...DEMONSTRATIONS.filter(({ daily }) => daily).map(({ of }) => of as StoredCollection),
]

export const isCollection = (name: string): name is CollectionName =>
  (COLLECTION_NAMES as string[]).includes(name)
export { isStored }

type Row = Record<string, unknown> & { readonly updatedAt: number }
/** Of a collection that the demonstration makes nothing of: none. */
export const recordsOf = (bundle: CountyBundle, name: StoredCollection): readonly Row[] =>
  ((bundle[memberName(name)] as readonly object[] | undefined) ?? []) as readonly Row[]

/** What names a record within its collection, as it stands in the path of `PATCH /v1/{collection}/{id}`. */
export const keyOf = (name: CollectionName, record: Readonly<Record<string, unknown>>): string =>
  keyOfRecord(DEFINITION_OF[name] as Collection, record)
