import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import pg from 'pg'
import type { DurationMs } from '#shared/kernel/units.ts'
import { isInRequest } from './requestScope.ts'
import type { Schema } from './schema.ts'

export type Db = Kysely<Schema>

export interface Database {
  readonly db: Db
  /** The jobs' connections. */
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** PostgreSQL ends what is longer, and tells the caller; 0 is without an end. */
export interface Limits {
  /** Until a connection is free or made. */
  readonly connectMs: DurationMs
  readonly statementMs: DurationMs
  /** Between two statements of a transaction. */
  readonly idleInTransactionMs: DurationMs
}

/** Somebody waits for a request; a job (roll-ups, rebuilds, the first sync, migrations) may take its time on a busy machine. */
const REQUEST: Limits = { connectMs: 10_000, statementMs: 30_000, idleInTransactionMs: 30_000 }
export const JOB: Limits = { connectMs: MINUTE_MS, statementMs: 2 * HOUR_MS, idleInTransactionMs: 600_000 }
/** A line on which nothing moves is asked by the kernel whether it still stands. */
const KEEP_ALIVE_MS: DurationMs = 10_000

/** Whole numbers of PostgreSQL's bigint are read as numbers: ids, counts and dm² stay far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** A pool whose lost connections are told to `onError` and made anew. */
export const openPool = (
  url: string,
  name: string,
  limits: Limits,
  connections: number,
  onError: (error: Error) => void,
): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: name,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    connectionTimeoutMillis: limits.connectMs,
    statement_timeout: limits.statementMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
  })
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  return pool
}

/**
 * Opens two pools of `connections` each behind one `db`: what answers a request (see requestScope.ts) has short limits
 * and never waits behind a job for a connection. Connects lazily. Errors of connections, idle or at work, go to
 * `onError`, never to the process: a query under way rejects as well.
 */
export const openDatabase = (url: string, onError: (error: Error) => void, connections = 10): Database => {
  const pool = openPool(url, 'guanlan', JOB, connections, onError)
  const requests = openPool(url, 'guanlan-requests', REQUEST, connections, onError)
  const either: PostgresPool = {
    connect: () => (isInRequest() ? requests : pool).connect(),
    end: async () => void (await Promise.all([pool.end(), requests.end()])),
  }
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: either }) })
  return { db, pool, close: () => db.destroy() }
}
