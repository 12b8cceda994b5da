import { createHash, createHmac } from 'node:crypto'
import { cutText, toSoundText } from '#shared/kernel/text.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { AuditRecord } from '../auditRows.ts'

/** What is worth keeping: sign-ins, unmaskings, track queries, edits, changes of accounts, pairings, refusals. */
export interface AuditEvent {
  /** Dotted, e.g. `session.sign-in`, `vehicle.track`, `room.edit`. */
  readonly event: string
  readonly account: string
  readonly role: string
  readonly address: string
  readonly outcome: 'ok' | 'refused' | 'failed'
  readonly target?: string | null
  readonly detail?: string | null
}

/** A row before its place in the chain is known. */
export type Unlinked = Omit<AuditRecord, 'id' | 'hash'>

const OUTCOMES: readonly string[] = ['ok', 'refused', 'failed']
/** Code points. */
const LIMITS = { text: 200, detail: 2000 }

/** As the database holds it: sound, and cut between characters. What lies far behind the cut is not looked at. */
const kept = (text: string, most: number): string =>
  cutText(toSoundText(String(text).slice(0, 2 * most + 2)), most)
const keptOrNull = (text: string | null | undefined, most: number): string | null =>
  text == null ? null : kept(text, most)

/**
 * The row exactly as it will be read back, so that its signature is over what is stored. Throws where the outcome is
 * none of the three: the row would take others of the same write with it.
 */
export const toRow = (event: AuditEvent, at: EpochMs, times = 1): Unlinked => {
  if (!OUTCOMES.includes(event.outcome))
    throw new Error(`audit outcome: expected ${OUTCOMES.join(', ')}, not ${String(event.outcome)}`)
  return {
    at: Math.trunc(at),
    account: kept(event.account, LIMITS.text),
    role: kept(event.role, LIMITS.text),
    event: kept(event.event, LIMITS.text),
    target: keptOrNull(event.target, LIMITS.text),
    outcome: event.outcome,
    address: kept(event.address, LIMITS.text),
    detail: keptOrNull(event.detail, LIMITS.detail),
    region: null,
    unit: null,
    times,
  }
}

const fieldsOf = (row: Unlinked): unknown[] => {
  const fields = [row.at, row.account, row.role, row.event, row.target, row.outcome, row.address, row.detail]
  const hasMore = row.region !== null || row.unit !== null || row.times !== 1
  return hasMore ? [...fields, row.region, row.unit, row.times] : fields
}

/**
 * Each link is an HMAC over the link before it and the row, under a key that lies outside the database. Rows from before
 * scopes and counts were kept have neither, and keep the signature that they had.
 */
export const linkOf = (key: string, previous: string, id: number, row: Unlinked): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([previous, id, ...fieldsOf(row)]))
    .digest('hex')

/** The fingerprint of something found, to say later whether it is still the same. */
export const fingerprintOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex')

/** Takes rows in order; the digest says whether all of them still are what they were. */
export const makeDigest = (): { add(row: AuditRecord): void; done(): string } => {
  const hash = createHash('sha256')
  return {
    add: (row) => void hash.update(JSON.stringify([row.id, ...fieldsOf(row), row.hash])).update('\n'),
    done: () => hash.digest('hex'),
  }
}
