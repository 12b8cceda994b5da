import { createHmac } from 'node:crypto'
import type { EpochMs } from '#shared/units.ts'
import type { Clock } from '../clock.ts'
import type { AuditQuery, AuditRecord, AuditRepository } from '../repositories/audit.ts'

/** What is worth keeping: sign-ins, unmaskings, track queries, edits, changes of accounts, pairings, refusals. */
interface AuditEvent {
  /** Dotted, e.g. `session.sign-in`, `vehicle.track`, `room.edit`. */
  readonly event: string
  readonly account: string
  readonly role: string
  readonly address: string
  readonly outcome: 'ok' | 'refused' | 'failed'
  readonly target?: string | null
  readonly detail?: string | null
}

interface AuditCheck {
  readonly ok: boolean
  readonly rows: number
  /** The first row that does not follow from the one before it; null when the chain is whole. */
  readonly brokenAt: number | null
  readonly reason: string | null
}

export interface AuditService {
  /** Resolves once the event is durable. Throws when it cannot be kept: the caller then refuses what it would have logged. */
  record(event: AuditEvent): Promise<void>
  list(query: AuditQuery): Promise<{ rows: AuditRecord[]; total: number }>
  summary(from: EpochMs, to: EpochMs): ReturnType<AuditRepository['summary']>
  /** Reads the whole log and recomputes its chain. */
  verify(): Promise<AuditCheck>
}

type Unlinked = Omit<AuditRecord, 'id' | 'hash'>

const LIMITS = { text: 200, detail: 2000, verifyRows: 5000 }
const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`)

/** Each link is an HMAC over the link before it and the row, under a key that lies outside the database. */
const linkOf = (key: string, previous: string, id: number, row: Unlinked): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([previous, id, row.at, row.account, row.role, row.event, row.target, row.outcome, row.address, row.detail]))
    .digest('hex')

const toRow = (event: AuditEvent, at: EpochMs): Unlinked => ({
  at,
  account: cut(event.account, LIMITS.text),
  role: event.role,
  event: event.event,
  target: event.target == null ? null : cut(event.target, LIMITS.text),
  outcome: event.outcome,
  address: event.address,
  detail: event.detail == null ? null : cut(event.detail, LIMITS.detail),
})

interface Waiting {
  readonly row: Unlinked
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/** The access log: append-only, hash-chained, kept without an end (GB/T 22239-2019 8.1.4.3 asks for six months). */
export const makeAudit = (deps: { repository: AuditRepository; clock: Clock; key: string }): AuditService => {
  let waiting: Waiting[] = []
  let writing: Promise<void> | null = null

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await deps.repository.append((head) => {
        let previous = head.hash
        return batch.map(({ row }, index) => {
          const id = head.id + index + 1
          previous = linkOf(deps.key, previous, id, row)
          return { ...row, id, hash: previous }
        })
      })
      for (const { done } of batch) done()
    } catch (error) {
      for (const { failed } of batch) failed(error)
    }
  }
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await write(batch)
    }
    writing = null
  }

  return {
    record: (event) =>
      new Promise((done, failed) => {
        waiting.push({ row: toRow(event, deps.clock()), done, failed })
        writing ??= drain()
      }),
    list: (query) => deps.repository.list(query),
    summary: (from, to) => deps.repository.summary(from, to),
    verify: async () => {
      const head = await deps.repository.head()
      let previous = ''
      let id = 0
      for (;;) {
        const rows = await deps.repository.after(id, LIMITS.verifyRows)
        for (const row of rows) {
          if (row.id !== id + 1) return { ok: false, rows: id, brokenAt: id + 1, reason: `row ${id + 1} is missing` }
          previous = linkOf(deps.key, previous, row.id, row)
          if (previous !== row.hash) return { ok: false, rows: id, brokenAt: row.id, reason: `row ${row.id} was changed` }
          id = row.id
        }
        if (rows.length === 0) break
      }
      if (id < head.id) return { ok: false, rows: id, brokenAt: id + 1, reason: `rows after ${id} were removed; the log once reached ${head.id}` }
      return { ok: true, rows: id, brokenAt: null, reason: null }
    },
  }
}
