import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { PASSWORD_HISTORY, passwordDueInDays } from '#shared/access/password.ts'
import type { Viewer } from '#shared/access/roles.ts'
import { AppError } from '#shared/errors.ts'
import type { SessionEnd } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/units.ts'
import type { Clock } from '../clock.ts'
import type { AccountRecord, AccountRepository } from '../repositories/accounts.ts'
import type { SessionRecord, SessionRepository } from '../repositories/sessions.ts'
import type { SignInRepository } from '../repositories/signIns.ts'
import type { AuditService } from './audit.ts'
import { checkPassword, hashPassword, newPasswordFaults } from './passwords.ts'

/** The defaults of 8.1.4.1 of GB/T 22239-2019 as 本系统口径: five tries, a quarter of an hour, half an hour idle, half a day in all. */
const SESSION_RULES = {
  failuresBeforeLock: 5,
  lockMs: 15 * 60_000,
  idleMs: 30 * 60_000,
  longestMs: 12 * 3_600_000,
  /** How often a seen session is written. */
  touchMs: 15_000,
} as const

type EndListener = (sessionId: string, reason: SessionEnd) => void

export interface ActiveSession {
  readonly sessionId: string
  readonly accountId: string
  readonly displayName: string
  readonly viewer: Viewer
  readonly mustChangePassword: boolean
  /** Whole days until a change is due; null where there is no password. */
  readonly passwordDueInDays: number | null
}

export interface SessionService {
  /** Throws `unauthenticated` or `locked`. The token goes into the cookie and is nowhere kept. */
  signIn(name: string, password: string, address: string): Promise<{ token: string; session: ActiveSession }>
  /** Opens a session without a password: a paired wall. */
  open(account: AccountRecord, address: string): Promise<{ token: string; session: ActiveSession }>
  /** null when the token is unknown, idle or disabled. `counts` says whether this is a person's activity. */
  resolve(token: string, counts: boolean): Promise<ActiveSession | null>
  changePassword(session: ActiveSession, current: string, next: string, address: string): Promise<void>
  signOut(session: ActiveSession, address: string): Promise<void>
  endAll(accountId: string, reason: SessionEnd, keep?: string): Promise<void>
  /** Ends what stood idle or grew too old; called every half minute. */
  sweep(): Promise<void>
  onEnded(listener: EndListener): () => void
}

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

export interface SessionDeps {
  readonly accounts: AccountRepository
  readonly sessions: SessionRepository
  readonly signIns: SignInRepository
  readonly audit: AuditService
  readonly clock: Clock
}

const toActive = (record: SessionRecord, now: EpochMs): ActiveSession => {
  const due = record.passwordAt === null ? null : passwordDueInDays(record.passwordAt, now)
  return {
    sessionId: record.id,
    accountId: record.accountId,
    displayName: record.displayName,
    viewer: { account: record.account, role: record.role, scope: record.scope },
    mustChangePassword: record.role !== 'wall' && (record.mustChange || (due !== null && due <= 0)),
    passwordDueInDays: due,
  }
}

/** null while it stands; a reason once it ended by itself. */
const endedBy = (record: SessionRecord, now: EpochMs): SessionEnd | null => {
  if (record.accountState !== 'active') return 'disabled'
  if (record.role === 'wall') return null
  return now - record.seenAt > SESSION_RULES.idleMs || now - record.createdAt > SESSION_RULES.longestMs ? 'idle' : null
}

/** Counts failures by account and address, so that nobody locks out another by guessing from elsewhere. */
const makeLockout = ({ signIns, clock }: SessionDeps) => ({
  refuseLocked: async (name: string, address: string): Promise<void> => {
    const lockedUntil = (await signIns.failures(name, address))?.lockedUntil ?? 0
    if (lockedUntil > clock()) {
      const minutes = Math.ceil((lockedUntil - clock()) / 60_000)
      throw new AppError('locked', `登录失败次数过多,请 ${minutes} 分钟后再试 / too many failures, try again in ${minutes} min`, { details: { minutes } })
    }
  },
  failed: (name: string, address: string): Promise<boolean> => {
    const now = clock()
    const { lockMs, failuresBeforeLock } = SESSION_RULES
    return signIns.countFailure(name, address, now, { freshSince: now - lockMs, limit: failuresBeforeLock, lockUntil: now + lockMs })
  },
})

