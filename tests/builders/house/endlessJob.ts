import { makePgBossJobs } from '../../../server/common/durable/pgBoss.ts'
import { jobsSchema } from '../../../server/db/jobsTables.ts'
import { openDatabase } from '../../../server/db/open.ts'

/** A process that begins a job, says so, and never ends it. */
const [name = ''] = process.argv.slice(2)
const database = openDatabase(process.env['DATABASE_URL']!, () => undefined)
const jobs = makePgBossJobs({
  pool: database.pool,
  schema: await jobsSchema(database.db),
  log: { warn: () => undefined, error: () => undefined },
})
jobs.handle({ name, attempts: 3, pauseMs: 1000, longestMs: 60_000 }, async () => {
  process.stdout.write('begun\n')
  await new Promise(() => undefined)
})
await jobs.ask(name, {})
