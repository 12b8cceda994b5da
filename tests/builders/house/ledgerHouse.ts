import { makeProvince, type CountyBundle, type Province, type Scale } from '../../../data/province/index.ts'
import { makeLedger, type Ledger } from '../ledger/ledger.ts'
import { COLLECTION_NAMES, isSeries, type CollectionName } from '../../../src/shared/protocol/platform.ts'
import { makeTestDatabase, type TestDatabase } from './database.ts'
import { recordsIn } from '../records/provinceRecords.ts'

/** What the ledger's sums read, parents before children. */
const ALL = COLLECTION_NAMES.filter((name) => !isSeries(name) && name !== 'regions' && name !== 'fences')

/** A ledger in a database of its own that holds a province, or some counties and collections of it. */
export interface LedgerHouse {
  readonly database: TestDatabase
  readonly ledger: Ledger
  readonly province: Province
  readonly bundles: readonly CountyBundle[]
}

export const HOUSE_NOW = Date.parse('2026-06-15T02:00:00Z')

export const makeLedgerHouse = async (
  scale: Scale,
  counties: (codes: readonly string[]) => readonly string[] = (codes) => codes,
  collections: readonly CollectionName[] = ALL,
): Promise<LedgerHouse> => {
  const database = await makeTestDatabase()
  const ledger = makeLedger({ db: database.db, clock: () => HOUSE_NOW, publish: () => undefined })
  const province = makeProvince({ seed: 11, scale, now: HOUSE_NOW })
  const bundles = counties(province.countyCodes).map((code) => province.county(code))
  const hand = async (collection: string, items: readonly unknown[]): Promise<void> => {
    for (let i = 0; i < items.length; i += 1000)
      await ledger.ingest.accept('test', { collection, items: items.slice(i, i + 1000) } as never)
  }
  await hand('regions', province.regions)
  for (const bundle of bundles)
    for (const collection of collections) await hand(collection, recordsIn([bundle], collection))
  await ledger.ingest.settled('test')
  return { database, ledger, province, bundles }
}
