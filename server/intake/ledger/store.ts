import type { Summing, SummingOver } from '../../common/ports/summing.ts'
import type { Db } from '../../db/open.ts'
import { makeLedgerState, type LedgerState } from './stateRows.ts'
import { makeLedgerWrites, type LedgerWrites } from './writeRows.ts'

/** What writing the ledger needs; inside `transaction` all of it is one unit of work. */
export interface LedgerStore {
  readonly writes: LedgerWrites
  readonly state: LedgerState
  readonly summing: Summing
  transaction<T>(work: (store: LedgerStore) => Promise<T>): Promise<T>
}

export const makeLedgerStore = (db: Db, summingOver: SummingOver): LedgerStore => ({
  writes: makeLedgerWrites(db),
  state: makeLedgerState(db),
  summing: summingOver(db),
  transaction: (work) => db.transaction().execute((trx) => work(makeLedgerStore(trx, summingOver))),
})
