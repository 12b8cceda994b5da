import { join } from 'node:path'
import type { Server as HttpServer } from 'node:http'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { StandardsChange } from '#shared/protocol/http.ts'
import { defaultRules, type Rules, type RuleTables } from '#shared/standards/tables.ts'
import { isForUnitOnly } from '#shared/supervision/housing.ts'
import type { Clock } from './common/clock/clock.ts'
import type { Db } from './db/open.ts'
import { calendarState, isHoliday, isWorkday } from './common/clock/calendar.ts'
import { alertRoutes } from './supervision/routes.ts'
import { quarantineRoutes } from './intake/quarantine/routes.ts'
import type { RouteDefinition } from './http/route.ts'
import { inWords, sourceRoutes } from './intake/sourceRoutes.ts'
import { webhookRoutes } from './intake/webhookRoutes.ts'
import { makeFeeds } from './realtime/feeds.ts'
import { makeLiveEnergy } from './energy/module.ts'
import type { LivePartDeps } from './common/part.ts'
import { makeLiveVehicles } from './vehicles/module.ts'
import { attachRealtime, type Realtime, type RealtimeDeps } from './realtime/gateway.ts'
import { makeAlertFacts } from './supervision/factRows.ts'
import { readHousingPeople } from './housing/units/peopleRows.ts'
import { makeAlerts } from './supervision/alertRows.ts'
import { makeCursors } from './common/cursorRows.ts'
import { makeDirectoryRows } from './common/directory/directoryRows.ts'
import { makeQuarantine } from './intake/quarantine/quarantineRows.ts'
import { makeAlertsService, type AlertsService } from './supervision/judges.ts'
import { makeAlertBook } from './supervision/book.ts'
import { makeAlertQueries } from './supervision/queries.ts'
import { makeHousingLevels } from './housing/places/levels.ts'
import { toSent } from './supervision/sent.ts'
import { makeStormParts } from './vehicles/alarms/storms.ts'
import type { Energy } from './energy/live/live.ts'
import type { EnergyInsight } from './energy/insight/insight.ts'
import { makeDirectory, type Directory, terminalKey } from './common/directory/directory.ts'
import { addressChanges } from './vehicles/live/liveLedger.ts'
import { makeLateCursors, makeLateQuarantine } from './common/late/lateWrites.ts'
import { makeLiveScope } from './common/scope/liveScope.ts'
import { regionOfRejected } from './intake/quarantine/region.ts'
import { makeQuarantineReading, reachIn, type QuarantineReach } from './intake/quarantine/list.ts'
import { isAfter } from './intake/ledger/plans.ts'
import { makeSink, type RecordIngest } from './intake/sink.ts'
import type { RebuildJob } from './standards/rebuild.ts'
import { makeSourceShifts } from './intake/shifts.ts'
import { makeSourcesRunner, type SourcesRunner } from './intake/runner.ts'
import type { Drivers } from './vehicles/drivers/drivers.ts'
import type { VehicleLedgerJobs } from './vehicles/ledger/jobs.ts'
import type { Vehicles } from './vehicles/live/live.ts'
import { openSpool } from './spool/spool.ts'
import type { TrackStore } from './vehicles/tracks/types.ts'
import { SHIFT_HYPOTHESES } from './sources/shiftHypotheses.ts'
import {
  webhookOf,
  type Source,
  type SourceLog,
  type SourceRegisters,
  type SourceSink,
} from './sources/index.ts'

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

/** Alerts in one batch: a storm reaches screens in pieces that they can take. */
const ALERTS_PER_BATCH = 500
/** No region: what is for one unit only. */
const NOWHERE = ''
const RELOAD_AFTER_MS = 300
const HOUSEKEEPING_MS = 3_600_000
/** A delivery's signature expires in minutes: its mark may go after an hour. */
const DELIVERY_KEPT_MS = 3_600_000
/** Ended alerts and faults made good. */
const CLEARED_KEPT_MS = 90 * 86_400_000

