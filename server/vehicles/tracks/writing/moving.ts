import { setImmediate as turn } from 'node:timers/promises'
import { errorMessage } from '#shared/kernel/errors.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { serial } from '../../../common/jobs.ts'
import type { SpoolFile } from '../../../spool/spoolFile.ts'
import type { HotSlab, HotSlabs } from '../hotSlabs.ts'
import { mergeLate, mergeNew, type Ends } from '../slabMerge.ts'
import type { ChunkRow, TrackRows } from '../trackRows.ts'
import type { Carries } from './carries.ts'
import type { Inlet } from './inlet.ts'

const PUT_ROWS = 32
const FORGET_ROWS = 64

export interface MovingDeps {
  readonly spool: SpoolFile
  readonly rows: Pick<TrackRows, 'ensureDay' | 'begin'>
  readonly hot: HotSlabs
  readonly inlet: Pick<Inlet, 'loaded' | 'catchUp'>
  readonly carries: Carries
}

/** Chunks of one slab, a few groups at a time: batches that arrive meanwhile are not held up. Nothing is seen of them before the write commits. */
const writeGroups = async (
  { rows, carries }: Pick<MovingDeps, 'rows' | 'carries'>,
  slab: EpochMs,
  parts: readonly HotSlab[],
) => {
  await rows.ensureDay(slab)
  const write = await rows.begin()
  const ends: Ends = new Map()
  const isNew = slab > carries.reached()
  let ready: ChunkRow[] = []
  const groups = new Set(parts.flatMap((part) => [...part.groups.keys()]))
  try {
    for (const group of [...groups].sort((a, b) => a - b)) {
      await turn()
      if (isNew) {
        const made = mergeNew(slab, group, parts, carries.of)
        ready.push(made.row)
        for (const [ordinal, end] of made.ends) ends.set(ordinal, end)
      } else for (const [ordinal, end] of await mergeLate(write, slab, group, parts)) ends.set(ordinal, end)
      if (ready.length < PUT_ROWS) continue
      await write.put(ready)
      ready = []
    }
    await write.put(ready)
  } catch (error) {
    await write.rollback()
    throw error
  }
  return { write, ends }
}

/** From memory into the database, slab by slab; the spool forgets what is there. */
export const makeMoving = (deps: MovingDeps) => {
  const { spool, hot, inlet, carries } = deps
  const turnToMove = serial()
  let forgotten = 0
  let lastError: string | null = null

  /** In steps: a record is many pages, and an append must not wait for all of them. */
  const forget = async (): Promise<void> => {
    const upTo = Math.min((hot.firstNeeded() ?? Infinity) - 1, inlet.loaded())
    while (forgotten < upTo) {
      forgotten = Math.min(upTo, forgotten + FORGET_ROWS)
      spool.forget(forgotten)
      await turn()
    }
  }
  const moveSlab = async (slab: EpochMs): Promise<void> => {
    const parts = hot.take(slab)
    const sequence = inlet.loaded()
    try {
      const { write, ends } = await writeGroups(deps, slab, parts)
      await write.commit(sequence === 0 ? null : { slab, spool: spool.id, sequence }, forgotten)
      hot.drop(parts)
      carries.moved(slab, ends)
      lastError = null
    } catch (error) {
      hot.putBack(parts)
      lastError = errorMessage(error)
      throw error
    }
    await forget()
    await inlet.catchUp()
  }
  return {
    /** What was forgotten before a restart. */
    begin: (upTo: number): void => void (forgotten = upTo),
    /** One move at a time, oldest slab first: each begins where the one before it left the newest state. */
    move: (choose: () => EpochMs[]): Promise<void> =>
      turnToMove(async () => {
        for (const slab of choose().sort((a, b) => a - b)) await moveSlab(slab)
      }),
    /** Why the last move failed; null once one went well. */
    error: (): string | null => lastError,
  }
}
