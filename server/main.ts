import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pino, { type Logger } from 'pino'
import type { Making } from '#shared/protocol/http.ts'
import { isSeries, type SeriesName } from '#shared/protocol/platform.ts'
import { dayOf } from '#shared/units.ts'
import { makeAccess, type Access } from './access/module.ts'
import { holdAuditKey, openAuditKey } from './access/audit/chain/key.ts'
import { calendarYears, readCalendar } from './common/clock/calendar.ts'
import { makeClock, type Clock } from './common/clock/clock.ts'
import { watchClock } from './common/clock/clockWatch.ts'
import { readConfig, type Config } from './config.ts'
import { auditRisks } from './db/auditSeal.ts'
import { migrate } from './db/migrate.ts'
import { openDatabase, type Database } from './db/open.ts'
import { askOn, makePulse } from './db/pulse.ts'
import { localAccounts, makeFirst, provinceAccounts } from './access/accounts/firstAccounts.ts'
import { makeAuthenticate, makeHttpApp } from './http/app.ts'
import { makePeers } from './http/peers.ts'
import { accountRoutes, guardRoutes, scopeRoutes } from './access/accounts/routes.ts'
import { auditRoutes } from './access/audit/routes.ts'
import { healthRoutes } from './http/health.ts'
import { pairingRoutes } from './access/sessions/pairingRoutes.ts'
import { standardRoutes } from './standards/routes.ts'
import type { RouteDefinition } from './http/route.ts'
import { ownSessionRoutes, sessionRoutes } from './access/sessions/routes.ts'
import { makeTilesetFinder } from './http/tilesets.ts'
import { makeLogSink, surviveOutput } from './common/logSink.ts'
import { registerStatic } from './http/static.ts'
import { makeLedger, type Ledger } from './housing/module.ts'
import { makeLive, type Live } from './live.ts'
import { newestKept } from './common/clock/newestKeptRows.ts'
import { makeParametersRepository } from './standards/parameterRows.ts'
import { makeAuditReading } from './access/audit/reading.ts'
import { makeStandards, type Standards } from './standards/standards.ts'
import { makeHealth, type HealthService } from './http/readiness.ts'
import { makeSources } from './sources/index.ts'
import type { SourceBatch } from './sources/Source.ts'
import type { RegionTree } from './common/regions/regionTree.ts'
import { watchSpools } from './spool/spoolWatch.ts'
import { listenToLauncher } from './launch/processes/leash.ts'

export interface RunningServer {
  readonly url: string
  readonly database: Database
  readonly access: Access
  readonly ledger: Ledger
  readonly live: Live
  readonly standards: Standards
  readonly routes: readonly RouteDefinition[]
  readonly health: HealthService
  close(): Promise<void>
}

export interface ServerOptions {
  /** Parses every answer with its schema before it is sent. */
  readonly checkAnswers?: boolean
  /** Replaces the machine's clock. */
  readonly clock?: Clock
}

const SWEEP_MS = 30_000
/** Counted refusals and due anchors of the access log. */
const AUDIT_MS = 5000
const DAY_CHECK_MS = 60_000
/** A day's roll-ups end up as they were so long before its end at most. */
const KEEP_DAY_MS = 5 * 60_000
/** After a start the platform's first records are awaited. */
const FIRST_DAY_MS = 60_000
const DATABASE_WAIT_MS = 30_000

/** A database that is still starting, or does not answer yet, is waited for; any other error is thrown at once by the first query. */
const waitForDatabase = async (ask: () => Promise<void>): Promise<void> => {
  const since = performance.now()
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      const isAway = ['ECONNREFUSED', '57P03', 'ECONNRESET'].includes(code ?? '') || /timeout/i.test(message)
      if (!isAway || performance.now() - since > DATABASE_WAIT_MS) throw error
      await delay(250)
    }
  }
}

/** Demonstration accounts and the pending ones of every unit; again after each sync, because units come with it. */
const makeSeeder =
  (config: Config, access: Access, tree: RegionTree, log: Logger) => async (): Promise<void> => {
    if (!config.demoAccounts) return
    const units = await access.scopes.units()
    const named = await makeFirst(access.accounts, config.dataDir, [
      ...provinceAccounts(config.region),
      ...(units.length > 0 ? localAccounts(tree, units) : []),
    ])
    const pending = await access.accounts.seedUnits(units)
    if (named + pending > 0) log.info({ named, pending }, 'accounts made')
  }

