import type { Db } from '../../db/open.ts'
import { makeLedgerState, type LedgerState } from './stateRows.ts'
import { makeLedgerWrites, type LedgerWrites } from './writeRows.ts'
import { makeMeasuresRepository, type MeasuresRepository } from '../../housing/measures/measureRows.ts'
import { makeRollups, type Rollups } from '../../housing/measures/rollupRows.ts'
import { makeRoomsRepository, type RoomsRepository } from '../../housing/rooms/roomRows.ts'

/** What writing the ledger needs; inside `transaction` all of it is one unit of work. */
export interface LedgerStore {
  readonly writes: LedgerWrites
  readonly rollups: Rollups
  readonly state: LedgerState
  readonly rooms: RoomsRepository
  readonly measures: MeasuresRepository
  transaction<T>(work: (store: LedgerStore) => Promise<T>): Promise<T>
}

export const makeLedgerStore = (db: Db): LedgerStore => ({
  writes: makeLedgerWrites(db),
  rollups: makeRollups(db),
  state: makeLedgerState(db),
  rooms: makeRoomsRepository(db),
  measures: makeMeasuresRepository(db),
  transaction: (work) => db.transaction().execute((trx) => work(makeLedgerStore(trx))),
})
