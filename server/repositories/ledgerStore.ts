import type { Db } from '../db/open.ts'
import { makeLedgerState, type LedgerState } from './ledgerState.ts'
import { makeLedgerWrites, type LedgerWrites } from './ledgerWrites.ts'
import { makeMeasuresRepository, type MeasuresRepository } from './measures.ts'
import { makeRollups, type Rollups } from './rollups.ts'
import { makeRoomsRepository, type RoomsRepository } from './rooms.ts'

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
