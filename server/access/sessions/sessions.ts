import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { passwordDueInDays } from '#shared/access/password.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { OpenSession, SessionEnd } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { ActiveSession, Sessions } from '../../common/ports/sessions.ts'
import type { AccountRecord } from '../accounts/accountRows.ts'
import type { SessionRecord, SessionRepository } from './sessionRows.ts'
import { makeSignIns, type From, type SignInDeps } from './signIn.ts'

/** The defaults of 8.1.4.1 of GB/T 22239-2019 as 本系统口径: half an hour idle, half a day in all, five sessions an account. */
const SESSION_RULES = {
  idleMs: 30 * MINUTE_MS,
  longestMs: 12 * HOUR_MS,
  /** A wall that was not seen for so long must be paired again. */
  wallMs: 180 * DAY_MS,
  perAccount: 5,
  /** How often a seen session is written. */
  touchMs: MINUTE_MS,
  /** How often the counts of failures are purged. */
  purgeMs: HOUR_MS,
  /** Ended sessions whose reason can still be told. */
  endedKept: 5000,
} as const

/** How long a wall's cookie lasts; it is set again as the wall is used. */
export const WALL_COOKIE_S = SESSION_RULES.wallMs / 1000

type EndListener = (sessionId: string, reason: SessionEnd) => void

export interface SessionService extends Sessions {
  /** Throws `unauthenticated`, `locked` or `too-many-requests`. The token goes into the cookie and is nowhere kept. */
  signIn(name: string, password: string, from: From): Promise<{ token: string; session: ActiveSession }>
  /** Opens a session without a password: a paired wall. The oldest beyond five of the account ends. */
  open(account: AccountRecord, from: From): Promise<{ token: string; session: ActiveSession }>
  /** The person acted: the idle time begins anew. */
  acted(session: ActiveSession): Promise<EpochMs | null>
  /** Answers the session's new token. */
  changePassword(
    session: ActiveSession,
    current: string,
    next: string,
    address: string,
  ): Promise<{ token: string }>
  signOut(session: ActiveSession, address: string): Promise<void>
  /** A new token for the same session; all others of the account end. */
  rotate(session: ActiveSession): Promise<string>
  end(sessionId: string, reason: SessionEnd): Promise<void>
  endAll(accountId: string, reason: SessionEnd, keep?: string): Promise<void>
  /** The account's sessions, the last seen first; `current` is the one that asks. */
  list(accountId: string, current: string): Promise<OpenSession[]>
  /** Ends one of the account's own. Throws `not-found`. */
  endOne(accountId: string, sessionId: string): Promise<void>
  /** Runs an attempt to come in; failures count towards the address’s limit, successes do not. Throws `too-many-requests`. */
  guarded<T>(address: string, attempt: () => Promise<T>): Promise<T>
  /** Ends what stood idle or grew too old, and tells of what another process ended (the command line); called every half minute. */
  sweep(): Promise<void>
  /** Forgets old counts of failures; `sweep` calls it each hour. */
  sweepSignIns(): Promise<void>
  onEnded(listener: EndListener): () => void
}

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
const newToken = (): string => randomBytes(32).toString('base64url')

export interface SessionDeps extends SignInDeps {
  readonly sessions: SessionRepository
}

const endsAtOf = (record: Pick<SessionRecord, 'role' | 'actedAt' | 'createdAt'>): EpochMs | null =>
  record.role === 'wall'
    ? null
    : Math.min(record.actedAt + SESSION_RULES.idleMs, record.createdAt + SESSION_RULES.longestMs)

const toActive = (record: SessionRecord, now: EpochMs): ActiveSession => {
  const due = record.passwordAt === null ? null : passwordDueInDays(record.passwordAt, now)
  return {
    sessionId: record.id,
    accountId: record.accountId,
    displayName: record.displayName,
    viewer: { account: record.account, role: record.role, scope: record.scope },
    mustChangePassword: record.role !== 'wall' && (record.mustChange || (due !== null && due <= 0)),
    passwordDueInDays: due,
    endsAt: endsAtOf(record),
  }
}

/** null while it stands; a reason once it ended by itself. */
const endedBy = (record: SessionRecord, now: EpochMs): SessionEnd | null => {
  if (record.accountState !== 'active') return 'disabled'
  if (record.role === 'wall') return now - record.seenAt > SESSION_RULES.wallMs ? 'idle' : null
  return now > (endsAtOf(record) ?? now) ? 'idle' : null
}

interface Ended {
  readonly id: string
  readonly tokenHash: string
}

