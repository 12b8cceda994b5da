import type { Viewer } from '../../../../src/shared/kernel/roles.ts'
import { MEASURES, type Measure } from '../../../../src/shared/indices/measures.ts'
import type { LedgerChange } from '../../../../src/shared/protocol/events.ts'
import { COLLECTION_NAMES, isSeries } from '../../../../src/shared/protocol/platform.ts'
import { makeLedger, type Ledger } from '../../../builders/ledger/ledger.ts'
import { makeTestDatabase, type TestDatabase } from '../../../builders/house/database.ts'
import { SMALL_NOW, smallProvince } from '../../../builders/records/smallProvince.ts'

export let database: TestDatabase
export let ledger: Ledger

export const clock = {
  now: SMALL_NOW,
}
export const published: LedgerChange[][] = []
export const records = smallProvince()
export const region = (role: Viewer['role'], code: string): Viewer => ({
  account: 'someone',
  role,
  scope: { kind: 'region', region: code },
})
export const manager = region('manager', '450000')
export const at = (name: Measure): number => MEASURES.indexOf(name)
export const measureOf = async (place: string, name: Measure): Promise<number> =>
  (await ledger.places.view(manager, place)).measures[at(name)] as number
export const FLOOR = 'K-450102-0-B0-F1'
export const LADDER = ['450000', '450100', '450102', 'K-450102-0', 'K-450102-0-B0', FLOOR]

export const openHouse = async () => {
  database = await makeTestDatabase()
  ledger = makeLedger({
    db: database.db,
    clock: () => clock.now,
    publish: (changes) => published.push([...changes]),
  })
  for (const collection of COLLECTION_NAMES) {
    if (!isSeries(collection))
      await ledger.ingest.accept('test', { collection, items: records[collection] } as never)
  }
  await ledger.ingest.settled('test')
}
export const renew = () => {
  clock.now += 60_000
  published.length = 0
}
