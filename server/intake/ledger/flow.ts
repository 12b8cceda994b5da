import { sameWindow, windowAt, type Window } from '#shared/indices/window.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { LedgerState } from './stateRows.ts'

/** More rows than this in a batch, or within `BURST_MS`, are bulk: written now, summed when the source settles. */
const BULK_BATCH = 1000
const BURST_ROWS = 3000
const BURST_MS: DurationMs = 10_000

/** Counts rows so that a flood of small batches is met like one large batch; it is over when all was summed. */
export const makeBurst = (clock: Clock): { floods(rows: number): boolean; over(): void } => {
  let since = 0
  let rows = 0
  return {
    floods: (count) => {
      if (clock() - since > BURST_MS) [since, rows] = [clock(), 0]
      rows += count
      return rows > BURST_ROWS || count > BULK_BATCH
    },
    over: () => {
      rows = 0
    },
  }
}

/**
 * Bulk data of a source that never says it settled is summed after this pause. Regions alone do not start it: a
 * platform may need minutes for its next page, and the indexes would be made before the flood instead of after it.
 */
export const SELF_SETTLE_MS: DurationMs = 20_000
/** Runs once after a pause without calls, and not while a source is still handing over all that it has; its failure goes to the log. */
export const makeLater = (
  work: () => Promise<void>,
  isPulled: () => boolean,
  failed: (error: unknown) => void,
): { start(): void; cancel(): void } => {
  let timer: NodeJS.Timeout | undefined
  const cancel = (): void => clearTimeout(timer)
  const start = (): void => {
    cancel()
    timer = setTimeout(() => (isPulled() ? start() : void work().catch(failed)), SELF_SETTLE_MS)
    timer.unref()
  }
  return { cancel, start }
}

/** What the ingest remembers of its roll-ups, read from the database once. */
export interface LoadState {
  /** Bulk rows wait to be summed. */
  dirty(): Promise<boolean>
  /** Nothing was ever summed: the first load is under way. */
  first(): Promise<boolean>
  /** Other months count, or another year, than when the roll-ups were last made. */
  moved(now: EpochMs): Promise<boolean>
  /** What the roll-ups count; what they will count where they were never made. */
  window(now: EpochMs): Promise<Window>
  markDirty(): void
  markClean(): void
}

/** The window that the records at hand allow at a moment. */
export const windowDue = async (state: LedgerState, now: EpochMs): Promise<Window> =>
  windowAt(now, await state.reported(now))

export const makeLoadState = (state: LedgerState): LoadState => {
  let dirty: boolean | null = null
  let first: boolean | null = null
  return {
    dirty: async () => (dirty ??= await state.dirty()),
    first: async () => (first ??= (await state.rebuiltAt()) === null),
    moved: async (now) =>
      (await state.rebuiltAt()) !== null && !sameWindow(await state.window(), await windowDue(state, now)),
    window: async (now) => (await state.window()) ?? windowDue(state, now),
    markDirty: () => {
      dirty = true
    },
    markClean: () => {
      dirty = false
      first = false
    },
  }
}
