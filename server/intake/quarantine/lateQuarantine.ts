import type { EpochMs } from '#shared/kernel/units.ts'
import type { Rejected, SourceLog } from '../../common/directory/types.ts'
import { makeLateRows, type Late } from '../../common/late/lateRows.ts'
import { faultWords } from '../../db/faults.ts'
import type { Spool } from '../../spool/spool.ts'
import type { Quarantine } from './quarantineRows.ts'

/** Faults in one row of the local disk. */
const ROWS = 100

/** What is left of a fault that cannot be written as it is: who and where, without what came. */
const bare = (rejected: Rejected, reason: string): Rejected => ({
  source: rejected.source,
  collection: rejected.collection,
  recordId: null,
  field: null,
  reason: `a refused record could not be written down: ${reason}`,
  body: null,
})

/** Faults wait on the local disk until the database takes them: what fails at the door is never on the floor, and never holds up the door. */
export const makeLateQuarantine = (
  quarantine: Quarantine,
  open: () => Spool,
  log: SourceLog,
  onWritten: () => void,
): Quarantine & Late & { start(): void } => {
  const rows = makeLateRows<{ rejected: readonly Rejected[]; now: EpochMs }>({
    what: 'quarantine',
    open,
    log,
    write: ({ rejected, now }) => quarantine.add(rejected, now),
    /** One by one: of those that spoil it, the bare fact. */
    giveUp: async ({ rejected, now }) => {
      for (const one of rejected)
        await quarantine
          .add([one], now)
          .catch((error: unknown) => quarantine.add([bare(one, faultWords(error))], now))
    },
    onWritten,
  })
  return {
    ...quarantine,
    add: async (rejected, now) => {
      for (let i = 0; i < rejected.length; i += ROWS)
        await rows.add({ rejected: rejected.slice(i, i + ROWS), now })
    },
    resolve: async (source, collection, ids, now) => {
      await rows.written()
      return quarantine.resolve(source, collection, ids, now)
    },
    start: rows.start,
    stop: rows.stop,
  }
}
