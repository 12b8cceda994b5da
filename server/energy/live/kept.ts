import { join } from 'node:path'
import type { Clock } from '../../common/clock/clock.ts'
import type { Rejected, SourceLog } from '../../common/directory/types.ts'
import { openSpool, type Spool } from '../../spool/spool.ts'
import type { EnergyBook } from '../quarters/book.ts'
import { makeEnergyCloser } from '../quarters/close.ts'
import { makeEnergyKeeper, makeProgress, type EnergyKeeper } from '../quarters/keeper.ts'
import type { EnergyStore } from '../quarters/quarterRows.ts'
import { makeEnergyWriter, type EnergyWriter } from '../quarters/writer.ts'
import type { EnergyPlaces } from './placeRows.ts'
import { lateRefusals } from './doors/refusals.ts'

/** What keeps readings: on the disk, behind it in the database, and the days in memory between the two. */
interface Kept {
  readonly spool: Spool
  readonly writer: EnergyWriter
  readonly keeper: EnergyKeeper
}

export interface KeptDeps {
  readonly book: EnergyBook
  readonly store: EnergyStore
  readonly places: EnergyPlaces
  readonly dataDir: string
  readonly clock: Clock
  readonly log: SourceLog
  readonly quarantine: (rejected: readonly Rejected[]) => Promise<void>
}

/** Reads the days and what the spool still holds; throws while the database is away, and then nothing stays open. */
const openKept = async (deps: KeptDeps): Promise<Kept> => {
  const { book, store, places, clock, log } = deps
  const progress = makeProgress()
  const spool = openSpool({ file: join(deps.dataDir, 'spool', 'readings.sqlite'), log })
  const writer = makeEnergyWriter({
    book,
    store,
    clock,
    log,
    appliedUpTo: progress.upTo,
    written: spool.forget,
  })
  const keeper = makeEnergyKeeper({
    book,
    store,
    closer: makeEnergyCloser({ store, places, roster: book.roster }),
    writer,
    spool,
    clock,
    log,
    progress,
    refuse: (items, reason) => deps.quarantine(lateRefusals(items, reason, book.roster())),
  })
  try {
    await keeper.load()
  } catch (error) {
    await spool.close()
    throw error
  }
  return { spool, writer, keeper }
}

/** One opening for all that ask; one that failed is not kept, so that the next who asks tries anew. */
export interface Opening {
  opened(): Promise<Kept>
  /** What stands open; null before. */
  now(): Kept | null
}

export const makeOpening = (deps: KeptDeps): Opening => {
  let opening: Promise<Kept> | null = null
  let kept: Kept | null = null
  const open = async (): Promise<Kept> => {
    try {
      kept = await openKept(deps)
      return kept
    } catch (error) {
      opening = null
      throw error
    }
  }
  return { opened: () => (opening ??= open()), now: () => kept }
}
