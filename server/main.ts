import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pino, { type Logger } from 'pino'
import type { Making } from '#shared/protocol/http.ts'
import type { Access } from './access/module.ts'
import { holdAuditKey, openAuditKey } from './access/audit/chain/key.ts'
import { makeClock, type Clock } from './common/clock/clock.ts'
import { makePgBossJobs } from './common/durable/pgBoss.ts'
import { watchClock } from './common/clock/clockWatch.ts'
import { readConfig, type Config } from './config.ts'
import { auditRisks } from './db/auditSeal.ts'
import { jobsSchema } from './db/jobsTables.ts'
import { migrate } from './db/migrate.ts'
import { openDatabase, type Database } from './db/open.ts'
import { askOn, makePulse } from './db/pulse.ts'
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
import type { Ledger } from './housing/module.ts'
import type { Live } from './liveTypes.ts'
import { newestKept } from './common/clock/newestKeptRows.ts'
import { makeAuditReading } from './access/audit/reading.ts'
import type { Standards } from './standards/standards.ts'
import { makeHealth, type HealthService } from './http/readiness.ts'
import { makeSources } from './sources/index.ts'
import { watchSpools } from './spool/spoolWatch.ts'
import { listenToLauncher } from './launch/processes/leash.ts'
import { makeCalendarReader, keepHouse } from './housekeeping.ts'
import { composeHouse } from './house.ts'

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
  const jobs = makePgBossJobs({ pool: database.pool, schema: await jobsSchema(database.db), log })
  const risks = await auditRisks(database.db)
  for (const risk of risks) log.warn(risk)
  let made: Making = null
  const key = {
    dataDir: config.dataDir,
    isNewAllowed: config.newAuditKey,
    newestRow: () => newestKept(database.db),
  }
  const making = (what: Making): void => void (made = what)
  const house = composeHouse(config, database, await openAuditKey(key), clock, log, making, jobs)
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
    risks: () => [...risks, ...spools.risks(), ...clockWatch.risks(), ...jobs.risks()],
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
  jobs.start()
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
      await jobs.stop()
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
