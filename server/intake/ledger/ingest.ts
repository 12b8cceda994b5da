import { freshSince } from '#shared/housing/quality.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { LedgerCollection } from '../../common/plan.ts'
import type { Batch, BatchOutcome, LedgerDoor } from '../../common/ports/summing.ts'
import type { LedgerStore } from './store.ts'
import { serial } from '../../common/jobs.ts'
import { makeBurst, makeLater, makeLoadState, type LoadState } from './flow.ts'
import { PLANS, frees } from './plans.ts'
import { makeRebuild, type IngestDeps } from './rebuild.ts'
import { writeBatch } from './write.ts'
import { keepGood } from '../keepGood.ts'

export interface Ingest extends LedgerDoor {
  /** Resolves once the batch is durable. Applying it twice changes nothing; a record whose parent is unknown waits for it. */
  accept(source: string, batch: Batch): Promise<void>
  /** The source has handed over all that there was: roll-ups are made whole if bulk data came since. */
  settled(source: string): Promise<void>
  /** At start: finishes a rebuild that a crash or a change of month left open. */
  ready(): Promise<void>
  /** Once a day: ages records and moves the windows of months. */
  daily(): Promise<void>
  /** Which table of limits 市科级直属机构 keep to was chosen anew. */
  limitsChosen(): Promise<void>
}

/** Leaves the summing to the next settling. */
const postpone = async (tx: LedgerStore, outcome: BatchOutcome, known: boolean): Promise<void> => {
  if (outcome.affectedRooms.length > 0) await tx.summing.markStale(outcome.affectedRooms)
  if (!known) await tx.state.markDirty()
}

type Extra = (tx: LedgerStore) => Promise<void>
type Write = (source: string, batch: Batch, extra?: Extra) => Promise<BatchOutcome>

/** Who hears of a batch that is durable must not make it come again. */
const makeTell =
  (log: IngestDeps['log']) =>
  (what: () => void): void => {
    try {
      what()
    } catch (error) {
      log?.('what follows from new records failed', { error: String(error), stack: (error as Error).stack })
    }
  }

/** Writes one batch: small ones are summed at once, bulk ones later. An edit is never bulk. */
const makeWrite = (
  { store, tree, clock, publish, rules, log }: IngestDeps,
  load: LoadState,
  burst: ReturnType<typeof makeBurst>,
  later: () => void,
): Write => {
  const tell = makeTell(log)
  return async (source, batch, extra) => {
    const now = clock()
    const first = await load.first()
    const flood = burst.floods(batch.items.length)
    const bulk = extra === undefined && (flood || first || (await load.dirty()))
    const known = bulk && (await load.dirty())
    const window = await load.window(now)
    let changes: LedgerChange[] = []
    let postponed = false
    const outcome = await store.transaction(async (tx) => {
      const done = await writeBatch(
        tx,
        batch,
        {
          source,
          now,
          ...(rules
            ? { freshMs: rules().quality.freshMs, sectionOrgans: rules().sectionOrgans.applies }
            : {}),
        },
        first,
      )
      await extra?.(tx)
      if (done.written.length === 0 || PLANS[batch.collection].sums === undefined) return done
      postponed = bulk
      if (bulk) await postpone(tx, done, known)
      else changes = await tx.summing.refresh(batch, done, tx.writes.links, window, now)
      return done
    })
    if (postponed) load.markDirty()
    if (
      !bulk &&
      PLANS[batch.collection].sums === 'months' &&
      outcome.written.length > 0 &&
      (await load.moved(now))
    ) {
      await store.state.markDirty()
      load.markDirty()
      later()
    }
    if (bulk && (await load.dirty()) && !(first && batch.collection === 'regions')) later()
    if (batch.collection === 'regions' && outcome.written.length > 0) await tree.load()
    if (changes.length > 0) tell(() => publish(changes))
    return outcome
  }
}

/** Parked children of what just came are accepted now, and theirs after them; they are forgotten only once they are written. */
const makeFree = ({ store, refuse, log }: IngestDeps, write: Write) => {
  /** A record that cannot be written must not hold back the parent that it waited for. */
  const writeFreed = async (
    source: string,
    collection: LedgerCollection,
    items: readonly unknown[],
  ): Promise<string[]> => {
    const written: string[] = []
    const give = async (some: readonly unknown[]): Promise<void> =>
      void written.push(...(await write(source, { collection, items: some } as unknown as Batch)).written)
    await keepGood({
      source,
      collection,
      items,
      write: give,
      refuse:
        refuse ??
        (async (rejected) =>
          log?.('a record that waited cannot be written', { reason: rejected[0]?.reason })),
    })
    return written
  }
  const free = async (collection: LedgerCollection, parents: readonly string[]): Promise<void> => {
    if (!frees(collection) || parents.length === 0) return
    const freed = await store.writes.parkedFor(parents)
    if (freed.length === 0) return
    const next: [LedgerCollection, readonly string[]][] = []
    for (const [key, records] of Map.groupBy(freed, (one) => `${one.source}\n${one.collection}`)) {
      const [source, name] = key.split('\n') as [string, LedgerCollection]
      next.push([
        name,
        await writeFreed(
          source,
          name,
          records.map((one) => one.body),
        ),
      ])
    }
    await store.writes.unpark(parents)
    for (const [name, written] of next) await free(name, written)
  }
  return free
}

export const makeIngest = (deps: IngestDeps): Ingest => {
  const { store, tree, clock, log } = deps
  /** One writer at a time: a rebuild and an edit never meet. */
  const queue = serial()
  const load = makeLoadState(store.state)
  const burst = makeBurst(clock)
  const remake = makeRebuild(deps, load)
  const rebuild = (): Promise<void> => remake().then(burst.over)
  const settle = (): Promise<void> =>
    queue(async () => ((await load.dirty()) || (await load.first()) ? rebuild() : undefined))
  const later = makeLater(settle, deps.isPulled ?? (() => false), (error) =>
    log?.('rebuild failed', { error: String(error) }),
  )
  const write = makeWrite(deps, load, burst, later.start)
  const free = makeFree(deps, write)
  return {
    accept: (source, batch) =>
      queue(async () => {
        if (batch.items.length === 0) return
        const outcome = await write(source, batch)
        await free(batch.collection, outcome.written)
      }),
    settled: () => {
      later.cancel()
      return settle()
    },
    ready: async () => {
      await tree.load()
      if (await load.moved(clock())) load.markDirty()
      if (await load.dirty()) later.start()
    },
    editRoom: (next, extra) =>
      queue(
        async () =>
          void (await write('guanlan', { collection: 'rooms', items: [next] }, (tx) => extra(tx.summing))),
      ),
    window: store.state.window,
    daily: () =>
      queue(async () => {
        const aged = await store.state.age(freshSince(clock(), deps.rules?.().quality.freshMs))
        if (aged > 0 || (await load.moved(clock()))) await rebuild()
      }),
    limitsChosen: () =>
      queue(async () => {
        const moved = await store.transaction(async (tx) => {
          const done = await tx.summing.chooseSectionOrgans(deps.rules?.().sectionOrgans.applies ?? 'off')
          if (done) await tx.state.markDirty()
          return done
        })
        if (!moved) return
        load.markDirty()
        await rebuild()
      }),
  }
}
