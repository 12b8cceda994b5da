import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'

export const SIDES = ['', '-wal', '-shm'] as const
/** A rescued spool under this name takes the spool's place; see spoolRescue.ts. */
export const RESCUED = '.rescued'

const SCHEMA = `
  create table if not exists spool (sequence integer primary key autoincrement, at integer not null, bytes blob not null, crc integer);
  create table if not exists spool_id (id text not null);
`

/** By SQLite's primary result code; what else goes wrong is told in SQLite's own words. */
const REASONS: Readonly<Record<number, string>> = {
  5: '另一进程正在使用 / another process has it open',
  8: '只读,请检查目录权限 / it is read-only: check the rights of its folder',
  10: '磁盘读写失败 / the disk cannot be read or written',
  11: '文件损坏 / the file is damaged',
  13: '磁盘已满 / the disk is full',
  14: '不能打开,请检查目录权限 / it cannot be opened: check the rights of its folder',
  26: '不是数据库文件 / it is no database file',
}
/** SQLITE_CORRUPT and SQLITE_NOTADB; SQLITE_ERROR is what a spool of another shape gives when its statements are prepared. */
const DAMAGED = new Set([11, 26])
const OTHER_SHAPE = 1
const SHORT_READ = 522

const codeOf = (error: unknown): number => (error as { errcode?: number }).errcode ?? 0

export const isDamage = (error: unknown, preparing = false): boolean => {
  const code = codeOf(error)
  return (
    DAMAGED.has(code & 0xff) ||
    code === SHORT_READ ||
    (preparing && (code & 0xff) === OTHER_SHAPE) ||
    error instanceof SpoolDamaged
  )
}

export const explain = (file: string, error: unknown): Error => {
  if (error instanceof Error && error.message.startsWith('spool ')) return error
  const { message } = error as { message: string }
  return new Error(`spool ${file}: ${REASONS[codeOf(error) & 0xff] ?? message}`, { cause: error })
}

/** Damage that SQLite does not see. */
export class SpoolDamaged extends Error {}

/**
 * CRC-32 of a record, kept beside it: SQLite knows of no change within a page, and a page of something else at the end of
 * a record would be read as part of it.
 */
export const sumOf = (bytes: Uint8Array): number => crc32(bytes)

/** A record without a sum was written by an earlier version. */
export const isWhole = (bytes: Uint8Array, crc: number | null): boolean =>
  crc === null || crc === sumOf(bytes)

export const hasSums = (db: DatabaseSync): boolean =>
  db.prepare("select 1 from pragma_table_info('spool') where name = 'crc'").get() !== undefined

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0)

/** A file system without rights of its own, or a folder that another account owns and lets us write to, keeps what it has. */
const NO_RIGHTS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EROFS'])
const restrict = (path: string, mode: number): void => {
  try {
    chmodSync(path, mode)
  } catch (error) {
    if (!NO_RIGHTS.has((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Positions and people's cards are nobody else's to read, in files of an earlier start too. */
const keepPrivate = (file: string): void => {
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  restrict(folder, 0o700)
  closeSync(openSync(file, 'a', 0o600))
  for (const side of SIDES) if (existsSync(file + side)) restrict(file + side, 0o600)
}

/** A crash came between the two renamings: the old file's log must not be taken for the new one's. */
const finishRescue = (file: string): void => {
  for (const side of SIDES)
    if (existsSync(file + side)) renameSync(file + side, `${file}.set-aside-left${side}`)
  renameSync(file + RESCUED, file)
}

/** Before anything is changed in it: a file of another shape is not ours to write to. */
const refuseOtherShape = (db: DatabaseSync): void => {
  const isThere =
    db.prepare("select 1 from sqlite_master where type = 'table' and name = 'spool'").get() !== undefined
  if (isThere) db.prepare('select sequence, at, bytes from spool where sequence = ?')
}

/** Durable at every commit (WAL, synchronous=FULL) and held by one process at a time; a torn tail is left out by SQLite's checksums. */
export const openFile = (file: string): DatabaseSync => {
  if (!existsSync(file) && existsSync(file + RESCUED)) finishRescue(file)
  const isEmptied = existsSync(file) && sizeOf(file) === 0 && sizeOf(`${file}-wal`) > 0
  keepPrivate(file)
  // SQLite would throw the log's pages away without a word.
  if (isEmptied) throw new SpoolDamaged('the file is empty beside a log that is not')
  const db = new DatabaseSync(file, { timeout: 2_000 })
  try {
    refuseOtherShape(db)
    db.exec(
      'pragma page_size = 8192; pragma auto_vacuum = incremental; pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -8192',
    )
    db.exec(SCHEMA)
    if (!hasSums(db)) db.exec('alter table spool add column crc integer')
  } catch (error) {
    db.close()
    throw error
  }
  return db
}

/** A new file without a log beside it, so that it can be renamed. */
export const openNew = (file: string): DatabaseSync => {
  const db = new DatabaseSync(file)
  db.exec(
    'pragma page_size = 8192; pragma auto_vacuum = incremental; pragma journal_mode = delete; pragma synchronous = full',
  )
  db.exec(SCHEMA)
  restrict(file, 0o600)
  return db
}
