import { HOUR_MS } from '#shared/kernel/time/time.ts'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { KeptClock } from './demoClock.ts'
import { readState, writeState } from '../processes/stateFile.ts'

const POINTER = 'clock-folder'
const KEPT = 'clock.json'
/** So much is lost of the clock at most when everything is killed. */
const KEEP_MS: DurationMs = 5000

/** The folder that a data folder's newest `--new-clock` opened; itself where there is none. */
export const currentFolder = (base: string): string => {
  const pointer = join(base, POINTER)
  if (!existsSync(pointer)) return base
  const folder = join(base, readFileSync(pointer, 'utf8').trim())
  return existsSync(folder) ? folder : base
}

/** A fresh folder within `base`, remembered as the one to open from now on; the others are kept. */
export const newFolder = (base: string, at: EpochMs): string => {
  const stamp = new Date(at + 8 * HOUR_MS).toISOString().slice(0, 16).replaceAll(/[-:]/g, '')
  let name = `clock-${stamp}`
  for (let n = 2; existsSync(join(base, name)); n++) name = `clock-${stamp}-${n}`
  mkdirSync(join(base, name), { recursive: true, mode: 0o700 })
  writeState(join(base, POINTER), `${name}\n`)
  return join(base, name)
}

const isKept = (value: unknown): value is KeptClock => {
  const { asked, last } = value as KeptClock
  return typeof last === 'number' && (asked === null || typeof asked === 'number')
}

/** How far the folder's clock has come, as the folder itself remembers; null for a new one, and for one of an earlier version. Throws LaunchError where it is damaged. */
export const keptClock = (dataDir: string): KeptClock | null =>
  readState(join(dataDir, KEPT), isKept, {
    zh: '可删除该文件,时钟将以数据库中最新的记录为准',
    en: 'it may be deleted: the newest record of the database counts then',
  })

/** No such table, and no right to read it: a database that no migration has seen, or none of this version's. */
const UNKNOWN = new Set(['42P01', '42501'])

/** What the database says of a folder without that memory: the newest row of the access log. */
export const newestKept = async (databaseUrl: string): Promise<EpochMs | null> => {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ at: string | number }>(
      'select at from audit order by id desc limit 1',
    )
    return rows[0] ? Number(rows[0].at) : null
  } catch (error) {
    if (UNKNOWN.has((error as { code?: string }).code ?? '')) return null
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Writes down how far the clock has come, now and then; the function returned writes it a last time. What was reached, also
 * before this start (`reached`), stands when the machine's time is set back.
 */
export const keepClock = (
  dataDir: string,
  asked: EpochMs | null,
  offsetMs: DurationMs,
  reached: EpochMs | null = null,
): (() => void) => {
  let last = reached ?? 0
  const write = (): void => {
    last = Math.max(last, Date.now() + offsetMs)
    try {
      writeState(join(dataDir, KEPT), JSON.stringify({ asked, last } satisfies KeptClock))
    } catch {
      // the disk is full: written again in five seconds
    }
  }
  write()
  const timer = setInterval(write, KEEP_MS).unref()
  return () => {
    clearInterval(timer)
    write()
  }
}
