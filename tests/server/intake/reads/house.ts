import type { Viewer } from '../../../../src/shared/kernel/roles.ts'
import { MEASURES, type Measure } from '../../../../src/shared/indices/measures.ts'
import { COLLECTION_NAMES, isSeries } from '../../../../src/shared/protocol/platform.ts'
import { makeLedger, type Ledger } from '../../../builders/ledger/ledger.ts'
import { makeTestDatabase, type TestDatabase } from '../../../builders/house/database.ts'
import { SMALL_NOW, smallProvince } from '../../../builders/records/smallProvince.ts'

export let database: TestDatabase
export let ledger: Ledger
export const records = smallProvince()
export const manager: Viewer = {
  account: 'someone',
  role: 'manager',
  scope: { kind: 'region', region: '450000' },
}
export const measureOf = async (place: string, name: Measure): Promise<number> =>
  (await ledger.places.view(manager, place)).measures[MEASURES.indexOf(name)] as number

export const openHouse = async () => {
  database = await makeTestDatabase()
  ledger = makeLedger({ db: database.db, clock: () => SMALL_NOW, publish: () => undefined })
  for (const collection of COLLECTION_NAMES) {
    if (!isSeries(collection))
      await ledger.ingest.accept('test', { collection, items: records[collection] } as never)
  }
  await ledger.ingest.settled('test')
}
