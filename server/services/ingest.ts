import { freshSince, wholeMonthsBefore } from '#shared/housing/quality.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { RecordOf } from '#shared/protocol/platform.ts'
import { dayOf, type DurationMs, type EpochMs } from '#shared/units.ts'
import type { Clock } from '../clock.ts'
import type { LedgerStore } from '../repositories/ledgerStore.ts'
import type { Link } from '../repositories/ledgerWrites.ts'
import type { Touched, Window } from '../repositories/rollups.ts'
import { FREES, type LedgerCollection } from './ingestPlans.ts'
import { remakeFacts, writeBatch, type Batch, type BatchOutcome } from './ingestWrite.ts'
import type { RegionTree } from './regionTree.ts'
import { changesOf, touchedBy } from './touched.ts'

export interface IngestDeps {
  readonly store: LedgerStore
  readonly tree: RegionTree
  readonly clock: Clock
  /** Called after commit, with every ancestor in the list. */
  readonly publish: (changes: readonly LedgerChange[]) => void
  readonly log?: (message: string, details: Record<string, unknown>) => void
}

export interface Ingest {
  /** Resolves once the batch is durable. Applying it twice changes nothing; a record whose parent is unknown waits for it. */
  accept(source: string, batch: Batch): Promise<void>
  /** The source has handed over all that there was: roll-ups are made whole if bulk data came since. */
  settled(source: string): Promise<void>
  /** At start: finishes a rebuild that a crash or a change of month left open. */
  ready(): Promise<void>
  /** One room's edit with its entry in the change log, in one transaction with all roll-ups above it. */
  editRoom(next: RecordOf<'rooms'>, log: (store: LedgerStore) => Promise<void>): Promise<void>
  /** Once a day: ages records and moves the windows of months. */
  daily(): Promise<void>
}

/** More rows than this in a batch, or within `BURST_MS`, are bulk: written now, summed when the source settles. */
const BULK_BATCH = 400
const BURST_ROWS = 3000
const BURST_MS: DurationMs = 10_000
/** Bulk data of a source that never says it settled is summed after this pause. */
const SELF_SETTLE_MS: DurationMs = 20_000
const STALE_CHUNK = 2000
/** Collections that no roll-up reads. */
const UNSUMMED = new Set<LedgerCollection>(['depots', 'orders', 'meters'])

export const windowAt = (now: EpochMs): Window => {
  const energyMonths = wholeMonthsBefore(now, 12)
  return { energyMonths, vehicleMonth: energyMonths[0] as string, year: Number(dayOf(now).slice(0, 4)) }
}

/** One writer at a time: a rebuild and an edit never meet. */
const makeQueue = (): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }
}

/** Counts rows so that a flood of small batches is met like one large batch. */
const makeBurst = (clock: Clock): ((rows: number) => boolean) => {
  let since = 0
  let rows = 0
  return (count) => {
    if (clock() - since > BURST_MS) [since, rows] = [clock(), 0]
    rows += count
    return rows > BURST_ROWS || count > BULK_BATCH
  }
}

const remakeStale = async (store: LedgerStore): Promise<number> => {
  let made = 0
  for (let after = ''; ; ) {
    const rooms = await store.state.staleRooms(STALE_CHUNK, after)
    if (rooms.length === 0) return made
    await remakeFacts(store, rooms)
    made += rooms.length
    after = rooms.at(-1) as string
  }
}

