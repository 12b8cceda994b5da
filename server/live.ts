import { join } from 'node:path'
import { defaultRules } from '#shared/standards/tables.ts'
import { calendarState, isHoliday, isWorkday } from './common/clock/calendar.ts'
import { alertRoutes } from './supervision/routes.ts'
import { quarantineRoutes } from './intake/quarantine/routes.ts'
import { sourceRoutes } from './intake/sourceRoutes.ts'
import { webhookRoutes } from './intake/webhookRoutes.ts'
import type { Live, LiveDeps } from './liveTypes.ts'
import { makeAfterRecords } from './afterRecords.ts'
import { publishLive, publishParts } from './publishing.ts'
import { makeFeeds } from './realtime/feeds.ts'
import { makeLiveEnergy } from './energy/module.ts'
import type { LivePartDeps } from './common/part.ts'
import { makeLiveVehicles } from './vehicles/module.ts'
import { attachRealtime, type Realtime } from './realtime/gateway.ts'
import { makeAlertFacts } from './supervision/factRows.ts'
import { readHousingPeople } from './housing/units/peopleRows.ts'
import { makeAlerts } from './supervision/alertRows.ts'
import { makeCursors } from './common/cursorRows.ts'
import { makeDirectoryRows } from './common/directory/directoryRows.ts'
import { makeQuarantine } from './intake/quarantine/quarantineRows.ts'
import { makeAlertsService } from './supervision/judges.ts'
import { makeAlertBook } from './supervision/book.ts'
import { makeAlertQueries } from './supervision/queries.ts'
import { makeHousingLevels } from './housing/places/levels.ts'
import { makeStormParts } from './vehicles/alarms/storms.ts'
import { makeDirectory, terminalKey } from './common/directory/directory.ts'
import { addressChanges } from './vehicles/live/liveLedger.ts'
import { makeLateCursors, makeLateQuarantine } from './common/late/lateWrites.ts'
import { makeLiveScope } from './common/scope/liveScope.ts'
import { regionOfRejected } from './intake/quarantine/region.ts'
import { makeQuarantineReading, reachIn } from './intake/quarantine/list.ts'
import { makeSink } from './intake/sink.ts'
import { makeSourceShifts } from './intake/shifts.ts'
import { makeSourcesRunner } from './intake/runner.ts'
import { openSpool } from './spool/spool.ts'
import { SHIFT_HYPOTHESES } from './sources/shiftHypotheses.ts'
import { webhookOf, type Source, type SourceSink } from './sources/index.ts'

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
    housekeeping: NodeJS.Timeout | null
  } = {
    realtime: null,
    sources: [],
    housekeeping: null,
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
    publish: (changes) => publishParts(late.realtime, changes),
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

  const after = makeAfterRecords({ directory, energy, insight, alerts, fences, vehicleLedger, fail })
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
    onRecords: after.onRecords,
    onSettled: after.onSettled,
    onQuarantine: alerts.quarantineChanged,
    regionOf: (rejected) => regionOfRejected(rejected, directory.now(), regions),
  })

  publishLive({ runner, energy, book, realtime: () => late.realtime })

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
      after.begin()
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
      if (after.isSettled()) void alerts.judgeAll()
      await runner.start(sources, sink)
    },
    stop: async () => {
      after.stop()
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