const accessRoutes = (config: Config, access: Access, clock: Clock, log: Logger): RouteDefinition[] => [
  ...ownSessionRoutes(access),
  ...sessionRoutes({
    ...access,
    clock,
    version: config.version,
    mapboxToken: config.mapboxToken,
    tilesets: makeTilesetFinder(config.tilesDir, (name, fault) =>
      log.warn({ tileset: name, fault }, '3D 模型不能显示 / a 3D model cannot be shown'),
    ),
  }),
  ...pairingRoutes(access.pairing, access.accounts),
  ...accountRoutes(access.accounts),
  ...scopeRoutes(access.bounds),
  ...guardRoutes(access.accounts),
  ...auditRoutes(makeAuditReading(access.audit, access.auditReach), access.unmask),
]

type Records = Extract<SourceBatch, { kind: 'records' }>
const isLedger = (batch: Records): batch is Exclude<Records, { collection: SeriesName }> =>
  !isSeries(batch.collection)

/** The ledger and the live side know of one another only through what is handed over here. */
const composeHouse = (
  config: Config,
  database: Database,
  auditKey: string,
  clock: Clock,
  log: Logger,
  making: (what: Making) => void,
) => {
  const { db } = database
  let live: Live | null = null
  const audit = { record: (event: Parameters<Access['audit']['record']>[0]) => access.audit.record(event) }
  const standards = makeStandards({
    parameters: makeParametersRepository(db),
    province: () => ledger.tree.province(),
    audit,
    calendarYears,
    clock,
    log: (message, details) => log.info(details, message),
  })
  const ledger: Ledger = makeLedger({
    db,
    clock,
    rules: standards.rules,
    publish: (changes) => live?.publishLedger(changes),
    isPulled: () =>
      live?.runner.statuses().some(({ way, state }) => way === 'request' && state === 'catching-up') ?? false,
    making,
    audit,
    refuse: async (rejected) => live?.sink.quarantine(rejected),
    log: (message, details) => log.info(details, message),
  })
  const access: Access = makeAccess({
    db,
    clock,
    auditKey,
    dataDir: config.dataDir,
    warn: (message, details) => log.error(details, message),
    region: config.region,
    tree: ledger.tree,
    signInsPerMinute: config.signInsPerMinute,
  })
  const seed = makeSeeder(config, access, ledger.tree, log)
  const settled = async (source: string): Promise<void> => {
    await ledger.ingest.settled(source)
    await seed()
  }
  const liveSide = (live = makeLive({
    db,
    rules: standards.rules,
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    clock,
    log,
    audit: access.audit,
    reachOf: access.auditReach,
    regions: ledger.tree,
    ingest: {
      accept: (source, batch) => (isLedger(batch) ? ledger.ingest.accept(source, batch) : Promise.resolve()),
      settled,
    },
  }))
  standards.onChange(liveSide.rulesChanged)
  for (const job of [...ledger.rebuilds, ...liveSide.rebuilds]) standards.onRebuild(job)
  standards.onNews((keys, rebuild) => liveSide.publishStandards({ keys, rebuild }))
  return { ledger, access, live: liveSide, standards, seed }
}

type House = ReturnType<typeof composeHouse>

/** Years of `calendar.json` in the data folder, read anew each minute; what is wrong with it is logged once, other years than before are told. */
const makeCalendarReader = (
  dataDir: string,
  clock: Clock,
  log: Logger,
  changed: () => void,
): (() => Promise<void>) => {
  let [told, years] = ['', '']
  return async () => {
    const faults = (await readCalendar(join(dataDir, 'calendar.json'))).join('; ')
    if (faults !== told && faults !== '') log.error({ faults }, 'calendar.json is wrong in part')
    told = faults
    const known = calendarYears(dayOf(clock())).join()
    if (years !== '' && known !== years) changed()
    years = known
  }
}

/** What is done again and again; returns how to stop it. */
const keepHouse = (
  { access, ledger, standards }: House,
  calendar: () => Promise<void>,
  clock: Clock,
  log: Logger,
): (() => void) => {
  let day = dayOf(clock())
  const attempt = (what: string, work: () => Promise<void>) => () =>
    void work().catch((error: unknown) => log.warn({ err: error }, what))
  const daily = async (): Promise<void> => {
    standards.newDay()
    const today = dayOf(clock())
    if (today === day) return
    await ledger.ingest.daily()
    day = today
  }
  const keepDay = attempt("the day's roll-ups were not kept", ledger.measureDays.keep)
  const timers = [
    setTimeout(keepDay, FIRST_DAY_MS),
    setInterval(keepDay, KEEP_DAY_MS),
    setInterval(attempt('idle sessions were not swept', access.sessions.sweep), SWEEP_MS),
    setInterval(attempt('the access log was not anchored', access.audit.tick), AUDIT_MS),
    setInterval(attempt('the daily work was not done', daily), DAY_CHECK_MS),
    setInterval(attempt('calendar.json was not read', calendar), DAY_CHECK_MS),
  ]
  return () => timers.forEach((timer) => clearInterval(timer))
}

