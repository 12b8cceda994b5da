import type { Making } from '#shared/protocol/http.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { Rules } from '#shared/standards/tables.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { LedgerStore } from './store.ts'
import { windowDue, type LoadState } from './flow.ts'
import type { Rejected } from '../../common/directory/types.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'

export interface IngestDeps {
  readonly store: LedgerStore
  readonly tree: RegionTree
  readonly clock: Clock
  /** Called after commit, with every ancestor in the list. */
  readonly publish: (changes: readonly LedgerChange[]) => void
  readonly log?: (message: string, details: Record<string, unknown>) => void
  readonly rules?: Rules
  /** Takes records that waited for a parent and can never be written, with the reason. */
  readonly refuse?: (rejected: readonly Rejected[]) => Promise<void>
  /** A source is handing over all that it has, and will say when it is done: nothing is summed before. */
  readonly isPulled?: () => boolean
  /** Hears what is being made; null when it is done. */
  readonly making?: (what: Making) => void
}

/** Makes all roll-ups whole from the stored rows, and says so for every region. */
export const makeRebuild =
  ({ store, tree, clock, publish, log, making }: IngestDeps, load: LoadState) =>
  async (): Promise<void> => {
    const began = performance.now()
    const now = clock()
    const tell = (zh: string, en: string, done: number | null = null, total: number | null = null): void =>
      making?.({ zh, en, done, total })
    await store.state.ensureIndexes((done, all) => tell('索引', 'indexes', done, all))
    tell('统计信息', 'statistics')
    await store.state.analyze('records')
    tell('房间核定', 'limits of rooms')
    const remade = await store.summing.remakeStale()
    tell('汇总', 'roll-ups')
    await store.transaction(async (tx) => {
      const window = await windowDue(tx.state, now)
      await tx.summing.rebuild(window)
      await tx.state.markRebuilt(now, window)
    })
    load.markClean()
    await store.state.analyze('sums')
    void store.state
      .vacuum()
      .catch((error: unknown) => log?.('the vacuum after a load did not end', { error: String(error) }))
    await tree.load()
    making?.(null)
    log?.('roll-ups rebuilt', { ms: Math.round(performance.now() - began), remade })
    publish(
      await store.summing.regionsNow(
        tree.all().map((region) => region.code),
        now,
      ),
    )
  }
