import { setTimeout as delay } from 'node:timers/promises'
import pino, { type Logger } from 'pino'
import type { Health } from '#shared/protocol/http.ts'
import { auditKeyOf, makeAccess, type Access } from './access.ts'
import { makeClock, type Clock } from './clock.ts'
import { readConfig, type Config } from './config.ts'
import { migrate } from './db/migrate.ts'
import { openDatabase, type Database } from './db/open.ts'
import { localAccounts, makeFirst, provinceAccounts } from './firstAccounts.ts'
import { makeHttpApp } from './http/app.ts'
import { accountRoutes } from './http/accounts.ts'
import { auditRoutes } from './http/audit.ts'
import { healthRoutes } from './http/health.ts'
import { pairingRoutes } from './http/pairing.ts'
import type { RouteDefinition } from './http/route.ts'
import { sessionRoutes } from './http/session.ts'
import { registerStatic } from './http/static.ts'
import { makeLedger, type Ledger } from './ledger.ts'
import type { RegionTree } from './services/regionTree.ts'
import { listenToLauncher } from './launch/leash.ts'

export interface RunningServer {
  readonly url: string
  readonly database: Database
  readonly access: Access
  readonly ledger: Ledger
  readonly routes: readonly RouteDefinition[]
  close(): Promise<void>
}

export interface ServerOptions {
  /** Parses every answer with its schema before it is sent. */
  readonly checkAnswers?: boolean
  /** Replaces the machine's clock. */
  readonly clock?: Clock
}

const SWEEP_MS = 30_000
const DATABASE_WAIT_MS = 30_000
const PROBE_MS = 2000

/** A database that is still starting is waited for; any other error is thrown at once by the first query. */
const waitForDatabase = async ({ pool }: Database): Promise<void> => {
  const until = Date.now() + DATABASE_WAIT_MS
  for (;;) {
    try {
      await pool.query('select 1')
      return
    } catch (error) {
      const { code } = error as { code?: string }
      if (!['ECONNREFUSED', '57P03', 'ECONNRESET'].includes(code ?? '') || Date.now() > until) throw error
      await delay(250)
    }
  }
}

const probe = async ({ pool }: Database): Promise<Health['database']> => {
  try {
    await Promise.race([pool.query('select 1'), delay(PROBE_MS).then(() => Promise.reject(new Error(`no answer within ${PROBE_MS} ms`)))])
    return { ok: true, error: null }
  } catch (error) {
    return { ok: false, error: `数据库暂不可用,正在重连 / the database is away, reconnecting: ${(error as Error).message}` }
  }
}

const makeHealth = (config: Config, clock: Clock, database: Database, statuses: () => readonly Health['sources'][number][]) => async (): Promise<Health> => {
  const state = await probe(database)
  return { ok: state.ok, version: config.version, database: state, sources: statuses().map((source) => ({ ...source, ageMs: source.lastAt === null ? null : clock() - source.lastAt })) }
}

/** Demonstration accounts and the pending ones of every unit; again after each sync, because units come with it. */
const makeSeeder = (config: Config, access: Access, tree: RegionTree, log: Logger) => async (): Promise<void> => {
  if (!config.demoAccounts) return
  const units = await access.scopes.units()
  const named = await makeFirst(access.accounts, config.dataDir, [...provinceAccounts(config.region), ...(units.length > 0 ? localAccounts(tree, units) : [])])
  const pending = await access.accounts.seedUnits(units)
  if (named + pending > 0) log.info({ named, pending }, 'accounts made')
}

const accessRoutes = (config: Config, access: Access, clock: Clock): RouteDefinition[] => [
  ...sessionRoutes({ ...access, clock, version: config.version, mapboxToken: config.mapboxToken, signInsPerMinute: config.signInsPerMinute }),
  ...pairingRoutes(access.pairing),
  ...accountRoutes(access.accounts),
  ...auditRoutes(access.audit, access.unmask),
]

/** Composition root: config -> database -> migrate -> repositories -> services -> http + realtime -> sources -> listen. */
export const startServer = async (config: Config, log: Logger, options: ServerOptions = {}): Promise<RunningServer> => {
  const clock = options.clock ?? makeClock(config.clockOffsetMs)
  const database = openDatabase(config.databaseUrl, (error) => log.warn({ err: error }, 'an idle database connection was lost'), config.databaseConnections)
  await waitForDatabase(database)
  await migrate(database.db)
  const ledger = makeLedger({ db: database.db, clock, publish: () => {}, log: (message, details) => log.info(details, message) })
  await ledger.ingest.ready()
  await ledger.tree.load()
  const access = makeAccess({ db: database.db, clock, auditKey: auditKeyOf(config.dataDir), region: config.region, tree: ledger.tree })
  await makeSeeder(config, access, ledger.tree, log)()
  const routes = [...healthRoutes(makeHealth(config, clock, database, () => [])), ...accessRoutes(config, access, clock), ...ledger.routes]
  const app = await makeHttpApp({ routes, sessions: access.sessions, audit: access.audit, log, mapbox: config.mapboxToken !== null, trustProxy: config.trustProxy, checkAnswers: options.checkAnswers ?? false })
  await registerStatic(app, { ...config, sessions: access.sessions })
  const sweeper = setInterval(() => void access.sessions.sweep().catch((error: unknown) => log.warn({ err: error }, 'idle sessions were not swept')), SWEEP_MS)
  const url = await app.listen({ port: config.port, host: config.host })
  return {
    url,
    database,
    access,
    ledger,
    routes,
    close: async () => {
      clearInterval(sweeper)
      await app.close()
      await database.close()
    },
  }
}

const run = async (): Promise<void> => {
  const config = readConfig(process.env)
  const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  const server = await startServer(config, log)
  log.info({ url: server.url }, 'listening')
  listenToLauncher(server.access, config.region, () => server.close(), log)
}

if (import.meta.main) {
  run().catch((error: unknown) => {
    const { code, message } = error as { code?: string; message: string }
    process.stderr.write(`${code === 'EADDRINUSE' ? `端口被占用 / the port is in use: ${message}` : message}\n`)
    process.exit(1)
  })
}
