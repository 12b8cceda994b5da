import type { Server as HttpServer } from 'node:http'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { Clock } from './clock.ts'
import type { Db } from './db/open.ts'
import { attachRealtime, type Realtime, type RealtimeDeps } from './realtime/gateway.ts'
import { makeFeeds } from './realtime/feeds.ts'
import { makeCursors } from './repositories/cursors.ts'
import { makeMeterDays } from './repositories/meterDays.ts'
import { makePositions } from './repositories/positions.ts'
import { makeDirectoryRows } from './repositories/positionsDirectory.ts'
import { makeQuarantine } from './repositories/quarantine.ts'
import { makeEnergy, type Energy } from './services/energy.ts'
import { makeDirectory, type Directory } from './services/liveDirectory.ts'
import { addressChanges } from './services/liveLedger.ts'
import type { Regions } from './services/liveTypes.ts'
import { makeSink, type RecordIngest } from './services/sink.ts'
import { makeSourcesRunner, type SourcesRunner } from './services/sourcesRunner.ts'
import { makeVehicles, type Vehicles } from './services/vehicles.ts'
import type { Source, SourceLog, SourceSink } from './sources/index.ts'

export interface LiveDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: SourceLog
  readonly regions: Regions
  readonly ingest: RecordIngest
  readonly retentionDays?: number
}

export interface Live {
  readonly sink: SourceSink
  readonly directory: Directory
  readonly vehicles: Vehicles
  readonly energy: Energy
  readonly runner: SourcesRunner
  /** Give it to the ledger as `publish`. */
  publishLedger(changes: readonly LedgerChange[]): void
  /** Opens the socket on the HTTP server. */
  attach(options: { httpServer: HttpServer; authenticate: RealtimeDeps['authenticate']; onSessionEnd?: RealtimeDeps['onSessionEnd']; tickMs?: number }): Realtime
  /** Loads the newest state, then starts the timers and the sources. */
  start(sources: readonly Source[]): Promise<void>
  stop(): Promise<void>
}

/** Registers that the directory holds: after their records it is read anew. */
const REGISTERS = new Set(['regions', 'units', 'buildings', 'vehicles', 'meters'])
const RELOAD_AFTER_MS = 300

/** Composes the live side over one database: the sink of the sources, the live tables, the socket. */
export const makeLive = ({ db, clock, log, regions, ingest, retentionDays }: LiveDeps): Live => {
  const directory = makeDirectory(makeDirectoryRows(db))
  const quarantine = makeQuarantine(db)
  const cursors = makeCursors(db)
  const addQuarantine: SourceSink['quarantine'] = (rejected) => sink.quarantine(rejected)
  const vehicles = makeVehicles({ positions: makePositions(db), directory, clock, log, quarantine: addQuarantine, ...(retentionDays === undefined ? {} : { retentionDays }) })
  const energy = makeEnergy({ meterDays: makeMeterDays(db), directory, regions, clock, log, quarantine: addQuarantine })
  const runner = makeSourcesRunner({ hasRegisters: () => directory.now().vehicleOrdinals.size > 0 && directory.now().meters.size > 0, log })
  let realtime: Realtime | null = null
  let reloadTimer: NodeJS.Timeout | null = null

  const refresh = async (): Promise<void> => {
    await directory.reload()
    await energy.rebuild()
  }
  const fail = (what: string) => (error: unknown) => log.error({ error: String(error) }, what)
  const reloadSoon = (): void => {
    reloadTimer ??= setTimeout(() => {
      reloadTimer = null
      void refresh().catch(fail('the registers could not be read'))
    }, RELOAD_AFTER_MS)
  }

  const sink = makeSink({
    ingest,
    vehicles,
    energy,
    quarantine,
    cursors,
    clock,
    onRecords: (collection, batch) => {
      if (REGISTERS.has(collection) && settledOnce && batch.items.length > 0) reloadSoon()
    },
    onSettled: async () => {
      settledOnce = true
      await refresh()
    },
  })
  let settledOnce = false

  runner.onChange((statuses) => realtime?.publish('sources', statuses.map((item) => ({ item, region: null, unit: null }))))
  energy.onLoad((points) => realtime?.publish('load', points.map((item) => ({ item, region: item.region, unit: null }))))

  return {
    sink,
    directory,
    vehicles,
    energy,
    runner,
    publishLedger: (changes) => {
      void addressChanges(changes, directory.belonging).then((items) => realtime?.publish('ledger', items), fail('ledger changes could not be sent'))
    },
    attach: ({ httpServer, authenticate, onSessionEnd, tickMs }) => {
      realtime = attachRealtime({ httpServer, authenticate, regions, feeds: makeFeeds({ vehicles, energy, directory, regions }), now: clock, log, ...(onSessionEnd ? { onSessionEnd } : {}), ...(tickMs ? { tickMs } : {}) })
      return realtime
    },
    start: async (sources) => {
      await directory.reload()
      settledOnce = directory.now().vehicleOrdinals.size > 0
      await vehicles.load()
      await energy.rebuild()
      vehicles.start()
      energy.start()
      await runner.start(sources, sink)
    },
    stop: async () => {
      if (reloadTimer) clearTimeout(reloadTimer)
      await runner.stop()
      energy.stop()
      await vehicles.stop()
      await realtime?.close()
    },
  }
}
