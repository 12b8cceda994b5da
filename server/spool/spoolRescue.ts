import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { copyWithLog, findLogDamage } from './spoolLog.ts'
import { hasSums, isWhole, openNew, RESCUED, SIDES } from './spoolOpen.ts'

/** A spool that could not be read, kept under another name beside the one that took its place. */
export interface SetAside {
  /** The file as it was; its name tells when. */
  readonly file: string
  readonly bytes: number
  /** Records that were read and stand in the new file. */
  readonly recovered: number
  /** Records that could not be read; null where nobody can tell how many there were. */
  readonly lost: number | null
  readonly cause: string
}

interface Row {
  readonly sequence: number
  readonly at: number
  readonly bytes: Uint8Array
  /** Null in files of an earlier version. */
  readonly crc: number | null
}
/** What its owner knows of it better than the damaged file may. */
export interface Known {
  readonly id: string
  readonly last: number
}

const MARK = '.set-aside-'
const WITH_LOG = '.with-log'
const NOTE = '.json'
/** Beyond so many sequences nobody looks one by one. */
const MOST_LOOKED_AT = 2_000_000

const tried = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** Opens what is there without changing it, and without the checks that would refuse all for a part. */
const openDamaged = (file: string): DatabaseSync => {
  const db = new DatabaseSync(file, {
    readOnly: true,
    timeout: 2_000,
    defensive: false,
  } as ConstructorParameters<typeof DatabaseSync>[1])
  try {
    db.exec('pragma writable_schema = on; pragma cell_size_check = on')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Reads from the oldest up to the damage, from the newest down to it, and between them one by one. A page of something else gives rows of nonsense: they are not taken. Answers how many were there and could not be read. */
const readAround = (db: DatabaseSync, last: number | null, take: (row: Row) => void): number | null => {
  let up = 0
  const columns = `sequence, at, bytes, ${(tried(() => hasSums(db)) ?? false) ? 'crc' : 'null as crc'}`
  const after = db.prepare(`select ${columns} from spool where sequence > ? order by sequence limit 1`)
  const before = db.prepare(`select ${columns} from spool where sequence < ? order by sequence desc limit 1`)
  const one = db.prepare(`select ${columns} from spool where sequence = ?`)
  const next = (
    statement: StatementSync,
    from: number,
    fits: (sequence: number) => boolean,
  ): Row | null | undefined => {
    const row = tried(() => (statement.get(from) as unknown as Row | undefined) ?? null)
    return row &&
      !(
        fits(row.sequence) &&
        typeof row.at === 'number' &&
        row.bytes instanceof Uint8Array &&
        isWhole(row.bytes, row.crc)
      )
      ? undefined
      : row
  }
  const isAbove = (sequence: number): boolean => sequence > up
  let row = next(after, up, isAbove)
  for (; row; row = next(after, up, isAbove)) {
    take(row)
    up = row.sequence
  }
  if (row === null) return last === null || up === 0 ? 0 : Math.max(last - up, 0)
  let highest: number | null = null
  let down: number | null = null
  const isBelow = (sequence: number): boolean => sequence > up && sequence < (down ?? Number.MAX_SAFE_INTEGER)
  for (row = next(before, Number.MAX_SAFE_INTEGER, isBelow); row; row = next(before, row.sequence, isBelow)) {
    take(row)
    highest ??= row.sequence
    down = row.sequence
  }
  const end = down === null ? last : down - 1
  if (end === null || end - up > MOST_LOOKED_AT) return null
  let lost = highest === null || last === null ? 0 : Math.max(last - highest, 0)
  for (let sequence = up + 1; sequence <= end; sequence++) {
    const found = next(one, sequence, (found) => found === sequence)
    if (found) take(found)
    else lost++
  }
  return lost
}

const firstOf = <T>(db: DatabaseSync | undefined, text: string): T | undefined =>
  db ? tried(() => db.prepare(text).get() as T | undefined) : undefined

const hasShape = (db: DatabaseSync): boolean =>
  tried(() => db.prepare('select sequence, at, bytes from spool where sequence = ?') !== undefined) ?? false

/** A page that is one transaction old lacks a record without a fault in reading it: what is missing between the oldest and the last. */
const gapsOf = (db: DatabaseSync, last: number | null, recovered: number): number => {
  const { oldest, newest } = db
    .prepare('select coalesce(min(sequence), 1) as oldest, coalesce(max(sequence), 0) as newest from spool')
    .get() as { oldest: number; newest: number }
  return Math.max(last ?? 0, newest) - oldest + 1 - recovered
}

/** Fills a new file with what can be read. Throws where the new file cannot be written. */
const recover = (file: string, known: Known | null): { recovered: number; lost: number | null } => {
  const rescued = file + RESCUED
  rmSync(rescued, { force: true })
  const into = openNew(rescued)
  const isLogDamaged = findLogDamage(file) !== null
  const source = isLogDamaged ? file + WITH_LOG : file
  if (isLogDamaged) copyWithLog(file, source)
  const from = tried(() => openDamaged(source))
  try {
    const last =
      known?.last ??
      firstOf<{ seq: number }>(from, "select seq from sqlite_sequence where name = 'spool'")?.seq ??
      null
    const id = known?.id ?? firstOf<{ id: string }>(from, 'select id from spool_id')?.id
    const insert = into.prepare('insert or ignore into spool (sequence, at, bytes, crc) values (?, ?, ?, ?)')
    let recovered = 0
    into.exec('begin immediate')
    const take = ({ sequence, at, bytes, crc }: Row): void =>
      void (recovered += Number(insert.run(sequence, at, bytes, crc).changes))
    const unread = from && hasShape(from) ? readAround(from, last, take) : null
    const lost = unread !== null && isLogDamaged ? gapsOf(into, last, recovered) : unread
    /** Where the last sequence is not known for certain, a new id: nothing that comes may be taken for what was written under the old one. */
    into
      .prepare('insert into spool_id values (?)')
      .run(last === null || id === undefined || (isLogDamaged && !known) ? randomUUID() : id)
    if (last !== null) {
      into.exec("delete from sqlite_sequence where name = 'spool'")
      into.prepare("insert into sqlite_sequence (name, seq) values ('spool', ?)").run(last)
    }
    into.exec('commit')
    return { recovered, lost }
  } finally {
    if (from) tried(() => from.close())
    into.close()
    if (isLogDamaged) rmSync(source, { force: true })
  }
}

const stamp = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')

/**
 * Puts a damaged spool aside under a name with the time (its log with it, nothing of it is changed), and a new one with
 * all that could be read in its place. A crash in between is made good by the next opening. Throws where the disk
 * refuses; then the damaged file stands where it stood.
 */
export const rescueSpool = (
  file: string,
  cause: string,
  known: Known | null = null,
  at = Date.now(),
): SetAside => {
  const bytes = SIDES.reduce(
    (sum, side) => sum + (existsSync(file + side) ? statSync(file + side).size : 0),
    0,
  )
  const result = recover(file, known)
  const aside = `${file}${MARK}${stamp(at)}`
  for (const side of SIDES) if (existsSync(file + side)) renameSync(file + side, aside + side)
  renameSync(file + RESCUED, file)
  const note: SetAside = { file: basename(aside), bytes, ...result, cause }
  tried(() => writeFileSync(aside + NOTE, JSON.stringify(note), { mode: 0o600 }))
  return note
}

/** All that were set aside in a folder and are kept there still, the oldest first. */
export const setAsideIn = (folder: string): SetAside[] =>
  (tried(() => readdirSync(folder)) ?? [])
    .filter(
      (name) =>
        name.includes(MARK) && name.endsWith(NOTE) && existsSync(join(folder, name.slice(0, -NOTE.length))),
    )
    .toSorted()
    .flatMap((name) => tried(() => [JSON.parse(readFileSync(join(folder, name), 'utf8')) as SetAside]) ?? [])

/** One line for a person. */
export const setAsideText = ({ file, bytes, recovered, lost, cause }: SetAside): string => {
  const mib = (bytes / 1024 ** 2).toFixed(1)
  return `本地缓存损坏,已另存为 ${file}(${mib} MiB),找回 ${recovered} 条,${lost === null ? '未能读出的条数不明' : `${lost} 条未能读出`}(${cause}) / a spool was damaged and set aside as ${file} (${mib} MiB): ${recovered} records recovered, ${lost ?? 'an unknown number'} could not be read`
}
