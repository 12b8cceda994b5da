import { AppError } from '#shared/kernel/errors.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type {
  AuditFilter,
  AuditHour,
  AuditQuery,
  AuditRecord,
  AuditRepository,
  AuditSum,
} from './auditRows.ts'
import type { Anchor, AnchorFile } from './chain/anchors.ts'
import { linkOf, makeDigest, toRow, type AuditEvent } from './chain/chain.ts'
import { makeAuditFlood, type Counted } from './flood.ts'
import {
  findBreaks,
  NOTES,
  verifyAudit,
  type AuditBreak,
  type AuditCheck,
  type Note,
  type VerifyDeps,
} from './chain/verify.ts'
import { makeAuditWriter } from './writer.ts'
import { NO_FILE, makeAnchoring, type Anchoring } from './anchoring.ts'

/** Who gives a command about the log itself. */
interface AuditBy {
  readonly account: string
  readonly role: string
  readonly address: string
}

export interface AuditService {
  /**
   * Resolves once the event is durable; for an equal refusal within a minute of the last one, once it is counted. Throws
   * when it cannot be kept: the caller then refuses what it would have logged.
   */
  record(event: AuditEvent): Promise<void>
  list(query: AuditQuery): Promise<{ rows: AuditRecord[]; total: number }>
  summary(query: AuditFilter): Promise<AuditSum[]>
  hours(query: AuditFilter): Promise<AuditHour[]>
  /** Reads the whole log and recomputes its chain; one at a time, whoever asks meanwhile gets the same answer. */
  verify(): Promise<AuditCheck>
  /** How far a verification is; null while none runs. */
  progress(): { done: number; of: number } | null
  /** The anchors as the file has them, newest first. */
  anchors(): readonly Anchor[]
  /** Writes how far the log reached into the file of anchors, where it grew since the last one or the day is new. */
  anchor(): Promise<void>
  /** What is counted and due, and the anchor when it is due; called every few seconds. */
  tick(): Promise<void>
  /** Writes what is counted and a last anchor. */
  close(): Promise<void>
  /** Takes note of the breaks at a row; verification names it from then on. Throws `not-found` where there is none. */
  acceptBreak(row: number, reason: string, by: AuditBy): Promise<readonly AuditBreak[]>
  /** Sets a file of anchors aside that is missing, cut or changed, and begins a new one. */
  acceptAnchors(reason: string, by: AuditBy): Promise<void>
  /** Begins anew under this key where the old one is lost: fixes all rows before as they are. */
  beginSegment(reason: string, by: AuditBy): Promise<void>
  /** Whether the newest rows were signed with this key; true for an empty log. */
  keyFits(): Promise<boolean>
}

export interface AuditDeps {
  readonly repository: AuditRepository
  readonly clock: Clock
  /** Keys the chain; lies outside the database. */
  readonly key: string
  /** Outside the database too; without one nothing is anchored. */
  readonly anchorFile?: AnchorFile
  readonly warn?: (message: string, details: Record<string, unknown>) => void
}

/** A key is judged by so many of the newest rows: those that were changed, or signed over text that was kept otherwise, fit none. */
const KEY_ROWS = 200
const REASON = { least: 4, most: 500 }
const ALL: AuditQuery = {
  account: null,
  event: null,
  outcome: null,
  from: 0,
  to: Number.MAX_SAFE_INTEGER,
  before: null,
  limit: KEY_ROWS,
  regions: null,
  unit: null,
}

const requireReason = (reason: string): string => {
  const { length } = reason.trim()
  if (length < REASON.least || length > REASON.most)
    throw new AppError(
      'bad-request',
      `原因应为 ${REASON.least}–${REASON.most} 字 / a reason of ${REASON.least} to ${REASON.most} characters is needed`,
    )
  return reason.trim()
}

const note = (event: string, target: string | null, content: Note, by: AuditBy): AuditEvent => ({
  ...by,
  event,
  outcome: 'ok',
  target,
  detail: JSON.stringify(content),
})

/** Begins a new part of the chain: the rows before it are held to a digest that its first row keeps. */
const makeBeginSegment =
  ({ repository, key, clock }: AuditDeps, restart: () => Promise<void>) =>
  async (reason: string, by: AuditBy): Promise<void> => {
    const digest = makeDigest()
    let id = 0
    for (
      let rows = await repository.after(0, 5000);
      rows.length > 0;
      rows = await repository.after(id, 5000)
    ) {
      for (const row of rows) digest.add(row)
      id = rows.at(-1)!.id
    }
    const { anchors } = await repository.head()
    const row = toRow(
      note(NOTES.segment, null, { reason: requireReason(reason), digest: digest.done(), anchors }, by),
      clock(),
    )
    await repository.append([], (head) => {
      if (head.id !== id)
        throw new AppError('conflict', '日志正在增长,请再试 / the log grew meanwhile, try again')
      return [{ ...row, id: id + 1, hash: linkOf(key, head.hash, id + 1, row) }]
    })
    await restart()
  }

