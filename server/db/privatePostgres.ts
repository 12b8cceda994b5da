import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { commandOf, isRunning, signal, waitForExit } from '../launch/processes/processes.ts'
import { lock } from '../launch/processes/fileLock.ts'
import { postgresHome, type PostgresHome } from '../launch/house/postgresHome.ts'
import { ADMIN_LOGIN, APP_LOGIN, DATABASE, ensureLogins, WRONG_PASSWORD } from './privateLogins.ts'

export interface PrivatePostgres {
  /** Connection URL of the database `guanlan` for the application's login, which is no superuser. */
  readonly url: string
  /** The same for the superuser of this cluster: for whoever starts it, never for the application. */
  readonly adminUrl: string
  readonly port: number
  readonly pid: number
  /** It was already running: left over from a process that was killed, or shared with another. */
  readonly adopted: boolean
  /** Ends it in order (fast shutdown); hard after ten seconds. */
  stop(): Promise<void>
}

export interface PrivatePostgresOptions {
  /** Holds `pg/` with the cluster, the password and the port. */
  readonly dataDir: string
  /** Added to, or replacing, the settings below. */
  readonly settings?: Readonly<Record<string, string>>
}

/** For two cores and 24 GB shared with a server, a platform and a browser; every commit is on the disk before it is acknowledged. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '256MB',
  effective_cache_size: '2GB',
  work_mem: '32MB',
  maintenance_work_mem: '256MB',
  synchronous_commit: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '1',
  jit: 'off',
  huge_pages: 'off',
  TimeZone: 'UTC',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
}
const LOG_LIMIT_BYTES = 8 * 1024 * 1024
const START_LIMIT_MS = MINUTE_MS

interface Place {
  readonly home: PostgresHome
  readonly cluster: string
  readonly log: string
  readonly portFile: string
  readonly password: string
  readonly adminPassword: string
}

/** A local password, made once, readable by this account only. */
const passwordOf = (dataDir: string, name: string): string => {
  const file = join(dataDir, name)
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}

const freePort = (wanted: number): Promise<number> =>
  new Promise((done, failed) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' && wanted !== 0 ? done(freePort(0)) : failed(error),
    )
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })

const urlOf = ({ password }: Place, port: number, database: string): string =>
  `postgres://${APP_LOGIN}:${password}@127.0.0.1:${port}/${database}`
const adminUrlOf = (password: string, port: number, database: string): string =>
  `postgres://${ADMIN_LOGIN}:${password}@127.0.0.1:${port}/${database}`

/** Whether this very cluster answers on the port to its superuser; before there were two logins this one had the other's password. */
const answers = async (place: Place, port: number): Promise<boolean> => {
  for (const password of [place.adminPassword, place.password]) {
    const client = new pg.Client({
      connectionString: adminUrlOf(password, port, 'postgres'),
      connectionTimeoutMillis: 2000,
      query_timeout: 2000,
    })
    client.on('error', () => {})
    try {
      await client.connect()
      const { rows } = await client.query<{ data_directory: string }>('show data_directory')
      return rows[0]?.data_directory === place.cluster
    } catch (error) {
      if ((error as { code?: string }).code !== WRONG_PASSWORD) return false
    } finally {
      await client.end().catch(() => {})
    }
  }
  return false
}

/** Makes the cluster under another name and renames it, so that one interrupted half way is never used. */
const initialise = async (place: Place): Promise<void> => {
  const { user, folder, initdb } = place.home
  const making = join(folder, 'cluster.making')
  const passwordFile = join(folder, 'password.making')
  rmSync(making, { recursive: true, force: true })
  writeFileSync(passwordFile, place.adminPassword, { mode: 0o600 })
  if (user) chownSync(passwordFile, user.uid, user.gid)
  const flags = [
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--auth=scram-sha-256',
    '--no-instructions',
    '--no-sync',
  ]
  try {
    await promisify(execFile)(
      initdb,
      [`--pgdata=${making}`, `--username=${ADMIN_LOGIN}`, `--pwfile=${passwordFile}`, ...flags],
      {
        ...user,
        cwd: folder,
        env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      },
    )
  } catch (cause) {
    rmSync(making, { recursive: true, force: true })
    throw new Error(
      `initdb could not make the database: ${String((cause as { stderr?: string }).stderr ?? cause).trim()}`,
      { cause },
    )
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(making, place.cluster)
}

/** Process and port of `postmaster.pid`; null when there is none. */
const readPidFile = (cluster: string): { pid: number; port: number } | null => {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Math.abs(Number(lines[0])), port: Number(lines[3]) }
  } catch {
    return null
  }
}

