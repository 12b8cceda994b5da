import { createRequire } from 'node:module'
import { sql } from 'kysely'
import type { Db } from './open.ts'

/** The schema that holds the jobs' tables, which pg-boss makes and moves on by itself. */
export const JOBS_SCHEMA = 'pgboss'

const { pgboss } = createRequire(import.meta.url)('pg-boss/package.json') as { pgboss: { schema: number } }

/**
 * Answers where the jobs lie, and makes the schema where there is none and the login may. A login that may make none, in
 * a database of which others are the owners, keeps its jobs beside the tables of the house.
 */
export const jobsSchema = async (db: Db): Promise<string> => {
  const { rows } = await sql<{ beside: string; isBeside: boolean; usable: boolean; may: boolean }>`select
    current_schema() as beside,
    to_regclass(format('%I.job_common', current_schema())) is not null as "isBeside",
    coalesce(has_schema_privilege(to_regnamespace(${JOBS_SCHEMA}), 'usage, create'), false) as usable,
    has_database_privilege(current_database(), 'create') and to_regnamespace(${JOBS_SCHEMA}) is null as may`.execute(
    db,
  )
  const { beside, isBeside, usable, may } = rows[0]!
  if (isBeside) return beside
  if (usable) return JOBS_SCHEMA
  if (!may) return beside
  await sql`create schema if not exists ${sql.id(JOBS_SCHEMA)}`.execute(db)
  return JOBS_SCHEMA
}

/** The version of its tables; null where there are none. */
const versionIn = async (db: Db, schema: string): Promise<number | null> => {
  const { rows: found } = await sql<{ is: boolean }>`select
    to_regclass(format('%I.job_common', ${schema}::text)) is not null as is`.execute(db)
  if (!found[0]?.is) return null
  const { rows } = await sql<{ version: number }>`select version from ${sql.id(schema, 'version')}`.execute(
    db,
  )
  return rows[0]?.version ?? null
}

/** Makes the jobs' tables, or brings them to the version of the library, which is loaded for that alone. */
export const ensureJobsTables = async (db: Db): Promise<void> => {
  const schema = await jobsSchema(db)
  if ((await versionIn(db, schema)) === pgboss.schema) return
  const { PgBoss, fromKysely } = await import('pg-boss')
  const boss = new PgBoss({
    db: fromKysely(db),
    schema,
    createSchema: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
    supervise: false,
    schedule: false,
  })
  boss.on('error', () => {})
  try {
    await boss.start()
  } finally {
    await boss.stop({ graceful: false })
  }
}
