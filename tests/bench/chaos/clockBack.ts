import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { startPrivatePostgres } from '../../../server/db/privatePostgres.ts'
import { freePort } from './house.ts'
import { folderOf, type Phase } from './rig.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const CLOCK = '2026-11-18T10:00:00+08:00'
const EARLIER = '2026-11-18T08:00:00+08:00'
const RUN_MS = 12_000
const READY_MS = 400_000
const REFUSAL = /早于数据目录已保存到的时刻.*--new-clock/

interface Start {
  /** Until it says that it is ready, or has ended: null, or its exit status. */
  begun(): Promise<number | null>
  output(): string
  stop(): Promise<void>
}

const start = (dataDir: string, port: number, clock: string): Start => {
  const flags = [join(ROOT, 'server', 'launch', 'start.mjs'), '--scale', 'tiny', '--no-open', '--no-build']
  const env = {
    ...process.env,
    PORT: String(port),
    GUANLAN_DATA_DIR: dataDir,
    DATABASE_URL: '',
    GUANLAN_CLOCK: clock,
  }
  const child = spawn(process.execPath, flags, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<number>((done) => child.on('exit', (code) => done(code ?? -1)))
  const ready = async (): Promise<null> => {
    for (const since = Date.now(); !/^ready http/m.test(output); await delay(100))
      if (Date.now() - since > READY_MS) throw new Error(`not ready within ${READY_MS} ms: ${output}`)
    return null
  }
  return {
    begun: () => Promise.race([ended, ready()]),
    output: () => output,
    stop: async () => {
      if (child.exitCode === null) child.kill('SIGINT')
      await ended
    },
  }
}

/** Every table's rows in one number each; and the newest row of the access log. */
interface Kept {
  readonly tables: ReadonlyMap<string, string>
  readonly audit: { readonly id: number; readonly at: number; readonly sum: string }
}

const TABLES =
  "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
const sumOf = (table: string): string =>
  `select md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as sum from ${table} t`

/** Reads the folder's database while nothing else runs on it; `upTo` ends the log's sum at that row. */
const readKept = async (dataDir: string, upTo?: number): Promise<Kept> => {
  const postgres = await startPrivatePostgres({ dataDir })
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  const one = async <T extends pg.QueryResultRow>(text: string): Promise<T> =>
    (await client.query<T>(text)).rows[0] as T
  try {
    const tables = new Map<string, string>()
    for (const { name } of (await client.query<{ name: string }>(TABLES)).rows)
      tables.set(name, (await one<{ sum: string }>(sumOf(name))).sum)
    const newest = await one<{ id: string; at: string }>('select id, at from audit order by id desc limit 1')
    const { sum } = await one<{ sum: string }>(`${sumOf('audit')} where id <= ${upTo ?? Number(newest.id)}`)
    return { tables, audit: { id: Number(newest.id), at: Number(newest.at), sum } }
  } finally {
    await client.end()
    await postgres.stop()
  }
}

const clear = (dataDir: string): void => {
  const note = join(dataDir, 'pg-elsewhere.txt')
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

/** A whole product by its launcher: a clock that was set back is refused, and the folder is as it was. */
export const clockBack = async (phase: Phase): Promise<void> => {
  const dataDir = folderOf(phase)
  clear(dataDir)
  const port = await freePort()
  const running: Start[] = []
  const begin = async (clock: string): Promise<{ status: number | null; it: Start }> => {
    const it = start(dataDir, port, clock)
    running.push(it)
    return { status: await it.begun(), it }
  }
  try {
    const first = await begin(CLOCK)
    phase.mustBeNone('a first start that is not ready', first.status === null ? 0 : 1, 'starts')
    await delay(RUN_MS)
    await first.it.stop()
    const before = await readKept(dataDir)
    const back = await begin(EARLIER)
    await back.it.stop()
    const isRefused = back.status === 1 && REFUSAL.test(back.it.output())
    phase.mustBeNone('a clock set back that is not refused with --new-clock', isRefused ? 0 : 1, 'starts')
    const after = await readKept(dataDir)
    const names = new Set([...before.tables.keys(), ...after.tables.keys()])
    const changed = [...names].filter((name) => before.tables.get(name) !== after.tables.get(name))
    phase.show('tables compared', names.size, 'tables')
    phase.mustBeNone('tables that the refused start changed', changed.length, 'tables')
    const again = await begin(CLOCK)
    const goesOn = again.status === null && /goes on from/.test(again.it.output())
    phase.mustBeNone('a start with the old clock that does not go on', goesOn ? 0 : 1, 'starts')
    await delay(RUN_MS)
    await again.it.stop()
    const later = await readKept(dataDir, before.audit.id)
    phase.mustBeNone(
      'old rows of the access log changed or lost',
      later.audit.sum === before.audit.sum ? 0 : 1,
      'logs',
    )
    phase.show('the clock went on by', (later.audit.at - before.audit.at) / 1000, 's')
    phase.mustBeNone('a clock that went back', later.audit.at < before.audit.at ? 1 : 0, 'clocks')
  } finally {
    for (const it of running) await it.stop()
    clear(dataDir)
  }
}
