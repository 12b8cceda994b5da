import { DAY_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { setTimeout as delay } from 'node:timers/promises'
import { PASSWORD_HISTORY, passwordTooYoung } from '#shared/access/password.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { AccountRecord, AccountRepository } from '../accounts/accountRows.ts'
import type { SignInRepository } from './signInRows.ts'
import type { AuditService } from '../audit/audit.ts'
import { checkPassword, hashPassword, newPasswordFaults } from '../accounts/passwords.ts'
import type { ActiveSession } from '../../common/ports/sessions.ts'
import type { SessionService } from './sessions.ts'
import { judgeAttempt, makeAddressLimit, SIGN_IN_RULES, type NameCount } from './signInRules.ts'
import { makeTurns } from '../../common/turns.ts'

export interface SignInDeps {
  readonly accounts: AccountRepository
  readonly signIns: SignInRepository
  readonly audit: AuditService
  readonly clock: Clock
  /** Failures a minute that one address may have, over all names. */
  readonly failuresPerMinute: number
}

/** From where somebody comes: the address, and what the browser calls itself. */
export interface From {
  readonly address: string
  readonly agent?: string
}

const busy = (seconds: number): AppError =>
  new AppError(
    'too-many-requests',
    `尝试过于频繁,请 ${seconds} 秒后再试 / too many attempts, try again in ${seconds} s`,
    { details: { seconds } },
  )

interface Asked {
  readonly name: string
  readonly address: string
  readonly about: {
    readonly event: string
    readonly account: string
    readonly role: string
    readonly address: string
  }
  /** Of the account; null where there is none. */
  readonly region: string | null
}

/** People behind one address who sign in at the same moment wait for one another so long, rather than be refused. */
const CROWD = { tries: 60, everyMs: 50 }
const FAR_APART = [10, 50, 250, 1250]

/** Counts guesses before a password is looked at, and tells of many at one name. One of each name and address at a time. */
const makeGuessing = ({ signIns, audit, clock }: SignInDeps) => {
  const ofPair = makeTurns(1, 20)
  const ofDatabase = makeTurns(3, 1000)
  const alarm = async ({ name, address, about, region }: Asked, { failures }: NameCount): Promise<void> => {
    if (failures < SIGN_IN_RULES.alarmFrom) return
    const at = clock()
    const told = await signIns.alarm({
      name,
      address,
      region,
      failures,
      at,
      since: at - SIGN_IN_RULES.nameForgetsMs,
    })
    if (told.isNew || FAR_APART.includes(failures))
      await audit.record({
        ...about,
        event: 'session.alarm',
        outcome: 'refused',
        target: name,
        detail: `${failures} failures from ${told.addresses} addresses`,
      })
  }
  /** Throws `locked` or `too-many-requests` without a look at the password; else what a failure then counts. */
  const begin = async (asked: Asked): Promise<{ locks: boolean; name: NameCount }> => {
    const now = clock()
    const verdict = await ofDatabase('', () =>
      signIns.attempt(asked.name, asked.address, now, (guesses) => judgeAttempt(guesses, now)),
    )
    if (verdict === null) throw busy(1)
    if (verdict.kind === 'try') return { locks: verdict.here.lockedUntil !== null, name: verdict.name }
    await audit.record({
      ...asked.about,
      outcome: 'refused',
      detail: verdict.kind === 'locked' ? 'locked' : 'delayed',
    })
    if (verdict.kind === 'wait') throw busy(Math.ceil((verdict.until - now) / 1000))
    const minutes = Math.ceil((verdict.until - now) / MINUTE_MS)
    throw new AppError(
      'locked',
      `登录失败次数过多,请 ${minutes} 分钟后再试 / too many failures, try again in ${minutes} min`,
      { details: { minutes } },
    )
  }
  const inTurn = async <T>(
    { name, address }: Pick<Asked, 'name' | 'address'>,
    work: () => Promise<T>,
  ): Promise<T> => {
    const answer = await ofPair(`${name} ${address}`, async () => ({ done: await work() }))
    if (answer === null) throw busy(1)
    return answer.done
  }
  return { begin, alarm, inTurn }
}

type Guessing = ReturnType<typeof makeGuessing>

const makeSignIn = (
  deps: SignInDeps,
  guessing: Guessing,
  open: SessionService['open'],
): SessionService['signIn'] => {
  const { accounts, signIns, audit, clock } = deps
  const once = async (
    name: string,
    password: string,
    from: From,
  ): Promise<Awaited<ReturnType<SessionService['signIn']>>> => {
    const { address } = from
    const account = await accounts.byName(name)
    const asked: Asked = {
      name,
      address,
      region: account?.scope.region ?? null,
      about: { event: 'session.sign-in', account: name, role: account?.role ?? '', address },
    }
    const { locks, name: counted } = await guessing.begin(asked)
    const usable = account !== null && account.state === 'active' && account.role !== 'wall'
    if (!(await checkPassword(usable ? account.passwordHash : null, password)) || !usable) {
      await audit.record({
        ...asked.about,
        outcome: 'failed',
        detail: locks ? 'locked for 15 minutes' : null,
      })
      await guessing.alarm(asked, counted)
      throw new AppError('unauthenticated', '账号或密码不正确 / wrong name or password')
    }
    await signIns.succeeded(name, address, account.id, clock())
    await accounts.signedIn(account.id, clock())
    await audit.record({ ...asked.about, outcome: 'ok' })
    return open(account, from)
  }
  return (typed, password, from) => {
    const name = typed.trim().toLowerCase()
    return guessing.inTurn({ name, address: from.address }, () => once(name, password, from))
  }
}

/** What is wrong with a new password: too soon after the last change, one of the last ones, or too weak. */
const faultsOf = async (
  { accounts, clock }: SignInDeps,
  session: ActiveSession,
  account: AccountRecord,
  next: string,
) => {
  const used = await accounts.passwordHistory(account.id, PASSWORD_HISTORY)
  const history = account.passwordHash === null ? used : [...new Set([account.passwordHash, ...used])]
  const young =
    !session.mustChangePassword &&
    account.passwordAt !== null &&
    passwordTooYoung(account.passwordAt, clock())
  return [
    ...(young ? (['too-young'] as const) : []),
    ...(await newPasswordFaults(next, account.name, history)),
  ]
}

/** Who holds a session may guess the password no more often than a stranger; the fifth failure ends the session. */
const makeChangePassword = (
  deps: SignInDeps,
  guessing: Guessing,
  sessions: Pick<SessionService, 'rotate' | 'end'>,
): SessionService['changePassword'] => {
  const { accounts, signIns, audit, clock } = deps
  const mustKnow = async (session: ActiveSession, current: string, address: string): Promise<void> => {
    const account = await accounts.byId(session.accountId)
    const { account: name, role, scope } = session.viewer
    const asked: Asked = {
      name,
      address,
      region: scope.region,
      about: { event: 'session.password', account: name, role, address },
    }
    const { locks, name: counted } = await guessing.begin(asked)
    if (account && (await checkPassword(account.passwordHash, current)))
      return signIns.succeeded(name, address, account.id, clock())
    await audit.record({
      ...asked.about,
      outcome: 'failed',
      detail: locks ? 'locked for 15 minutes, session ended' : null,
    })
    await guessing.alarm(asked, counted)
    if (locks) await sessions.end(session.sessionId, 'failed')
    throw locks
      ? new AppError(
          'locked',
          '原密码连续错误,会话已结束,请 15 分钟后再登录 / too many wrong passwords: the session has ended, try again in 15 min',
          { details: { minutes: 15 } },
        )
      : new AppError('forbidden', '原密码不正确 / the current password is wrong')
  }
  const change: SessionService['changePassword'] = async (session, current, next, address) => {
    await mustKnow(session, current, address)
    const account = await accounts.byId(session.accountId)
    if (!account) throw new AppError('not-found', '没有这个账号 / no such account')
    const faults = await faultsOf(deps, session, account, next)
    if (faults.length > 0)
      throw new AppError(
        'bad-request',
        `新密码不合要求 / the new password is refused: ${faults.join(', ')}`,
        { details: { faults } },
      )
    await audit.record({
      event: 'session.password',
      account: account.name,
      role: account.role,
      address,
      outcome: 'ok',
    })
    await accounts.setPassword(account.id, await hashPassword(next), clock(), false)
    return { token: await sessions.rotate(session) }
  }
  return (session, current, next, address) =>
    guessing.inTurn({ name: session.viewer.account, address }, () => change(session, current, next, address))
}

/** Signing in and the own password; sessions themselves are sessions.ts’s. */
export const makeSignIns = (
  deps: SignInDeps,
  sessions: Pick<SessionService, 'open' | 'rotate' | 'end'>,
): Pick<SessionService, 'signIn' | 'changePassword' | 'guarded' | 'sweepSignIns'> => {
  const guessing = makeGuessing(deps)
  const limit = makeAddressLimit(deps.failuresPerMinute, deps.clock)
  return {
    signIn: makeSignIn(deps, guessing, sessions.open),
    changePassword: makeChangePassword(deps, guessing, sessions),
    guarded: async (address, attempt) => {
      for (let tries = 0; !limit.enter(address); tries++) {
        if (limit.isSpent(address)) throw busy(60)
        if (tries >= CROWD.tries) throw busy(1)
        await delay(CROWD.everyMs)
      }
      let failed = false
      try {
        return await attempt()
      } catch (error) {
        failed = error instanceof AppError && error.code === 'unauthenticated'
        throw error
      } finally {
        limit.done(address, failed)
      }
    },
    sweepSignIns: async () => {
      limit.sweep()
      await deps.signIns.purge(deps.clock() - DAY_MS, deps.clock() - 180 * DAY_MS)
    },
  }
}
