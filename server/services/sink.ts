import { isHistory, isSeries, type CollectionName, type HistoryName, type PositionRecord, type SeriesName } from '#shared/protocol/platform.ts'
import type { Clock } from '../clock.ts'
import type { Cursors } from '../repositories/cursors.ts'
import type { Quarantine } from '../repositories/quarantine.ts'
import type { Drivers } from './vehicleDrivers.ts'
import type { Energy } from './energy.ts'
import type { Rejected, SourceBatch, SourceSink } from './liveTypes.ts'
import type { Vehicles } from './vehicles.ts'

type Records = Extract<SourceBatch, { kind: 'records' }>
type LedgerRecords = Exclude<Records, { collection: SeriesName }>
/** Past days of buildings and of the weather, for baselines and forecasts. */
export type ArchiveRecords = Extract<Records, { collection: 'energy-days' | 'weather-days' }>
/** Past tracks and what platforms counted of them. */
export type HistoryRecords = Extract<Records, { collection: HistoryName }>
const isPast = (batch: Records): batch is HistoryRecords => isHistory(batch.collection)
const isLedger = (batch: Records): batch is LedgerRecords => !isSeries(batch.collection)

/** The ledger's door: all collections but the series. */
export interface RecordIngest {
  accept(source: string, batch: LedgerRecords): Promise<void>
  settled(source: string): Promise<void>
}

export interface SinkDeps {
  readonly ingest: RecordIngest
  readonly vehicles: Vehicles
  readonly energy: Energy
  readonly drivers: Pick<Drivers, 'accept'>
  readonly archive: { accept(source: string, batch: ArchiveRecords): Promise<void> }
  readonly history: { accept(source: string, batch: HistoryRecords): Promise<void> }
  readonly quarantine: Quarantine
  readonly cursors: Cursors
  readonly clock: Clock
  /** After records of a collection became durable. */
  readonly onRecords?: (collection: CollectionName, batch: Records) => void
  /** After positions of a source became durable. */
  readonly onPositions?: (source: string, items: readonly PositionRecord[]) => void
  readonly onSettled?: (source: string) => Promise<void>
  readonly onQuarantine?: () => void
  /** Code of the region that a refused record belongs to; null where that cannot be told. */
  readonly regionOf?: (rejected: Rejected) => string | null
}

/** The field that names a record within its collection, as the quarantine writes it. */
const idsOf = (batch: Records): string[] =>
  batch.items.map((item) => {
    const record = item as Record<string, unknown>
    if (batch.collection === 'regions') return String(record.code)
    if (batch.collection === 'vehicle-months') return `${record.vehicle}:${record.month}`
    if (batch.collection === 'order-step-limits') return `${record.region}:${record.step}`
    if (batch.collection === 'vehicle-quotas') return `${record.unit}:${record.year}`
    if (batch.collection === 'meter-days') return `${record.meter}:${record.day}`
    if (batch.collection === 'energy-months') return `${record.building}:${record.month}`
    if (batch.collection === 'energy-quotas') return `${record.building}:${record.year}`
    if (batch.collection === 'energy-days') return `${record.building}:${record.day}`
    if (batch.collection === 'weather-days') return `${record.region}:${record.day}`
    if (batch.collection === 'overlap-months') return `${record.unit}:${record.month}`
    if (batch.collection === 'vehicle-tracks') return `${record.vehicle}:${record.day}`
    return String(record.id)
  })

/** One door for every source: records to the ledger, positions and readings to the live tables, faults to quarantine. */
export const makeSink = (deps: SinkDeps): SourceSink => {
  const { ingest, vehicles, energy, quarantine, cursors, clock } = deps
  /** Sources and collections that have something in quarantine: only these are looked through for records made good. */
  const suspect = new Set<string>()
  let suspectsKnown: Promise<void> | null = null

  const loadSuspects = (): Promise<void> =>
    (suspectsKnown ??= quarantine.openCounts().then((rows) => {
      for (const row of rows) suspect.add(`${row.source}|${row.collection}`)
    }))

  const addRejected = async (rejected: readonly Rejected[]): Promise<void> => {
    if (rejected.length === 0) return
    await quarantine.add(rejected.map((one) => ({ ...one, region: one.region ?? deps.regionOf?.(one) ?? null })), clock())
    for (const { source, collection } of rejected) suspect.add(`${source}|${collection}`)
    deps.onQuarantine?.()
  }

  const acceptRecords = async (source: string, batch: Records): Promise<void> => {
    let good: Records = batch
    if (batch.collection === 'meter-days') good = { ...batch, items: await energy.acceptDays(source, batch.items) }
    else if (isLedger(batch)) await ingest.accept(source, batch)
    else if (isPast(batch)) await deps.history.accept(source, batch)
    else await deps.archive.accept(source, batch as ArchiveRecords)
    await loadSuspects()
    if (suspect.has(`${source}|${batch.collection}`) && (await quarantine.resolve(source, batch.collection, idsOf(good), clock())) > 0) deps.onQuarantine?.()
    deps.onRecords?.(batch.collection, batch)
  }

  return {
    accept: (source, batch) => {
      if (batch.kind === 'records') return acceptRecords(source, batch)
      if (batch.kind === 'positions') return vehicles.accept(source, batch.items).then(() => deps.onPositions?.(source, batch.items))
      if (batch.kind === 'drivers') return deps.drivers.accept(source, batch.items)
      return energy.acceptReadings(source, batch.items)
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