const makeSignIn = (deps: SessionDeps, open: SessionService['open']): SessionService['signIn'] => {
  const lockout = makeLockout(deps)
  return async (typed, password, address) => {
    const name = typed.trim().toLowerCase()
    const account = await deps.accounts.byName(name)
    const about = { event: 'session.sign-in', account: name, role: account?.role ?? '', address }
    try {
      await lockout.refuseLocked(name, address)
    } catch (error) {
      await deps.audit.record({ ...about, outcome: 'refused', detail: 'locked' })
      throw error
    }
    const usable = account !== null && account.state === 'active' && account.role !== 'wall'
    if (!(await checkPassword(usable ? account.passwordHash : null, password)) || !usable) {
      const locked = await lockout.failed(name, address)
      await deps.audit.record({ ...about, outcome: 'failed', detail: locked ? 'locked for 15 minutes' : null })
      throw new AppError('unauthenticated', '账号或密码不正确 / wrong name or password')
    }
    await deps.signIns.clearFailures(name, address)
    await deps.accounts.signedIn(account.id, deps.clock())
    await deps.audit.record({ ...about, outcome: 'ok' })
    return open(account, address)
  }
}

const makeChangePassword =
  (deps: SessionDeps, endAll: SessionService['endAll']): SessionService['changePassword'] =>
  async (session, current, next, address) => {
    const account = await deps.accounts.byId(session.accountId)
    const about = { event: 'session.password', account: session.viewer.account, role: session.viewer.role, address }
    if (!account || !(await checkPassword(account.passwordHash, current))) {
      await deps.audit.record({ ...about, outcome: 'failed' })
      throw new AppError('forbidden', '原密码不正确 / the current password is wrong')
    }
    const used = await deps.accounts.passwordHistory(account.id, PASSWORD_HISTORY)
    const faults = await newPasswordFaults(next, account.name, account.passwordHash === null ? used : [account.passwordHash, ...used].slice(0, PASSWORD_HISTORY))
    if (faults.length > 0) throw new AppError('bad-request', `新密码不合要求 / the new password is refused: ${faults.join(', ')}`, { details: { faults } })
    await deps.audit.record({ ...about, outcome: 'ok' })
    await deps.accounts.setPassword(account.id, await hashPassword(next), deps.clock(), false)
    await endAll(account.id, 'signed-out', session.sessionId)
  }

/** Sessions of people and walls: opaque random tokens, kept as SHA-256, in PostgreSQL, so that a restart signs nobody out. */
export const makeSessions = (deps: SessionDeps): SessionService => {
  const { sessions, audit, clock } = deps
  const listeners = new Set<EndListener>()
  const announce = (ids: readonly string[], reason: SessionEnd): void => {
    for (const id of ids) for (const listener of listeners) listener(id, reason)
  }
  const open: SessionService['open'] = async (account, address) => {
    const token = randomBytes(32).toString('base64url')
    const tokenHash = hashToken(token)
    await sessions.insert({ tokenHash, id: randomUUID(), accountId: account.id, address, at: clock() })
    const record = await sessions.byToken(tokenHash)
    if (!record) throw new AppError('internal', `the session of ${account.name} was not kept`)
    return { token, session: toActive(record, clock()) }
  }
  const endAll: SessionService['endAll'] = async (accountId, reason, keep) => announce(await sessions.removeOf(accountId, keep ?? null), reason)
  return {
    open,
    endAll,
    signIn: makeSignIn(deps, open),
    changePassword: makeChangePassword(deps, endAll),
    resolve: async (token, counts) => {
      const record = await sessions.byToken(hashToken(token))
      if (!record) return null
      const now = clock()
      const reason = endedBy(record, now)
      if (reason) {
        await sessions.remove(record.id)
        announce([record.id], reason)
        return null
      }
      if (counts && now - record.seenAt > SESSION_RULES.touchMs) await sessions.touch(record.id, now)
      return toActive(record, now)
    },
    signOut: async ({ sessionId, viewer }, address) => {
      await sessions.remove(sessionId)
      await audit.record({ event: 'session.sign-out', account: viewer.account, role: viewer.role, address, outcome: 'ok' })
      announce([sessionId], 'signed-out')
    },
    sweep: async () => announce(await sessions.removeStale(clock() - SESSION_RULES.idleMs, clock() - SESSION_RULES.longestMs), 'idle'),
    onEnded: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