/** Whether the newest rows were signed with the key at hand. */
const makeKeyFits =
  ({ repository, key }: AuditDeps) =>
  async (): Promise<boolean> => {
    const { rows } = await repository.list(ALL)
    if (rows.length === 0) return (await repository.head()).id === 0
    for (const row of rows) {
      const before = row.id === 1 ? '' : await repository.hashOf(row.id - 1)
      if (before !== null && linkOf(key, before, row.id, row) === row.hash) return true
    }
    return false
  }

/** The commands about the log itself; each is a row of it. */
const makeCommands = (
  deps: AuditDeps,
  anchoring: Anchoring,
  append: (event: AuditEvent) => Promise<void>,
  verify: () => Promise<AuditCheck>,
) => {
  const { repository, key, clock, anchorFile = NO_FILE } = deps
  const reading: VerifyDeps = { repository, key, lines: anchorFile.read }
  const setAsideName = (): string =>
    `audit-anchors-${new Date(clock()).toISOString().replaceAll(/[:.]/g, '-')}.jsonl`
  const restart = async (): Promise<void> => {
    anchoring.restart(setAsideName())
    await anchoring.write()
  }
  return {
    beginSegment: makeBeginSegment(deps, restart),
    acceptBreak: async (row: number, given: string, by: AuditBy): Promise<readonly AuditBreak[]> => {
      const reason = requireReason(given)
      let breaks = await findBreaks(reading, row)
      if (breaks.some(({ kind }) => kind === 'tail')) {
        await append({ ...by, event: 'audit.resume', outcome: 'ok', target: String(row), detail: reason })
        breaks = await findBreaks(reading, row)
      }
      if (breaks.length === 0)
        throw new AppError('not-found', `第 ${row} 行没有断点 / the log does not break at row ${row}`)
      for (const { found } of breaks) await append(note(NOTES.break, String(row), { reason, found }, by))
      return (await verify()).breaks.filter((one) => one.row === row)
    },
    acceptAnchors: async (given: string, by: AuditBy): Promise<void> => {
      const reason = requireReason(given)
      const { breaks } = await verify()
      const lost = breaks.filter(
        ({ known, kind }) =>
          known === null && (kind === 'anchor-file' || kind === 'tail' || kind === 'anchored'),
      )
      if (lost.length === 0)
        throw new AppError('not-found', '锚点文件没有问题 / nothing is wrong with the anchors')
      const { anchors } = await repository.head()
      await append(
        note(
          NOTES.anchors,
          'anchors',
          {
            reason,
            anchors,
            lost: lost
              .map((one) => one.reason)
              .join('; ')
              .slice(0, 1000),
          },
          by,
        ),
      )
      await restart()
    },
    keyFits: makeKeyFits(deps),
  }
}

/** The access log: append-only, hash-chained, anchored outside the database, kept without an end (GB/T 22239-2019 8.1.4.3 asks for six months). */
export const makeAudit = (deps: AuditDeps): AuditService => {
  const { repository, clock, key, anchorFile = NO_FILE } = deps
  const writer = makeAuditWriter(deps)
  const flood = makeAuditFlood()
  const anchoring = makeAnchoring(deps)
  let verifying: Promise<AuditCheck> | null = null
  let progress: { done: number; of: number } | null = null
  const verify = (): Promise<AuditCheck> =>
    (verifying ??= verifyAudit({
      repository,
      key,
      lines: anchorFile.read,
      onRow: (done, of) => (progress = { done, of }),
    }).finally(() => {
      verifying = null
      progress = null
    }))
  const writeCounted = async (all: boolean): Promise<void> => {
    const writeOne = (counted: Counted): Promise<void> =>
      writer.append(toRow(counted.event, counted.at, counted.times)).catch((error: unknown) => {
        flood.restore(counted, clock())
        throw error
      })
    const written = await Promise.allSettled(flood.ended(clock(), all).map(writeOne))
    for (const result of written) if (result.status === 'rejected') throw result.reason
  }
  const append = (event: AuditEvent): Promise<void> => writer.append(toRow(event, clock()))
  const { beginSegment, acceptBreak, acceptAnchors, keyFits } = makeCommands(deps, anchoring, append, verify)
  return {
    record: async (event) => {
      const now = clock()
      const row = toRow(event, now)
      if (flood.take({ ...event, target: row.target, detail: row.detail, account: row.account }, now))
        await writer.append(row)
    },
    list: repository.list,
    summary: repository.summary,
    hours: repository.hours,
    verify,
    progress: () => progress,
    anchors: anchoring.list,
    anchor: anchoring.write,
    tick: async () => {
      await writeCounted(false)
      if (anchoring.isDue((await repository.head()).id, clock())) await anchoring.write()
    },
    close: async () => {
      await writeCounted(true)
      await anchoring.write()
    },
    acceptBreak,
    acceptAnchors,
    beginSegment,
    keyFits,
  }
}
