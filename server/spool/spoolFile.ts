import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'

export interface SpoolRecord {
  readonly sequence: number
  readonly bytes: Uint8Array
}

export interface SpoolPending {
  readonly rows: number
  readonly bytes: number
  /** When the oldest record was appended, by the machine's clock; null when there is none. */
  readonly oldestAt: number | null
}

/** The spool as its own thread sees it: every call blocks, and what it wrote is on the disk when it returns. */
export interface SpoolFile {
  /** Made with the file: sequences of one id never repeat, whatever is forgotten in between. */
  readonly id: string
  /** All or none, in one transaction; answers the sequence of the first. Throws a sentence naming the file and the cause. */
  append(records: readonly Uint8Array[]): number
  /** Up to `limit` records after a sequence, oldest first. */
  read(after: number, limit: number): SpoolRecord[]
  /** Takes away all records up to and including this sequence. */
  forget(upTo: number): void
  /** The last sequence that was given out; 0 before the first. */
  last(): number
  pending(): SpoolPending
  close(): void
}

/** Free pages are used again; a file that holds more than 256 MB of them gives some back to the disk, in steps that hold nobody up. */
const FREE_PAGES = 32_768
const VACUUM_PAGES = 512
/** SQLITE_BUSY, SQLITE_IOERR, SQLITE_FULL; what else goes wrong is told in SQLite's own words. */
const REASONS: Readonly<Record<number, string>> = {
  5: '另一进程正在使用 / another process has it open',
  10: '磁盘读写失败 / the disk cannot be read or written',
  13: '磁盘已满 / the disk is full',
}

const SCHEMA = `
  create table if not exists spool (sequence integer primary key autoincrement, at integer not null, bytes blob not null);
  create table if not exists spool_id (id text not null);
`

const explain = (file: string, error: unknown): Error => {
  const { errcode, message } = error as { errcode?: number; message: string }
  return new Error(`spool ${file}: ${REASONS[(errcode ?? 0) & 0xff] ?? message}`, { cause: error })
}

/** Durable at every commit (WAL, synchronous=FULL) and held by one process at a time; a torn tail is left out by SQLite's checksums. */
const open = (file: string): DatabaseSync => {
  mkdirSync(dirname(file), { recursive: true })
  const db = new DatabaseSync(file, { timeout: 2_000 })
  db.exec('pragma page_size = 8192; pragma auto_vacuum = incremental; pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -8192')
  db.exec(SCHEMA)
  return db
}

/** `maxPages` stands in for a small disk. */
export const openSpoolFile = (file: string, { maxPages }: { maxPages?: number } = {}): SpoolFile => {
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw explain(file, error)
    }
  }
  const db = attempt(() => open(file))
  if (maxPages !== undefined) db.exec(`pragma max_page_count = ${maxPages}`)
  const insert = db.prepare('insert into spool (at, bytes) values (?, ?)')
  const select = db.prepare('select sequence, bytes from spool where sequence > ? order by sequence limit ?')
  const remove = db.prepare('delete from spool where sequence <= ?')
  const measure = db.prepare('select count(*) as rows, coalesce(sum(length(bytes)), 0) as bytes from spool where sequence <= ?')
  const freePages = db.prepare('pragma freelist_count')
  const given = db.prepare("select seq from sqlite_sequence where name = 'spool'")
  const oldest = db.prepare('select at from spool order by sequence limit 1')
  const known = db.prepare('select id from spool_id').get() as { id: string } | undefined
  const id = known?.id ?? randomUUID()
  if (!known) attempt(() => db.prepare('insert into spool_id values (?)').run(id))
  const held = { ...(measure.get(Number.MAX_SAFE_INTEGER) as { rows: number; bytes: number }) }

  const transact = <T>(work: () => T): T =>
    attempt(() => {
      db.exec('begin immediate')
      try {
        const value = work()
        db.exec('commit')
        return value
      } catch (error) {
        if (db.isTransaction) db.exec('rollback')
        throw error
      }
    })

  return {
    id,
    append: (records) => {
      const at = Date.now()
      let last = 0
      transact(() => {
        for (const bytes of records) last = Number(insert.run(at, bytes).lastInsertRowid)
      })
      held.rows += records.length
      for (const bytes of records) held.bytes += bytes.byteLength
      return last - records.length + 1
    },
    read: (after, limit) => attempt(() => select.all(after, limit) as unknown as SpoolRecord[]),
    forget: (upTo) => {
      const gone = measure.get(upTo) as { rows: number; bytes: number }
      if (gone.rows === 0) return
      transact(() => remove.run(upTo))
      held.rows -= gone.rows
      held.bytes -= gone.bytes
      const { freelist_count: free } = freePages.get() as { freelist_count: number }
      if (free > FREE_PAGES) attempt(() => db.exec(`pragma incremental_vacuum(${VACUUM_PAGES})`))
    },
    last: () => Number((given.get() as { seq: number } | undefined)?.seq ?? 0),
    pending: () => ({ ...held, oldestAt: (oldest.get() as { at: number } | undefined)?.at ?? null }),
    close: () => db.close(),
  }
}
