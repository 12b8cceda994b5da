import { randomUUID } from 'node:crypto'
import { findLogDamage } from './spoolLog.ts'
import { explain, isDamage, isWhole, openFile, SpoolDamaged, sumOf } from './spoolOpen.ts'
import { rescueSpool, type SetAside } from './spoolRescue.ts'

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

/** One opening of the file: its statements, what it is called, and what it holds. Throws SQLite's own errors. */
const connect = (file: string, maxPages: number | undefined) => {
  const db = openFile(file)
  if (maxPages !== undefined) db.exec(`pragma max_page_count = ${maxPages}`)
  try {
    const measure = db.prepare(
      'select count(*) as rows, coalesce(sum(length(bytes)), 0) as bytes from spool where sequence <= ?',
    )
    const known = db.prepare('select id from spool_id').get() as { id: string } | undefined
    const id = known?.id ?? randomUUID()
    if (!known) db.prepare('insert into spool_id values (?)').run(id)
    const given = db.prepare("select seq from sqlite_sequence where name = 'spool'")
    return {
      db,
      id,
      measure,
      insert: db.prepare('insert into spool (at, bytes, crc) values (?, ?, ?)'),
      select: db.prepare(
        'select sequence, bytes, crc from spool where sequence > ? order by sequence limit ?',
      ),
      remove: db.prepare('delete from spool where sequence <= ?'),
      freePages: db.prepare('pragma freelist_count'),
      oldest: db.prepare('select at from spool order by sequence limit 1'),
      last: Number((given.get() as { seq: number } | undefined)?.seq ?? 0),
      held: { ...(measure.get(Number.MAX_SAFE_INTEGER) as { rows: number; bytes: number }) },
    }
  } catch (error) {
    db.close()
    throw error
  }
}

type Opened = ReturnType<typeof connect>

export interface SpoolFileOptions {
  /** Stands in for a small disk. */
  readonly maxPages?: number
  /** Hears of a damaged file that was put aside; what could be read of it is in this spool. */
  readonly onSetAside?: (aside: SetAside) => void
}

/** Before SQLite opens it: it would pass over what stands behind the damage, and write over it. */
const refuseDamagedLog = (file: string): void => {
  const damage = findLogDamage(file)
  if (damage === null) return
  const { unreadable, behind } = damage
  throw new SpoolDamaged(
    `日志损坏:${unreadable} 帧不能读出,其后另有 ${behind} 帧完好 / its log is damaged: ${unreadable} frames cannot be read, ${behind} whole ones stand behind`,
  )
}

/** Opens what is there, or, where that cannot be read, puts it aside and goes on with what can be read of it. */
const openSound = (file: string, { maxPages, onSetAside }: SpoolFileOptions): Opened => {
  try {
    refuseDamagedLog(file)
    return connect(file, maxPages)
  } catch (error) {
    if (!isDamage(error, true)) throw error
    const aside = rescueSpool(file, explain(file, error).message)
    onSetAside?.(aside)
    return connect(file, maxPages)
  }
}

const transact = <T>({ db }: Opened, work: () => T): T => {
  db.exec('begin immediate')
  try {
    const value = work()
    db.exec('commit')
    return value
  } catch (error) {
    if (db.isTransaction) db.exec('rollback')
    throw error
  }
}

interface Held {
  now: Opened
  /** The newest sequence that was given out. */
  given: number
  isClosed: boolean
}

/** Does what is asked of the open file; a damage that shows only now puts the file aside, and the new one is asked, once. */
const makeAttempts = (file: string, options: SpoolFileOptions) => {
  const sound = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw explain(file, error)
    }
  }
  const now = sound(() => openSound(file, options))
  const held: Held = { now, given: now.last, isClosed: false }
  const rescue = (error: unknown): void => {
    const { id, db } = held.now
    if (db.isOpen) db.close()
    const aside = rescueSpool(file, explain(file, error).message, { id, last: held.given })
    held.now = connect(file, options.maxPages)
    options.onSetAside?.(aside)
  }
  /** A rescue that the disk refused left nothing open: it is tried again with the next call. */
  const reopen = (): void => {
    try {
      held.now = connect(file, options.maxPages)
    } catch (error) {
      if (!isDamage(error, true)) throw error
      rescue(error)
    }
  }
  const attempt = <T>(work: () => T): T =>
    sound(() => {
      if (!held.now.db.isOpen && !held.isClosed) reopen()
      try {
        return work()
      } catch (error) {
        if (!isDamage(error)) throw error
        rescue(error)
        return work()
      }
    })
  return { held, attempt }
}

const readOf = ({ select }: Opened, after: number, limit: number): SpoolRecord[] =>
  (select.all(after, limit) as unknown as (SpoolRecord & { readonly crc: number | null })[]).map(
    ({ sequence, bytes, crc }) => {
      if (!isWhole(bytes, crc)) throw new SpoolDamaged(`record ${sequence} is not what was written`)
      return { sequence, bytes }
    },
  )

/** A file that is found damaged, at the opening or later, is put aside, and what can be read of it is kept (spoolRescue.ts). */
export const openSpoolFile = (file: string, options: SpoolFileOptions = {}): SpoolFile => {
  const { held, attempt } = makeAttempts(file, options)

  return {
    get id() {
      return held.now.id
    },
    append: (records) => {
      const at = Date.now()
      const last = attempt(() => {
        let sequence = 0
        transact(held.now, () => {
          for (const bytes of records)
            sequence = Number(held.now.insert.run(at, bytes, sumOf(bytes)).lastInsertRowid)
        })
        return sequence
      })
      held.given = Math.max(held.given, last)
      held.now.held.rows += records.length
      for (const bytes of records) held.now.held.bytes += bytes.byteLength
      return last - records.length + 1
    },
    read: (after, limit) => attempt(() => readOf(held.now, after, limit)),
    forget: (upTo) =>
      attempt(() => {
        const gone = held.now.measure.get(upTo) as { rows: number; bytes: number }
        if (gone.rows === 0) return
        transact(held.now, () => held.now.remove.run(upTo))
        held.now.held.rows -= gone.rows
        held.now.held.bytes -= gone.bytes
        const { freelist_count: free } = held.now.freePages.get() as { freelist_count: number }
        if (free > FREE_PAGES) held.now.db.exec(`pragma incremental_vacuum(${VACUUM_PAGES})`)
      }),
    last: () => held.given,
    pending: () =>
      attempt(() => ({
        ...held.now.held,
        oldestAt: (held.now.oldest.get() as { at: number } | undefined)?.at ?? null,
      })),
    close: () => {
      held.isClosed = true
      if (held.now.db.isOpen) held.now.db.close()
    },
  }
}
