import {
  isHistory,
  isSeries,
  type CollectionName,
  type PositionRecord,
  type SeriesName,
} from '#shared/protocol/platform.ts'
import type { Clock } from '../common/clock/clock.ts'
import type { Cursors } from '../common/cursorRows.ts'
import type { Quarantine } from './quarantine/quarantineRows.ts'
import { recordIdOf } from '../sources/door.ts'
import { keepGood } from './keepGood.ts'
import type {
  ArchiveDoor,
  ArchiveRecords,
  DriversDoor,
  HistoryDoor,
  HistoryRecords,
  PositionsDoor,
  ReadingsDoor,
} from '../common/ports/doors.ts'
import type { Rejected, SourceBatch, SourceLog, SourceSink } from '../common/directory/types.ts'

type Records = Extract<SourceBatch, { kind: 'records' }>
type LedgerRecords = Exclude<Records, { collection: SeriesName }>
const isPast = (batch: Records): batch is HistoryRecords => isHistory(batch.collection)
const isLedger = (batch: Records): batch is LedgerRecords => !isSeries(batch.collection)

/** The ledger's door: all collections but the series. */
export interface RecordIngest {
  accept(source: string, batch: LedgerRecords): Promise<void>
  settled(source: string): Promise<void>
}

export interface SinkDeps {
  readonly ingest: RecordIngest
  readonly vehicles: PositionsDoor
  readonly energy: ReadingsDoor
  readonly drivers: DriversDoor
  readonly archive: ArchiveDoor
  readonly history: HistoryDoor
  readonly quarantine: Quarantine
  readonly cursors: Cursors
  readonly clock: Clock
  readonly log: Pick<SourceLog, 'error'>
  /** After records of a collection became durable. */
  readonly onRecords?: (collection: CollectionName, batch: Records) => void
  /** After positions of a source became durable. */
  readonly onPositions?: (source: string, items: readonly PositionRecord[]) => void
  readonly onSettled?: (source: string) => Promise<void>
  readonly onQuarantine?: () => void
  /** Code of the region that a refused record belongs to; null where that cannot be told. */
  readonly regionOf?: (rejected: Rejected) => string | null
}

/** Refused records in one writing: each is copied, bounded and made JSON, and between two writings others are served. */
const WRITTEN_IN_ONE_GO = 100

/** What was refused is written down, and forgotten when it comes whole. */
const makeSuspects = ({
  quarantine,
  clock,
  regionOf,
  onQuarantine,
}: Pick<SinkDeps, 'quarantine' | 'clock' | 'regionOf' | 'onQuarantine'>) => {
  /** Sources and collections that have something in quarantine: only these are looked through for records made good. */
  const suspect = new Set<string>()
  let suspectsKnown = false

  const loadSuspects = async (): Promise<void> => {
    if (suspectsKnown) return
    for (const row of await quarantine.openCounts()) suspect.add(`${row.source}|${row.collection}`)
    suspectsKnown = true
  }

  const addRejected = async (rejected: readonly Rejected[]): Promise<void> => {
    if (rejected.length === 0) return
    for (const { source, collection } of rejected) suspect.add(`${source}|${collection}`)
    for (let i = 0; i < rejected.length; i += WRITTEN_IN_ONE_GO) {
      const some = rejected.slice(i, i + WRITTEN_IN_ONE_GO)
      await quarantine.add(
        some.map((one) => ({ ...one, region: one.region ?? regionOf?.(one) ?? null })),
        clock(),
      )
    }
    onQuarantine?.()
  }

  /** Records that became durable: those of them that stood in quarantine are made good. */
  const madeGood = async (
    source: string,
    collection: CollectionName,
    good: Iterable<unknown>,
  ): Promise<void> => {
    await loadSuspects()
    const ids = suspect.has(`${source}|${collection}`)
      ? [...good].map((item) => recordIdOf(collection, item)).filter((id) => id !== null)
      : []
    if (ids.length > 0 && (await quarantine.resolve(source, collection, ids, clock())) > 0) onQuarantine?.()
  }
  return { addRejected, madeGood }
}

const writeRecords = async (
  { energy, ingest, history, archive }: Pick<SinkDeps, 'energy' | 'ingest' | 'history' | 'archive'>,
  source: string,
  batch: Records,
): Promise<readonly unknown[]> => {
  if (batch.collection === 'meter-days') return energy.acceptDays(source, batch.items)
  if (isLedger(batch)) await ingest.accept(source, batch)
  else if (isPast(batch)) await history.accept(source, batch)
  else await archive.accept(source, batch as ArchiveRecords)
  return batch.items
}

/** What hears of records that are durable must not make its source send them again. */
const tellIn = (log: SinkDeps['log'], what: () => void): void => {
  try {
    what()
  } catch (error) {
    log.error({ error: String(error), stack: (error as Error).stack }, 'what follows from new records failed')
  }
}

/** One door for every source: records to the ledger, positions and readings to the live tables, faults to quarantine. */
export const makeSink = (deps: SinkDeps): SourceSink => {
  const { ingest, vehicles, energy, cursors, clock } = deps
  const { addRejected, madeGood } = makeSuspects(deps)

  /** Hands a list on in one piece; records that can never be kept are taken out of it and written down with the reason. */
  const keep = <T>(
    source: string,
    collection: string,
    items: readonly T[],
    give: (items: readonly T[]) => Promise<void>,
  ): Promise<readonly Rejected[]> =>
    keepGood({ source, collection, items, write: give, refuse: addRejected, log: deps.log })

  const acceptRecords = async (source: string, batch: Records): Promise<readonly Rejected[]> => {
    const { collection } = batch
    const good = new Set<unknown>()
    const refused = await keep<unknown>(source, collection, batch.items, async (items) => {
      for (const item of await writeRecords(deps, source, { ...batch, items } as Records)) good.add(item)
    })
    await madeGood(source, collection, good)
    tellIn(deps.log, () => deps.onRecords?.(collection, { ...batch, items: [...good] } as Records))
    return refused
  }

  const acceptPositions = async (
    source: string,
    items: readonly PositionRecord[],
  ): Promise<readonly Rejected[]> => {
    const refused = await keep(source, 'positions', items, (some) => vehicles.accept(source, some))
    tellIn(deps.log, () => deps.onPositions?.(source, items))
    return refused
  }

  return {
    accept: async (source, batch) => {
      if (batch.kind === 'records') return acceptRecords(source, batch)
      if (batch.kind === 'positions') return acceptPositions(source, batch.items)
      if (batch.kind === 'drivers')
        return keep(source, 'drivers', batch.items, (items) => deps.drivers.accept(source, items))
      return keep(source, 'readings', batch.items, (items) => energy.acceptReadings(source, items))
    },
    quarantine: addRejected,
    settled: async (source) => {
      await ingest.settled(source)
      await deps.onSettled?.(source)
    },
    cursor: cursors.get,
    setCursor: (source, stream, value) => cursors.set(source, stream, value, clock()),
  }
}