/** Composes the live side over one database: the sink of the sources, the live tables, the alerts, the routes, the socket. */
export const makeLive = ({
  db,
  databaseUrl,
  dataDir,
  clock,
  log,
  regions,
  ingest,
  audit,
  retentionDays,
  reachOf,
  rules = defaultRules,
}: LiveDeps): Live => {
  const fail = (what: string) => (error: unknown) => log.error({ error: String(error) }, what)
  const scope = makeLiveScope(regions)
  const directory = makeDirectory(makeDirectoryRows(db))
  const quarantine = makeLateQuarantine(
    makeQuarantine(db),
    () => openSpool({ file: join(dataDir, 'spool', 'quarantine.sqlite'), log }),
    log,
    () => alerts.quarantineChanged(),
  )
  const cursors = makeLateCursors(makeCursors(db), log)
  const alertStore = makeAlerts(db)
  const late: {
    realtime: Realtime | null
    sources: readonly Source[]
    reload: NodeJS.Timeout | null
    housekeeping: NodeJS.Timeout | null
    settled: boolean
    metered: boolean
    came: boolean
  } = {
    realtime: null,
    sources: [],
    reload: null,
    housekeeping: null,
    settled: false,
    metered: false,
    came: false,
  }

  const book = makeAlertBook(alertStore, clock)
  const turnAway: SourceSink['quarantine'] = (rejected) => {
    runner.turnedAway(rejected.map(({ source }) => source))
    return sink.quarantine(rejected)
  }
  const part: LivePartDeps = {
    db,
    dataDir,
    clock,
    log,
    regions,
    scope,
    directory,
    book,
    audit,
    rules,
    quarantine: turnAway,
  }
  const { energy, insight, ...energySide } = makeLiveEnergy(part)
  const {
    vehicles,
    tracks,
    drivers,
    fences,
    facts: vehicleFacts,
    ledger: vehicleLedger,
    ...vehicleSide
  } = makeLiveVehicles(part, { databaseUrl, ...(retentionDays === undefined ? {} : { retentionDays }) })
  const runner = makeSourcesRunner({
    hasRegisters: () => directory.now().vehicleOrdinals.size > 0 && energy.book.roster().byId.size > 0,
    log,
  })
  const shifts = makeSourceShifts(directory, SHIFT_HYPOTHESES, rules)
  const storms = makeStormParts({
    book,
    directory,
    regions,
    publish: (changes) =>
      late.realtime?.publish(
        'alerts',
        changes.map(({ alert, part }) => ({ item: alert, region: NOWHERE, unit: null, part })),
      ),
  })
  const alerts = makeAlertsService({
    book,
    storms,
    facts: makeAlertFacts(db),
    vehicles,
    energy,
    years: insight.years,
    directory,
    quarantine,
    statuses: runner.statuses,
    shifts,
    province: regions.province,
    regions: { path: regions.path, name: (code) => regions.get(code)?.name ?? code },
    calendar: { isWorkday, isHoliday },
    calendarState,
    rules,
    vehicleFacts,
    fences,
    clock,
    log,
  })

  const refresh = async (metered: boolean): Promise<void> => {
    await directory.reload()
    if (metered) await energy.rebuild()
  }
  const reloadSoon = (metered: boolean): void => {
    late.metered ||= metered
    late.reload ??= setTimeout(() => {
      const curves = late.metered
      late.reload = null
      late.metered = false
      refresh(curves).catch(fail('the registers could not be read'))
    }, RELOAD_AFTER_MS)
  }
  const sink = makeSink({
    archive: energySide.door,
    history: vehicleSide.door,
    ingest,
    vehicles,
    drivers,
    energy,
    quarantine,
    cursors,
    clock,
    log,
    onPositions: shifts.observe,
    onRecords: (collection, batch) => {
      late.came = true
      const orders = batch.collection === 'orders' ? batch.items.map(({ id }) => id) : []
      vehicleLedger.came(collection, orders)
      if (orders.length > 0 && late.settled) alerts.ordersChanged(orders)
      if (collection === 'road-limits') fences.roadsChanged()
      if (collection === 'working-hours' && late.settled) alerts.hoursChanged()
      if (isAfter('fences', collection) && late.settled) alerts.fencesChanged()
      if (batch.collection === 'people' && late.settled) alerts.peopleChanged(batch.items.map(({ id }) => id))
      if (isAfter('registers', collection) && late.settled) reloadSoon(isAfter('curves', collection))
    },
    onSettled: async () => {
      vehicleLedger.settled()
      const isKnown = late.settled && !late.came
      late.settled = true
      late.came = false
      if (isKnown) return
      await refresh(true)
      await alerts.judgeAll()
      insight.soon()
    },
    onQuarantine: alerts.quarantineChanged,
    regionOf: (rejected) => regionOfRejected(rejected, directory.now(), regions),
  })

  runner.onChange((statuses) =>
    late.realtime?.publish(
      'sources',
      statuses.map((item) => ({ item: inWords(item), region: null, unit: null })),
    ),
  )
  energy.onLoad((points) =>
    late.realtime?.publish(
      'load',
      points.map((item) => ({ item, region: item.region, unit: null })),
    ),
  )
  book.onChange((changed) => {
    const items = changed.map((alert) => ({
      item: toSent(alert),
      region: isForUnitOnly(alert) ? NOWHERE : alert.region,
      unit: alert.unit,
    }))
    for (let i = 0; i < items.length; i += ALERTS_PER_BATCH)
      late.realtime?.publish('alerts', items.slice(i, i + ALERTS_PER_BATCH))
  })

  const keepHouse = async (): Promise<void> => {
    await cursors.forgetDeliveries(clock() - DELIVERY_KEPT_MS)
    await alertStore.forget(clock() - CLEARED_KEPT_MS)
    await vehicleFacts.forget(clock() - CLEARED_KEPT_MS)
    await quarantine.forget(clock() - CLEARED_KEPT_MS)
    await drivers.forget()
  }

  return {
    sink,
    directory,
    vehicles,
    tracks,
    energy,
    alerts,
    insight,
    vehicleLedger,
    drivers,
    runner,
    registers: {
      metersOf: (building) => directory.now().metersOf.get(building) ?? [],
      vehicleBy: (kind, value) => directory.now().terminals.get(terminalKey(kind, value)) ?? null,
    },
    routes: [
      ...vehicleSide.routes,
      ...energySide.routes,
      ...alertRoutes(
        makeAlertQueries({
          alerts: alertStore,
          facts: vehicleFacts,
          directory,
          scope,
          regions,
          audit,
          clock,
          rules,
        }),
        makeHousingLevels({ read: (days, of) => readHousingPeople(db, days, of), scope, regions, clock }),
      ),
      ...sourceRoutes(runner.statuses),
      ...quarantineRoutes(makeQuarantineReading(quarantine, reachOf ?? reachIn(regions), audit)),
      ...webhookRoutes(() => webhookOf(late.sources)),
    ],
    publishLedger: (changes) => {
      addressChanges(changes, directory.belonging).then(
        (items) => late.realtime?.publish('ledger', items),
        fail('ledger changes could not be sent'),
      )
      alerts.ledgerChanged(changes)
    },
    publishStandards: (item) => late.realtime?.publish('standards', [{ item, region: null, unit: null }]),
    rulesChanged: alerts.rulesChanged,
    rebuilds: [
      {
        name: { zh: '预警', en: 'alerts' },
        domains: ['housing', 'vehicle', 'energy', 'data'],
        run: alerts.judgeAll,
      },
      { name: { zh: '用能研判', en: 'what is told of energy' }, domains: ['energy'], run: insight.run },
      { name: { zh: '车辆台账', en: 'the vehicle ledger' }, domains: ['vehicle'], run: vehicleLedger.again },
    ],
    attach: ({ httpServer, authenticate, onSessionEnd, tickMs, limits, isProxied, addressOf }) =>
      (late.realtime = attachRealtime({
        httpServer,
        authenticate,
        regions,
        feeds: makeFeeds({ vehicles, energy, directory, regions }),
        now: clock,
        log,
        ...(isProxied ? { isProxied } : {}),
        ...(onSessionEnd ? { onSessionEnd } : {}),
        ...(tickMs ? { tickMs } : {}),
        ...(addressOf ? { addressOf } : {}),
        ...(limits ? { limits } : {}),
      })),
    start: async (sources) => {
      late.sources = sources
      quarantine.start()
      await directory.reload()
      late.settled = directory.now().vehicleOrdinals.size > 0
      await vehicles.load()
      await energy.rebuild()
      await book.load()
      await alerts.load()
      vehicles.start()
      drivers.start()
      energy.start()
      alerts.start()
      vehicleLedger.start()
      await insight.start()
      late.housekeeping = setInterval(
        () => void keepHouse().catch(fail('old marks could not be forgotten')),
        HOUSEKEEPING_MS,
      )
      if (late.settled) void alerts.judgeAll()
      await runner.start(sources, sink)
    },
    stop: async () => {
      if (late.reload) clearTimeout(late.reload)
      if (late.housekeeping) clearInterval(late.housekeeping)
      await runner.stop()
      insight.stop()
      alerts.stop()
      await vehicleLedger.stop()
      await energy.stop()
      await drivers.stop()
      await vehicles.stop()
      await quarantine.stop()
      await cursors.stop()
      await late.realtime?.close()
    },
  }
}
