import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '../../../server/db/migrate.ts'
import { openDatabase, type Database } from '../../../server/db/open.ts'
import { startPrivatePostgres } from '../../../server/db/privatePostgres.ts'
import { lock } from '../../../server/launch/processes/fileLock.ts'
import { isRunning } from '../../../server/launch/processes/processes.ts'

export interface TestDatabase extends Database {
  readonly url: string
  /** The same database for its superuser: what the application's own login may not do. */
  readonly adminUrl: string
  /** Closes the pool and removes the database. */
  drop(): Promise<void>
}

const ROOT = join(import.meta.dirname, '../../..')
const DATA_DIR = join(ROOT, 'data', 'var', 'test-pg')
const IN_USE = join(DATA_DIR, 'in-use')
/** A test's data may be lost with the machine: nothing waits for the disk. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_connections: '200',
  max_wal_size: '1GB',
}
const TOUCH_MS = 30_000

/** Ends the server two minutes after the last test process said that it uses it. */
const endWhenIdle = (pid: number): void => {
  const script =
    'while kill -0 "$0" 2>/dev/null; do sleep 10; if [ -n "$(find "$1" -mmin +2)" ]; then kill -INT "$0"; exit; fi; done'
  spawn('/bin/sh', ['-c', script, String(pid), IN_USE], { stdio: 'ignore', detached: true }).unref()
}

const touch = (): void => utimesSync(IN_USE, new Date(), new Date())

const admin = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const named = (url: string, database: string): string => {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

/** The template's name changes with every migration file, so an old schema is never handed out. */
const templateName = (): string => {
  const folder = join(ROOT, 'server')
  const hash = createHash('sha256')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(^|\/)(migrations(\/.*)?|db\/jobsTables)\.ts$/.test(path),
  )
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(folder, file)))
  return `template_${hash.digest('hex').slice(0, 16)}`
}

/** Databases of test processes that were killed. */
const sweep = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ datname: string }>(
    "select datname from pg_database where datname ~ '^(test|making)_'",
  )
  for (const { datname } of rows)
    if (!isRunning(Number(datname.split('_')[1])))
      await client.query(`drop database if exists ${datname} with (force)`)
}

const makeTemplate = async (
  { url, adminUrl }: { url: string; adminUrl: string },
  template: string,
): Promise<void> => {
  await admin(adminUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template])
    if (rowCount) return
    await sweep(client)
    const making = `making_${process.pid}_${randomBytes(3).toString('hex')}`
    await client.query(`create database ${making}`)
    const database = openDatabase(named(url, making), () => {})
    await migrate(database.db).finally(() => database.close())
    await client.query(`alter database ${making} rename to ${template}`)
  })
}

interface Started {
  readonly url: string
  readonly adminUrl: string
  readonly template: string
}

const start = async (): Promise<Started> => {
  mkdirSync(DATA_DIR, { recursive: true })
  writeFileSync(IN_USE, '')
  const server = await startPrivatePostgres({ dataDir: DATA_DIR, settings: SETTINGS })
  if (!server.adopted) endWhenIdle(server.pid)
  setInterval(touch, TOUCH_MS).unref()
  const template = templateName()
  const making = await lock(join(DATA_DIR, 'template.lock'), 120_000)
  await makeTemplate(server, template).finally(() => making.release())
  return { url: server.url, adminUrl: server.adminUrl, template }
}

let server: Promise<Started> | undefined

/** A database `name` that was created, opened by the application's login. */
const opened = async ({ url, adminUrl }: Started, name: string): Promise<TestDatabase> => {
  const database = openDatabase(named(url, name), () => {})
  return {
    ...database,
    url: named(url, name),
    adminUrl: named(adminUrl, name),
    drop: async () => {
      await database.close()
      await admin(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}
const freshName = (): string => `test_${process.pid}_${randomBytes(4).toString('hex')}`

/** A fresh migrated database on the private PostgreSQL that all test files share. */
export const makeTestDatabase = async (): Promise<TestDatabase> => {
  const started = await (server ??= start())
  const name = freshName()
  await admin(started.adminUrl, (client) =>
    client.query(`create database ${name} template ${started.template}`),
  )
  return opened(started, name)
}

/** A database without any table that belongs to the application's login, as a site makes one by hand: nobody prepared it for sealing the audit log. */
export const makeBareDatabase = async (): Promise<TestDatabase> => {
  const started = await (server ??= start())
  const name = freshName()
  await admin(started.adminUrl, (client) =>
    client.query(`create database ${name} owner ${new URL(started.url).username} template template0`),
  )
  return opened(started, name)
}
