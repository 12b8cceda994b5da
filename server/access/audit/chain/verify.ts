import type { EpochMs } from '#shared/kernel/units.ts'
import type { AuditRecord, AuditRepository } from '../auditRows.ts'
import { checkAnchors, type Anchor } from './anchors.ts'
import { fingerprintOf, linkOf, makeDigest } from './chain.ts'

type BreakKind = 'changed' | 'missing' | 'tail' | 'anchored' | 'anchor-file' | 'before-key'

export interface AuditBreak {
  /** The first row concerned; for the file of anchors the newest row that stands. */
  readonly row: number
  /** That row's time, or of the next one that stands; null where none does. */
  readonly at: EpochMs | null
  readonly kind: BreakKind
  readonly reason: string
  /** Who took note of it, in which row and why; null while nobody has. */
  readonly known: {
    readonly row: number
    readonly at: EpochMs
    readonly account: string
    readonly reason: string
  } | null
}

export interface AuditCheck {
  /** False while a break stands that nobody took note of. */
  readonly ok: boolean
  readonly rows: number
  /** The first break that nobody took note of. */
  readonly brokenAt: number | null
  readonly reason: string | null
  /** Known ones too; the first thousand. */
  readonly breaks: readonly AuditBreak[]
  /** How many there are in all. */
  readonly broken: number
  readonly anchors: {
    readonly count: number
    readonly lastAt: EpochMs | null
    readonly lastRow: number | null
  }
  /** Rows up to this one were signed with a key that is no more; 0 where there are none. */
  readonly unsigned: number
}

export interface VerifyDeps {
  readonly repository: AuditRepository
  readonly key: string
  readonly lines: () => readonly string[]
  readonly onRow?: (done: number, of: number) => void
}

/** What a command that takes note of breaks leaves in the log, as JSON in `detail`. */
export interface Note {
  readonly reason: string
  /** Fingerprint of what was found, for a row's break. */
  readonly found?: string
  /** How many lines the file of anchors had when a new one was begun. */
  readonly anchors?: number
  /** What was wrong with it. */
  readonly lost?: string
  /** Digest of all rows before this one, under a new key. */
  readonly digest?: string
}

export const NOTES = {
  break: 'audit.accept-break',
  anchors: 'audit.new-anchors',
  segment: 'audit.segment',
} as const
const PAGE = 5000
const MOST_BREAKS = 1000

const noteOf = (row: { readonly detail: string | null }): Note | null => {
  try {
    return JSON.parse(row.detail ?? '') as Note
  } catch {
    return null
  }
}

export type Found = Omit<AuditBreak, 'known'> & { readonly found: string }

/** Rows of an event whose own signature holds under this key: nobody else could have written them. */
const signedNotes = async ({ repository, key }: VerifyDeps, event: string): Promise<AuditRecord[]> => {
  const signed: AuditRecord[] = []
  for (const row of await repository.ofEvent(event)) {
    const before = row.id === 1 ? '' : await repository.hashOf(row.id - 1)
    if (before !== null && linkOf(key, before, row.id, row) === row.hash) signed.push(row)
  }
  return signed
}

const missing = (from: number, row: AuditRecord): Found => ({
  row: from,
  at: row.at,
  kind: 'missing',
  reason: `第 ${from} 至 ${row.id - 1} 行缺失 / rows ${from} to ${row.id - 1} are missing`,
  found: fingerprintOf(['missing', from, row]),
})

const changed = (row: AuditRecord, expected: string): Found => ({
  row: row.id,
  at: row.at,
  kind: 'changed',
  reason: `第 ${row.id} 行被改动 / row ${row.id} was changed`,
  found: fingerprintOf(['changed', expected, row.hash]),
})

const beforeKey = (row: AuditRecord, kept: string): Found => ({
  row: row.id,
  at: row.at,
  kind: 'before-key',
  reason: `第 ${row.id} 行之前已与换密钥时不符 / the rows before ${row.id} are no longer what they were when the key was changed`,
  found: fingerprintOf(['before-key', kept]),
})

const unanchored = (row: AuditRecord, { n, day, hash }: Anchor): Found => ({
  row: row.id,
  at: row.at,
  kind: 'anchored',
  reason: `第 ${row.id} 行与 ${day} 的锚点 ${n} 不符 / row ${row.id} is not the one that anchor ${n} of ${day} names`,
  found: fingerprintOf(['anchored', n, hash, row.hash]),
})

/** Rows that were removed after the last one: the database remembers them, or an anchor names them. Null where none were. */
const removed = (
  last: { readonly id: number; readonly at: EpochMs | null },
  headId: number,
  anchors: readonly Anchor[],
): Found | null => {
  const anchor = anchors.reduce<Anchor | null>(
    (top, one) => (top === null || one.id > top.id ? one : top),
    null,
  )
  const reached = Math.max(headId, anchor?.id ?? 0)
  if (reached <= last.id) return null
  const who =
    headId > last.id
      ? `库中记到第 ${headId} 行 / the database remembers row ${headId}`
      : `${anchor!.day} 的锚点记到第 ${anchor!.id} 行 / the anchor of ${anchor!.day} names row ${anchor!.id}`
  return {
    row: last.id + 1,
    at: last.at,
    kind: 'tail',
    reason: `第 ${last.id} 行之后被删除:${who} / rows after ${last.id} were removed`,
    found: fingerprintOf(['tail', last.id + 1, reached]),
  }
}

