import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Schema } from './schema.ts'

export type Db = Kysely<Schema>

export interface Database {
  readonly db: Db
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** Whole numbers of PostgreSQL's bigint are read as numbers: ids, counts and dm² stay far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Opens a pool; connects lazily. Errors of connections, idle or at work, go to `onError`, never to the process: a query under way rejects as well. */
export const openDatabase = (url: string, onError: (error: Error) => void, connections = 10): Database => {
  const pool = new pg.Pool({ connectionString: url, max: connections, application_name: 'guanlan' })
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, close: () => db.destroy() }
}