/** Composition root: config -> database -> migrate -> repositories -> services -> http + realtime -> sources -> listen. */
export const startServer = async (
  config: Config,
  log: Logger,
  options: ServerOptions = {},
): Promise<RunningServer> => {
  const clock = options.clock ?? makeClock(config.clockOffsetMs)
  const database = openDatabase(
    config.databaseUrl,
    (error) => log.warn({ err: error }, 'an idle database connection was lost'),
    config.databaseConnections,
  )
  const heart = askOn(config.databaseUrl)
  await waitForDatabase(heart.ask)
  await migrate(database.db)
  const risks = await auditRisks(database.db)
  for (const risk of risks) log.warn(risk)
  let made: Making = null
  const key = {
    dataDir: config.dataDir,
    isNewAllowed: config.newAuditKey,
    newestRow: () => newestKept(database.db),
  }
  const house = composeHouse(config, database, await openAuditKey(key), clock, log, (what) => (made = what))
  const { access, ledger, live, standards } = house
  await holdAuditKey(access.audit, key)
  const calendar = makeCalendarReader(config.dataDir, clock, log, standards.calendarChanged)
  await calendar()
  await standards.load()
  live.rulesChanged(standards.rules())
  await ledger.tree.load()
  await ledger.ingest.ready()
  /* A choice may have come into force while nothing ran. */
  await ledger.ingest.limitsChosen()
  await house.seed()
  const pulse = makePulse(heart)
  const sources = makeSources(config.sources, clock, log, live.registers)
  let hasStarted = false
  const clockWatch = await watchClock({
    clock,
    wall: () => Date.now() + config.clockOffsetMs,
    newestKept: () => newestKept(database.db),
    log,
  })
  const spools = watchSpools(join(config.dataDir, 'spool'), log)
  const health = makeHealth({
    version: config.version,
    clock,
    askDatabase: heart.ask,
    askTracks: live.tracks.counts,
    statuses: live.runner.statuses,
    hasStarted: () => hasStarted,
    risks: () => [...risks, ...spools.risks(), ...clockWatch.risks()],
    making: () => made,
  })
  const routes = [
    ...healthRoutes(health),
    ...accessRoutes(config, access, clock, log),
    ...ledger.routes,
    ...standardRoutes(standards),
    ...live.routes,
  ]
  const app = await makeHttpApp({
    routes,
    sessions: access.sessions,
    audit: access.audit,
    log,
    mapbox: config.mapboxToken !== null,
    trustProxy: config.trustProxy,
    checkAnswers: options.checkAnswers ?? false,
    pulse,
  })
  await registerStatic(app, { ...config, sessions: access.sessions, pulse })
  const authenticate = makeAuthenticate(access.sessions, app.parseCookie, pulse)
  const { addressOf, isProxied } = makePeers(config.trustProxy)
  live.attach({
    httpServer: app.server,
    authenticate: (headers) => authenticate(headers.cookie),
    onSessionEnd: access.sessions.onEnded,
    limits: config.sockets,
    addressOf,
    isProxied,
  })
  const url = await app.listen({ port: config.port, host: config.host })
  await live.start(sources)
  hasStarted = true
  const stopKeeping = keepHouse(house, calendar, clock, log)
  return {
    url,
    database,
    access,
    ledger,
    live,
    standards,
    routes,
    health,
    close: async () => {
      stopKeeping()
      spools.stop()
      clockWatch.stop()
      await live.stop()
      await app.close()
      pulse.close()
      await access.audit
        .close()
        .catch((error: unknown) => log.error({ err: error }, 'the access log was not closed in order'))
      await Promise.all([heart.close(), database.close()])
    },
  }
}

const run = async (): Promise<void> => {
  const config = readConfig(process.env)
  surviveOutput()
  const log = pino(
    { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    makeLogSink(),
  )
  const server = await startServer(config, log)
  log.info({ url: server.url }, 'listening')
  listenToLauncher(
    { pairing: server.access.pairing, health: server.health.detail },
    config.region,
    () => server.close(),
    log,
  )
}

/** One line for a person, whatever stopped the start. */
const explain = (error: unknown): string => {
  const { code, message, cause } = error as { code?: string; message: string; cause?: { code?: string } }
  if (code === 'EADDRINUSE') return `端口被占用 / the port is in use: ${message}`
  if (code === 'ECONNREFUSED' || cause?.code === 'ECONNREFUSED' || /timeout/i.test(message))
    return `数据库没有应答 / the database does not answer: ${message}`
  if (code?.startsWith('28') || code === '3D000') return `数据库拒绝登录 / the database refuses: ${message}`
  return message
}

if (import.meta.main) {
  run().catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`)
    process.exit(1)
  })
}
