import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pino, { type Logger } from 'pino'
import type { Access } from './access/module.ts'
import { holdAuditKey, openAuditKey } from './access/audit/chain/key.ts'
import { makeClock, type Clock } from './common/clock/clock.ts'
import { makePgBossJobs } from './common/durable/pgBoss.ts'
import { watchClock } from './common/clock/clockWatch.ts'
import type { Ports } from './common/defineModule.ts'
import { readConfig, type Config } from './config.ts'
import { auditRisks } from './db/auditSeal.ts'
import { jobsSchema } from './db/jobsTables.ts'
import { migrate } from './db/migrate.ts'
import { openDatabase, type Database } from './db/open.ts'
import { askOn, makePulse, type Pulse } from './db/pulse.ts'
import { makeAuthenticate, makeHttpApp } from './http/app.ts'
import { makePeers } from './http/peers.ts'
import { healthRoutes } from './http/health.ts'
import type { RouteDefinition } from './http/route.ts'
import { makeLogSink, surviveOutput } from './common/logSink.ts'
import { registerStatic } from './http/static.ts'
import { newestKept } from './common/clock/newestKeptRows.ts'
import { makeHealth, type HealthService } from './http/readiness.ts'
import { watchSpools } from './spool/spoolWatch.ts'
import { composeLive, type Live } from './live.ts'
import { listenToLauncher } from './launch/processes/leash.ts'

export interface RunningServer {
  readonly url: string
  readonly database: Database
  /** What each module offers. */
  readonly ports: Ports
  readonly access: Access
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

/** The database, waited for, migrated, and what of it is not as safe as it could be. */
const openHouse = async (config: Config, log: Logger) => {
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
  return { database, heart, jobs, risks }
}
type Opened = Awaited<ReturnType<typeof openHouse>>

/** All modules, with what their answers rest on. */
const composeReady = async (
  config: Config,
  { database: { db }, jobs }: Opened,
  clock: Clock,
  log: Logger,
): Promise<{ live: Live } & Ports> => {
  const key = {
    dataDir: config.dataDir,
    isNewAllowed: config.newAuditKey,
    newestRow: () => newestKept(db),
  }
  const live = await composeLive({ db, durable: jobs, config, auditKey: await openAuditKey(key), clock, log })
  await holdAuditKey(live.ports.access.audit, key)
  await live.ready()
  return { live, ...live.ports }
}
type Composed = Awaited<ReturnType<typeof composeReady>>

/** How the server is: told by what is under it. */
const watch = async (
  config: Config,
  { database, heart, jobs, risks }: Opened,
  { vehicles, intake, ledger, ground }: Composed,
  clock: Clock,
  log: Logger,
) => {
  let hasStarted = false
  const clockWatch = await watchClock({
    clock,
    wall: () => Date.now() + config.clockOffsetMs,
    newestKept: () => newestKept(database.db),
    log,
  })
  const spools = watchSpools(join(config.dataDir, 'spool'), log)
  return {
    started: (): void => void (hasStarted = true),
    stop: (): void => {
      spools.stop()
      clockWatch.stop()
    },
    health: makeHealth({
      version: config.version,
      clock,
      askDatabase: heart.ask,
      askTracks: vehicles.tracks.counts,
      statuses: intake.runner.statuses,
      hasStarted: () => hasStarted,
      risks: () => [...risks, ...spools.risks(), ...clockWatch.risks(), ...jobs.risks(), ...ground.risks()],
      making: () => ledger.making(),
    }),
  }
}

/** HTTP and the socket, both on one port. */
const openDoors = async (
  config: Config,
  { access, realtime }: Composed,
  routes: readonly RouteDefinition[],
  pulse: Pulse,
  log: Logger,
  options: ServerOptions,
) => {
  const { sessions, audit } = access
  const app = await makeHttpApp({
    routes,
    sessions,
    audit,
    log,
    mapbox: config.mapboxToken !== null,
    trustProxy: config.trustProxy,
    checkAnswers: options.checkAnswers ?? false,
    pulse,
  })
  await registerStatic(app, { ...config, sessions, pulse })
  const authenticate = makeAuthenticate(sessions, app.parseCookie, pulse)
  realtime.attach({
    httpServer: app.server,
    authenticate: (headers) => authenticate(headers.cookie),
    onSessionEnd: sessions.onEnded,
    limits: config.sockets,
    ...makePeers(config.trustProxy),
  })
  return { app, url: await app.listen({ port: config.port, host: config.host }) }
}

/** Composition root: config -> database -> migrate -> modules -> http + realtime -> sources -> listen. */
export const startServer = async (
  config: Config,
  log: Logger,
  options: ServerOptions = {},
): Promise<RunningServer> => {
  const clock = options.clock ?? makeClock(config.clockOffsetMs)
  const opened = await openHouse(config, log)
  const { database, heart, jobs } = opened
  const house = await composeReady(config, opened, clock, log)
  const { live, access } = house
  const pulse = makePulse(heart)
  const watching = await watch(config, opened, house, clock, log)
  const { health } = watching
  const routes = [...healthRoutes(health), ...live.all('routes')]
  const { app, url } = await openDoors(config, house, routes, pulse, log, options)
  await live.start()
  watching.started()
  jobs.start()
  return {
    url,
    database,
    ports: live.ports,
    access,
    routes,
    health,
    close: async () => {
      watching.stop()
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
