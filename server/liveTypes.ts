import type { Server as HttpServer } from 'node:http'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { StandardsChange } from '#shared/protocol/http.ts'
import type { Rules, RuleTables } from '#shared/standards/tables.ts'
import type { Clock } from './common/clock/clock.ts'
import type { Db } from './db/open.ts'
import type { RouteDefinition } from './http/route.ts'
import type { LivePartDeps } from './common/part.ts'
import type { Realtime, RealtimeDeps } from './realtime/gateway.ts'
import type { AlertsService } from './supervision/judges.ts'
import type { Energy } from './energy/live/live.ts'
import type { EnergyInsight } from './energy/insight/insight.ts'
import type { Directory } from './common/directory/directory.ts'
import type { QuarantineReach } from './intake/quarantine/list.ts'
import type { RecordIngest } from './intake/sink.ts'
import type { RebuildJob } from './standards/rebuild.ts'
import type { SourcesRunner } from './intake/runner.ts'
import type { Drivers } from './vehicles/drivers/drivers.ts'
import type { VehicleLedgerJobs } from './vehicles/ledger/jobs.ts'
import type { Vehicles } from './vehicles/live/live.ts'
import type { TrackStore } from './vehicles/tracks/types.ts'
import type { Source, SourceLog, SourceRegisters, SourceSink } from './sources/index.ts'

export interface LiveDeps {
  readonly db: Db
  /** The same database, for the threads that keep a connection of their own. */
  readonly databaseUrl: string
  /** Runtime state; the spools lie in its folder `spool`. */
  readonly dataDir: string
  readonly clock: Clock
  readonly log: SourceLog
  readonly regions: LivePartDeps['regions']
  readonly ingest: RecordIngest
  readonly audit: LivePartDeps['audit']
  /** What the rules are held to, asked at each evaluation. */
  readonly rules?: Rules
  /** Civil days of tracks that are kept. */
  readonly retentionDays?: number
  /** Who may read which refused records; told by the tree of regions where it is left out. */
  readonly reachOf?: QuarantineReach
}

export interface Live {
  readonly sink: SourceSink
  readonly directory: Directory
  readonly vehicles: Vehicles
  readonly tracks: TrackStore
  readonly energy: Energy
  readonly alerts: AlertsService
  readonly insight: EnergyInsight
  readonly vehicleLedger: VehicleLedgerJobs
  readonly drivers: Drivers
  readonly runner: SourcesRunner
  /** What the wire ways ask about meters; give it to `makeSources`. */
  readonly registers: SourceRegisters
  readonly routes: readonly RouteDefinition[]
  /** Give it to the ledger as `publish`. */
  publishLedger(changes: readonly LedgerChange[]): void
  publishStandards(change: StandardsChange): void
  /** Revised parameters: live rules hold to them at once; `rebuilds` make anew what is kept. */
  rulesChanged(tables: RuleTables): void
  readonly rebuilds: readonly RebuildJob[]
  /** Opens the socket on the HTTP server. */
  attach(options: {
    httpServer: HttpServer
    authenticate: RealtimeDeps['authenticate']
    onSessionEnd?: RealtimeDeps['onSessionEnd']
    tickMs?: number
    limits?: RealtimeDeps['limits']
    isProxied?: RealtimeDeps['isProxied']
    addressOf?: RealtimeDeps['addressOf']
  }): Realtime
  /** Loads the newest state, then starts the timers and the sources. */
  start(sources: readonly Source[]): Promise<void>
  stop(): Promise<void>
}