/** One pass over all rows: signatures, gaps, and what the anchors say of them. */
const makePass = (key: string, anchors: readonly Anchor[], segment: AuditRecord | undefined) => {
  const anchored = Map.groupBy(anchors, ({ id }) => id)
  const digest = makeDigest()
  const breaks: Found[] = []
  let broken = 0
  let last = { id: 0, hash: '', at: null as EpochMs | null }
  const add = (found: Found): void => {
    broken++
    if (breaks.length < MOST_BREAKS) breaks.push(found)
  }
  const checkLink = (row: AuditRecord): void => {
    const expected = linkOf(key, last.hash, row.id, row)
    if (expected !== row.hash) add(changed(row, expected))
  }
  const checkSegment = (row: AuditRecord): void => {
    const kept = digest.done()
    if (noteOf(row)?.digest !== kept) add(beforeKey(row, kept))
  }
  const checkAnchored = (row: AuditRecord): void => {
    for (const anchor of anchored.get(row.id) ?? [])
      if (anchor.hash !== row.hash) add(unanchored(row, anchor))
  }
  return {
    take: (row: AuditRecord): void => {
      const isBefore = segment !== undefined && row.id < segment.id
      if (row.id !== last.id + 1) add(missing(last.id + 1, row))
      else if (!isBefore) checkLink(row)
      if (isBefore) digest.add(row)
      else if (row.id === segment?.id) checkSegment(row)
      checkAnchored(row)
      last = { id: row.id, hash: row.hash, at: row.at }
    },
    end: (headId: number) => {
      const tail = removed(last, headId, anchors)
      if (tail) add(tail)
      return { breaks, broken, last }
    },
  }
}

const walk = async (
  deps: VerifyDeps,
  headId: number,
  anchors: readonly Anchor[],
  segment: AuditRecord | undefined,
) => {
  const pass = makePass(deps.key, anchors, segment)
  let id = 0
  for (;;) {
    const rows = await deps.repository.after(id, PAGE)
    const newest = rows.at(-1)
    if (!newest) return pass.end(headId)
    for (const row of rows) pass.take(row)
    id = newest.id
    deps.onRow?.(id, Math.max(headId, id))
  }
}

/** As they are told: those that a note names, and what is wrong with the file of anchors. */
const withNotes = (
  found: readonly Found[],
  notes: readonly AuditRecord[],
  restarts: readonly AuditRecord[],
): AuditBreak[] => {
  const told = ({ id, at, account }: AuditRecord, reason: string) => ({ row: id, at, account, reason })
  const breaks = found.map(({ found: print, ...one }): AuditBreak => {
    const row = notes.findLast((note) => note.target === String(one.row) && noteOf(note)?.found === print)
    return { ...one, known: row ? told(row, noteOf(row)?.reason ?? '') : null }
  })
  const begun = restarts.map((row): AuditBreak => ({
    row: row.id,
    at: row.at,
    kind: 'anchor-file',
    reason: noteOf(row)?.lost ?? '',
    known: told(row, noteOf(row)?.reason ?? ''),
  }))
  return [...breaks, ...begun]
}

/**
 * Reads the whole log and recomputes its chain; says where it breaks. A break that an administrator took note of by
 * command stays in the answer with who and why, as long as what was found there is still the same.
 */
export const verifyAudit = async (deps: VerifyDeps): Promise<AuditCheck> => {
  const head = await deps.repository.head()
  const [segments, restarts, notes] = [
    await signedNotes(deps, NOTES.segment),
    await signedNotes(deps, NOTES.anchors),
    await signedNotes(deps, NOTES.break),
  ]
  const segment = segments.at(-1)
  const begun = [...restarts, ...segments].flatMap((row) => noteOf(row)?.anchors ?? [])
  const { anchors, fault } = checkAnchors(deps.key, deps.lines(), head, begun)
  const { breaks, broken, last } = await walk(deps, head.id, anchors, segment)
  const noted = withNotes(breaks, notes, restarts)
  if (fault) noted.push({ row: last.id, at: last.at, kind: 'anchor-file', reason: fault, known: null })
  const first = noted.find(({ known }) => known === null)
  const newest = anchors.at(-1)
  return {
    ok: first === undefined && broken <= breaks.length,
    rows: last.id,
    brokenAt: first?.row ?? null,
    reason: first?.reason ?? null,
    breaks: noted,
    broken: broken + restarts.length + (fault ? 1 : 0),
    anchors: { count: newest?.n ?? 0, lastAt: newest?.at ?? null, lastRow: newest?.id ?? null },
    unsigned: segment ? segment.id - 1 : 0,
  }
}

/** The breaks at a row, with the fingerprints by which notes name them. */
export const findBreaks = async (deps: VerifyDeps, row: number): Promise<readonly Found[]> => {
  const head = await deps.repository.head()
  const segment = (await signedNotes(deps, NOTES.segment)).at(-1)
  const { anchors } = checkAnchors(deps.key, deps.lines(), head, [])
  return (await walk(deps, head.id, anchors, segment)).breaks.filter((one) => one.row === row)
}