export const makeIngest = (deps: IngestDeps): Ingest => {
  const { store, tree, clock, publish, log = () => undefined } = deps
  const queue = makeQueue()
  const burst = makeBurst(clock)
  let dirty: boolean | null = null
  let selfSettle: NodeJS.Timeout | undefined

  const loaded = async (): Promise<boolean> => (dirty ??= await store.state.dirty())
  const empty = async (): Promise<boolean> => (await store.state.rebuiltAt()) === null
  let firstLoad: boolean | null = null

  const rebuild = async (): Promise<void> => {
    const began = performance.now()
    const now = clock()
    await store.state.ensureIndexes()
    const remade = await remakeStale(store)
    await store.transaction(async (tx) => {
      await tx.rollups.rebuild(windowAt(now))
      await tx.state.markRebuilt(now)
    })
    await store.state.analyze()
    ;[dirty, firstLoad] = [false, false]
    await tree.load()
    log('roll-ups rebuilt', { ms: Math.round(performance.now() - began), remade })
    publish(await changesOf(store, { regions: tree.all().map((region) => region.code) }, now))
  }

  const settleLater = (): void => {
    clearTimeout(selfSettle)
    selfSettle = setTimeout(() => void queue(async () => ((await loaded()) ? rebuild() : undefined)).catch((error: unknown) => log('rebuild failed', { error: String(error) })), SELF_SETTLE_MS)
    selfSettle.unref()
  }

  /** Sums what the batch touched in the same transaction; what it changed is published after commit. */
  const sum = async (tx: LedgerStore, batch: Batch, outcome: BatchOutcome, now: EpochMs): Promise<LedgerChange[]> => {
    if (outcome.affectedRooms.length > 0) await remakeFacts(tx, outcome.affectedRooms)
    const links: Link[] = [...outcome.before]
    if (outcome.affectedRooms.length > 0) links.push(...(await tx.writes.links('rooms', outcome.affectedRooms)))
    const touched = await touchedBy(tx, batch, outcome.written, links)
    const closed: Touched = await tx.rollups.refresh(touched, windowAt(now))
    const rooms = [...(batch.collection === 'rooms' ? outcome.written : []), ...outcome.affectedRooms]
    return changesOf(tx, { ...closed, rooms }, now)
  }

  const write = async (source: string, batch: Batch, extra?: (tx: LedgerStore) => Promise<void>): Promise<BatchOutcome> => {
    const now = clock()
    firstLoad ??= await empty()
    const bulk = burst(batch.items.length) || firstLoad || (await loaded())
    let changes: LedgerChange[] = []
    const outcome = await store.transaction(async (tx) => {
      const done = await writeBatch(tx, batch, { source, now }, firstLoad === true)
      await extra?.(tx)
      if (done.written.length === 0 || UNSUMMED.has(batch.collection)) return done
      if (bulk && !extra) {
        if (done.affectedRooms.length > 0) await tx.writes.markStale(done.affectedRooms)
        if (!dirty) await tx.state.markDirty()
      } else changes = await sum(tx, batch, done, now)
      return done
    })
    if (bulk && !extra && outcome.written.length > 0 && !UNSUMMED.has(batch.collection)) {
      dirty = true
      settleLater()
    }
    if (batch.collection === 'regions' && outcome.written.length > 0) await tree.load()
    if (changes.length > 0) publish(changes)
    return outcome
  }

  /** Parked children of what just came are accepted now, and theirs after them. */
  const free = async (collection: LedgerCollection, parents: readonly string[]): Promise<void> => {
    if (!FREES.includes(collection) || parents.length === 0) return
    const freed = await store.writes.unpark(parents)
    for (const [key, records] of Map.groupBy(freed, (one) => `${one.source}\n${one.collection}`)) {
      const [source, name] = key.split('\n') as [string, LedgerCollection]
      const outcome = await write(source, { collection: name, items: records.map((one) => one.body) } as unknown as Batch)
      await free(name, outcome.written)
    }
  }

  return {
    accept: (source, batch) =>
      queue(async () => {
        if (batch.items.length === 0) return
        const outcome = await write(source, batch)
        await free(batch.collection, outcome.written)
      }),
    settled: () =>
      queue(async () => {
        clearTimeout(selfSettle)
        if ((await loaded()) || (await empty())) await rebuild()
      }),
    ready: async () => {
      await tree.load()
      const rebuiltAt = await store.state.rebuiltAt()
      const moved = rebuiltAt !== null && windowAt(rebuiltAt).vehicleMonth !== windowAt(clock()).vehicleMonth
      if ((await loaded()) || moved) {
        dirty = true
        settleLater()
      }
    },
    editRoom: (next, extra) => queue(async () => void (await write('guanlan', { collection: 'rooms', items: [next] }, extra))),
    daily: () =>
      queue(async () => {
        const aged = await store.state.age(freshSince(clock()))
        const rebuiltAt = await store.state.rebuiltAt()
        if (aged > 0 || (rebuiltAt !== null && windowAt(rebuiltAt).vehicleMonth !== windowAt(clock()).vehicleMonth)) await rebuild()
      }),
  }
}
