/** Ends the tests' PostgreSQL unless another run still uses it; the test run calls it last. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { startPrivatePostgres } from '../../../server/db/privatePostgres.ts'

const dataDir = join(import.meta.dirname, '../../../data/var/test-pg')
if (existsSync(join(dataDir, 'pg-port'))) {
  const server = await startPrivatePostgres({ dataDir })
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query<{ others: number }>(
    "select count(*)::int as others from pg_stat_activity where datname ~ '^(test|making)_'",
  )
  await client.end()
  if (rows[0]?.others === 0) await server.stop()
}