/** A server left over from a killed process: the one that answers is taken as it is, one that does not is ended, a stale file is removed. */
const adopt = async (place: Place): Promise<{ pid: number; port: number } | null> => {
  const left = readPidFile(place.cluster)
  if (!left) return null
  const isOurs = isRunning(left.pid) && commandOf(left.pid).includes('postgres')
  for (let attempt = 0; isOurs && attempt < 40 && isRunning(left.pid); attempt++) {
    if (await answers(place, left.port)) return left
    await delay(150)
  }
  if (isOurs) await end(left.pid)
  rmSync(join(place.cluster, 'postmaster.pid'), { force: true })
  return null
}

const end = async (pid: number): Promise<void> => {
  for (const [name, limitMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ] as const) {
    if (!isRunning(pid)) return
    signal(pid, name)
    if (await waitForExit(pid, limitMs)) return
  }
}

const logTail = (place: Place): string =>
  (existsSync(place.log) ? readFileSync(place.log, 'utf8') : '').trim().split('\n').slice(-3).join(' | ')

/** Starts the server in a session of its own, so that a terminal's Ctrl-C reaches the launcher alone and the database ends last. */
const launch = async (
  place: Place,
  settings: Readonly<Record<string, string>>,
  port: number,
): Promise<number> => {
  if (existsSync(place.log) && statSync(place.log).size > LOG_LIMIT_BYTES) truncateSync(place.log)
  const log = openSync(place.log, 'a')
  const flags = Object.entries({ ...SETTINGS, ...settings, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const child = spawn(place.home.postgres, ['-D', place.cluster, ...flags], {
    ...place.home.user,
    cwd: place.home.folder,
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  let failure: string | null = null
  child.once('error', (error) => (failure = error.message))
  child.once('exit', (code) => (failure ??= `it ended with ${code}: ${logTail(place)}`))
  child.unref()
  const until = Date.now() + START_LIMIT_MS
  while (!(await answers(place, port))) {
    if (failure) throw new Error(`PostgreSQL did not start: ${failure}`)
    if (Date.now() > until)
      throw new Error(`PostgreSQL did not answer within ${START_LIMIT_MS / 1000} s: ${logTail(place)}`)
    await delay(30)
  }
  return child.pid!
}

/** After a hard kill the old server's workers may hold its memory for a moment: tried again while PostgreSQL says so. */
const launchPatiently = async (
  place: Place,
  settings: Readonly<Record<string, string>>,
): Promise<{ pid: number; port: number }> => {
  const remembered = existsSync(place.portFile) ? Number(readFileSync(place.portFile, 'utf8')) : 0
  for (let attempt = 0; ; attempt++) {
    const port = await freePort(Number.isInteger(remembered) ? remembered : 0)
    try {
      const pid = await launch(place, settings, port)
      writeFileSync(place.portFile, String(port))
      return { pid, port }
    } catch (error) {
      if (
        attempt >= 20 ||
        !/shared memory block|lock file|could not bind|Address already in use/.test(String(error))
      )
        throw error
      await delay(250)
    }
  }
}

/**
 * A private PostgreSQL for one data folder: made on first use, adopted when it still runs, on loopback only.
 * Throws one error that says why when it cannot start.
 */
export const startPrivatePostgres = async ({
  dataDir,
  settings = {},
}: PrivatePostgresOptions): Promise<PrivatePostgres> => {
  const folder = resolve(dataDir)
  mkdirSync(folder, { recursive: true })
  const starting = await lock(join(folder, 'pg-start.lock'), 120_000)
  try {
    const home = postgresHome(folder)
    const place: Place = {
      home,
      cluster: join(home.folder, 'cluster'),
      log: join(folder, 'pg.log'),
      portFile: join(folder, 'pg-port'),
      password: passwordOf(folder, 'pg-password'),
      adminPassword: passwordOf(folder, 'pg-admin-password'),
    }
    if (!existsSync(place.cluster)) await initialise(place)
    const running = await adopt(place)
    const { pid, port } = running ?? (await launchPatiently(place, settings))
    await ensureLogins((password, database) => adminUrlOf(password, port, database), place)
    return {
      url: urlOf(place, port, DATABASE),
      adminUrl: adminUrlOf(place.adminPassword, port, DATABASE),
      port,
      pid,
      adopted: running !== null,
      stop: () => end(pid),
    }
  } finally {
    starting.release()
  }
}