/** Tells who listens, and remembers why for whoever comes with the old cookie. */
const makeEnds = () => {
  const listeners = new Set<EndListener>()
  const reasons = new Map<string, SessionEnd>()
  /** Token hashes of the sessions that came here, by id: their sockets may be open. */
  const came = new Map<string, string>()
  return {
    came,
    announce: (ended: readonly Ended[], reason: SessionEnd): void => {
      for (const { id, tokenHash } of ended) {
        came.delete(id)
        if (reasons.size >= SESSION_RULES.endedKept) reasons.delete(reasons.keys().next().value ?? '')
        reasons.set(tokenHash, reason)
        for (const listener of listeners) listener(id, reason)
      }
    },
    reasonOf: (token: string): SessionEnd | null => reasons.get(hashToken(token)) ?? null,
    onEnded: (listener: EndListener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

type Opening = Pick<SessionService, 'open' | 'rotate' | 'end' | 'endAll' | 'endOne' | 'list'>

const makeOpening = (
  { sessions, clock }: SessionDeps,
  announce: ReturnType<typeof makeEnds>['announce'],
): Opening => {
  const endAll: SessionService['endAll'] = async (accountId, reason, keep) =>
    announce(await sessions.removeOf(accountId, keep ?? null), reason)
  return {
    endAll,
    open: async (account, { address, agent = '' }) => {
      const token = newToken()
      const tokenHash = hashToken(token)
      announce(
        await sessions.insert(
          { tokenHash, id: randomUUID(), accountId: account.id, address, agent, at: clock() },
          SESSION_RULES.perAccount,
        ),
        'replaced',
      )
      const record = await sessions.byToken(tokenHash)
      if (!record) throw new AppError('internal', `the session of ${account.name} was not kept`)
      return { token, session: toActive(record, clock()) }
    },
    rotate: async ({ accountId, sessionId }) => {
      const token = newToken()
      await endAll(accountId, 'reset', sessionId)
      await sessions.replaceToken(sessionId, hashToken(token))
      return token
    },
    end: async (sessionId, reason) => announce(await sessions.remove(sessionId), reason),
    endOne: async (accountId, sessionId) => {
      const mine = await sessions.ofAccount(accountId)
      if (!mine.some(({ id }) => id === sessionId))
        throw new AppError('not-found', '没有这个会话 / no such session')
      announce(await sessions.remove(sessionId), 'ended')
    },
    list: async (accountId, current) =>
      (await sessions.ofAccount(accountId)).map(({ id, address, agent, createdAt, seenAt, actedAt }) => ({
        id,
        current: id === current,
        address,
        agent,
        since: createdAt,
        seenAt,
        actedAt,
      })),
  }
}

/** Ends what has been idle or open too long, says so of what another process ended, and forgets old failures now and then. */
const makeSweep = (
  { sessions, clock }: SessionDeps,
  ends: ReturnType<typeof makeEnds>,
  sweepSignIns: () => Promise<void>,
): SessionService['sweep'] => {
  let purgedAt = clock()
  return async () => {
    const now = clock()
    const { idleMs, longestMs, wallMs } = SESSION_RULES
    ends.announce(
      await sessions.removeStale({ acted: now - idleMs, created: now - longestMs, wall: now - wallMs }),
      'idle',
    )
    const before = [...ends.came]
    const standing = await sessions.standing(before.map(([id]) => id))
    ends.announce(
      before.flatMap(([id, tokenHash]) =>
        standing.has(id) || !ends.came.has(id) ? [] : [{ id, tokenHash }],
      ),
      'ended',
    )
    if (now - purgedAt < SESSION_RULES.purgeMs) return
    purgedAt = now
    await sweepSignIns()
  }
}

/** Sessions of people and walls: opaque random tokens, kept as SHA-256, in PostgreSQL, so that a restart signs nobody out. */
export const makeSessions = (deps: SessionDeps): SessionService => {
  const { sessions, audit, clock } = deps
  const ends = makeEnds()
  const opening = makeOpening(deps, ends.announce)
  const signing = makeSignIns(deps, opening)
  return {
    ...opening,
    ...signing,
    endOf: ends.reasonOf,
    onEnded: ends.onEnded,
    resolve: async (token) => {
      const record = await sessions.byToken(hashToken(token))
      if (!record) return null
      const now = clock()
      const reason = endedBy(record, now)
      if (reason) {
        ends.announce(await sessions.remove(record.id), reason)
        return null
      }
      ends.came.set(record.id, hashToken(token))
      if (now - record.seenAt > SESSION_RULES.touchMs) await sessions.touch(record.id, now, false)
      return toActive(record, now)
    },
    acted: async ({ sessionId, viewer }) => {
      await sessions.touch(sessionId, clock(), true)
      const record = await sessions.byId(sessionId)
      return record && viewer.role !== 'wall' ? endsAtOf(record) : null
    },
    signOut: async ({ sessionId, viewer }, address) => {
      const ended = await sessions.remove(sessionId)
      await audit.record({
        event: 'session.sign-out',
        account: viewer.account,
        role: viewer.role,
        address,
        outcome: 'ok',
      })
      ends.announce(ended, 'signed-out')
    },
    sweep: makeSweep(deps, ends, signing.sweepSignIns),
  }
}
