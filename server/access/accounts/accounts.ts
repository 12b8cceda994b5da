import type { z } from 'zod'
import {
  accountRefusal,
  reachesOf,
  type AccountAct,
  type AccountStand,
  type Contains,
} from '#shared/access/accounts.ts'
import { maskName, maskPhone } from '#shared/access/masks.ts'
import type { Role, Scope, Viewer } from '#shared/access/roles.ts'
import { AppError } from '#shared/errors.ts'
import type {
  accountCreateSchema,
  Account,
  OpenSession,
  Responsible,
  SignInAlarm,
} from '#shared/protocol/http.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type {
  AccountPatch,
  AccountQuery,
  AccountReach,
  AccountRecord,
  AccountRepository,
} from './accountRows.ts'
import type { SignInRepository } from '../sessions/signInRows.ts'
import { freshAccount, makeAccountSeeds, type AccountSeeds } from './seeds.ts'
import type { AuditService } from '../audit/audit.ts'
import { hashPassword, randomPassword } from './passwords.ts'
import type { SessionService } from '../sessions/sessions.ts'

/** Most alarms that are listed. */
const ALARMS = 200

export type AccountCreate = z.infer<typeof accountCreateSchema>
type Change = Omit<AccountPatch, 'handedOverAt'>

/** Who acts. `server`: a command on the server itself, which stands above the three administrators. */
export interface By {
  readonly viewer: Viewer
  readonly address: string
  readonly server?: true
}

export interface AccountService extends AccountSeeds {
  /** The accounts that one may manage, never more. */
  list(query: Omit<AccountQuery, 'reach'>, by: By): Promise<{ accounts: Account[]; total: number }>
  /** Throws `conflict` when the name is taken, `bad-request` when the scope does not exist or does not fit the role. */
  create(input: AccountCreate, by: By): Promise<{ account: Account; oneTimePassword: string }>
  /** Throws `conflict` for the last active administrator of its kind. */
  patch(id: string, change: Change, by: By): Promise<Account>
  /** A new one-time password that must be changed at once; also issues a pending account's first. */
  reset(id: string, by: By): Promise<{ account: Account; oneTimePassword: string }>
  /** Hands a unit's account to its responsible person, with a one-time password. */
  handOver(id: string, to: Responsible, by: By): Promise<{ account: Account; oneTimePassword: string }>
  /** Another responsible person for a unit's account that was handed over. */
  setResponsible(id: string, to: Responsible, by: By): Promise<Account>
  /** Ends a wall for good: it must be paired anew. */
  endWall(id: string, by: By): Promise<void>
  /** The sessions of an account that one manages. */
  sessionsOf(id: string, by: By): Promise<OpenSession[]>
  endSessionsOf(id: string, by: By): Promise<void>
  /** 登录告警 of accounts in one's own region; names that are nobody's at the top alone. */
  alarms(by: By): Promise<SignInAlarm[]>
  /** Lifts a lock from every address. */
  unlock(id: string, by: By): Promise<Account>
  /** Throws unless `by` may do `act` to the account. */
  mustReach(id: string, act: AccountAct, by: By): Promise<AccountRecord>
}

export interface AccountDeps {
  readonly accounts: AccountRepository
  readonly signIns: SignInRepository
  readonly sessions: SessionService
  readonly audit: AuditService
  readonly clock: Clock
  /** Whether the region or unit exists, with the unit in that region. */
  readonly scopeExists: (scope: Scope) => Promise<boolean>
  readonly contains: Contains
  /** A region and all below it; null where that is everything. */
  readonly subtree: (region: string) => readonly string[] | null
  /** Names of regions and units by their codes; what is not known is left out. */
  readonly scopeNames: (scopes: readonly Scope[]) => Promise<ReadonlyMap<string, string>>
  /** The house's own region, where the administrators stand who cannot all go. */
  readonly top: string
}

const codeOf = (scope: Scope): string => (scope.kind === 'unit' ? scope.unit : scope.region)

const toAccount = (record: AccountRecord, locked: boolean, scopeName: string | undefined): Account => ({
  id: record.id,
  name: record.name,
  displayName: record.displayName,
  role: record.role,
  scope: record.scope,
  scopeName: scopeName ?? codeOf(record.scope),
  responsible: record.responsible,
  responsiblePhone: record.responsiblePhone,
  handedOverAt: record.handedOverAt,
  state: locked && record.state === 'active' ? 'locked' : record.state,
  lastSignIn: record.lastSignIn,
})

/** A unit's own user sees one unit; everyone else a region. */
const refuseMisfit = async ({ scopeExists }: AccountDeps, role: Role, scope: Scope): Promise<void> => {
  if (role === 'wall') throw new AppError('bad-request', '大屏只能配对产生 / a wall is made by pairing only')
  if ((role === 'unit-user') !== (scope.kind === 'unit'))
    throw new AppError(
      'bad-request',
      '使用单位用户须绑定一个单位,其他角色须绑定区划 / a unit user is bound to one unit, every other role to a region',
    )
  if (!(await scopeExists(scope)))
    throw new AppError('bad-request', '区划或单位不存在 / no such region or unit', { details: { scope } })
}

/** A unit's account has a named person in charge, who can be reached. */
const refuseUnnamed = (role: Role, responsible: string, phone: string | undefined): void => {
  if (role === 'unit-user' && (responsible.trim() === '' || !phone?.trim()))
    throw new AppError(
      'bad-request',
      '使用单位账号须写明负责人和电话 / a unit’s account needs a responsible person and a telephone',
    )
}

/** People's names and numbers stand masked in the log. */
const loggedChange = ({ responsible, responsiblePhone, ...rest }: Change): string =>
  JSON.stringify({
    ...rest,
    ...(responsible === undefined ? {} : { responsible: maskName(responsible) }),
    ...(responsiblePhone === undefined ? {} : { responsiblePhone: maskPhone(responsiblePhone) }),
  })

const REFUSALS = {
  'own-account': '不能管理自己的账号 / nobody manages the own account',
  kind: '没有管理此类账号的权限 / this role does not manage such accounts',
  'out-of-scope': '不在管理范围 / outside the scope that you manage',
} as const

const noSuch = (): AppError => new AppError('not-found', '没有这个账号 / no such account')

const makeGate = (deps: AccountDeps) => {
  const log = (
    event: string,
    by: By,
    target: string,
    detail: string | null = null,
    outcome: 'ok' | 'refused' = 'ok',
  ): Promise<void> =>
    deps.audit.record({
      event,
      account: by.viewer.account,
      role: by.server ? 'server' : by.viewer.role,
      address: by.address,
      outcome,
      target,
      detail,
    })
  const isHidden = ({ viewer }: By, target: AccountStand): boolean => {
    const refusal = accountRefusal({ actor: viewer, act: 'see', target }, deps.contains)
    return refusal === 'kind' || refusal === 'out-of-scope'
  }
  /** Throws unless the rule allows it; a refusal is logged. An account that one may not see is answered like one that is not there. */
  const mustAllow = async (
    by: By,
    act: AccountAct,
    target: AccountStand,
    next?: Pick<AccountStand, 'role' | 'scope'>,
  ): Promise<void> => {
    if (by.server) return
    const refusal = accountRefusal(
      { actor: by.viewer, act, target, ...(next ? { next } : {}) },
      deps.contains,
    )
    if (!refusal) return
    await log('account.refused', by, target.name, `${act}: ${refusal}`, 'refused')
    if (act !== 'make' && isHidden(by, target)) throw noSuch()
    throw new AppError(refusal === 'out-of-scope' ? 'out-of-scope' : 'forbidden', REFUSALS[refusal], {
      details: { refusal },
    })
  }
  const must = async (id: string): Promise<AccountRecord> => {
    const record = await deps.accounts.byId(id)
    if (!record) throw noSuch()
    return record
  }
  const mustReach: AccountService['mustReach'] = async (id, act, by) => {
    const record = await must(id)
    await mustAllow(by, act, record)
    return record
  }
  return { log, mustAllow, must, mustReach }
}

const makeReads = (deps: AccountDeps, must: (id: string) => Promise<AccountRecord>) => {
  const shown = async (records: readonly AccountRecord[]): Promise<Account[]> => {
    const names = records.map(({ name }) => name)
    const [locked, scopes] = await Promise.all([
      deps.signIns.lockedNames(names, deps.clock()),
      deps.scopeNames(records.map(({ scope }) => scope)),
    ])
    return records.map((record) =>
      toAccount(record, locked.has(record.name), scopes.get(codeOf(record.scope))),
    )
  }
  const reachOf = ({ viewer }: By): AccountReach[] =>
    reachesOf(viewer.role).map(({ roles, strictlyBelow }) => ({
      roles: roles.filter((role) => role !== 'wall'),
      regions: deps.subtree(viewer.scope.region),
      except: strictlyBelow ? viewer.scope.region : null,
    }))
  return {
    one: async (id: string): Promise<Account> => (await shown([await must(id)]))[0]!,
    list: async (
      query: Omit<AccountQuery, 'reach'>,
      by: By,
    ): Promise<{ accounts: Account[]; total: number }> => {
      const reach = by.server ? null : reachOf(by).filter(({ roles }) => roles.length > 0)
      if (reach?.length === 0) return { accounts: [], total: 0 }
      const { accounts, total } = await deps.accounts.list({ ...query, reach })
      return { accounts: await shown(accounts), total }
    },
  }
}

type Gate = ReturnType<typeof makeGate>
type One = (id: string) => Promise<Account>

const makePasswords = (
  deps: AccountDeps,
  gate: Gate,
  one: One,
): Pick<AccountService, 'reset' | 'handOver' | 'setResponsible' | 'unlock'> => {
  const { accounts, signIns, sessions, clock, top } = deps
  const issue = async ({ id, name }: AccountRecord): Promise<string> => {
    const oneTimePassword = randomPassword()
    await accounts.setPassword(id, await hashPassword(oneTimePassword), clock(), true)
    await signIns.clearFailures(name)
    await sessions.endAll(id, 'reset')
    return oneTimePassword
  }
  const unitOnly = (role: Role): void => {
    if (role !== 'unit-user')
      throw new AppError('bad-request', '只有使用单位账号须移交 / only units’ accounts are handed over')
  }
  return {
    reset: async (id, by) => {
      const record = await gate.mustReach(id, 'reset', by)
      if (record.role === 'wall') throw new AppError('bad-request', '大屏没有密码 / a wall has no password')
      if (record.role === 'unit-user' && record.handedOverAt === null)
        throw new AppError(
          'bad-request',
          '此单位账号尚未移交:请先写明负责人和电话 / not handed over yet: name its responsible person first',
        )
      await gate.log('account.reset', by, record.name)
      const oneTimePassword = await issue(record)
      return { account: await one(id), oneTimePassword }
    },
    handOver: async (id, to, by) => {
      const record = await gate.mustReach(id, 'hand-over', by)
      unitOnly(record.role)
      await gate.log('account.hand-over', by, record.name, loggedChange(to))
      await accounts.patch(id, { ...to, handedOverAt: clock() }, top)
      const oneTimePassword = await issue(record)
      return { account: await one(id), oneTimePassword }
    },
    setResponsible: async (id, to, by) => {
      const record = await gate.mustReach(id, 'hand-over', by)
      unitOnly(record.role)
      if (record.handedOverAt === null)
        throw new AppError('bad-request', '此单位账号尚未移交 / not handed over yet')
      await gate.log('account.responsible', by, record.name, loggedChange(to))
      await accounts.patch(id, to, top)
      return one(id)
    },
    unlock: async (id, by) => {
      const { name } = await gate.mustReach(id, 'unlock', by)
      await gate.log('account.unlock', by, name)
      await signIns.clearFailures(name)
      return one(id)
    },
  }
}

/** What a change asks of the rule: to disable or enable, or to stand otherwise. */
const actsOf = ({ state, ...rest }: Change): AccountAct[] => [
  ...(state === undefined ? [] : ['state' as const]),
  ...(Object.keys(rest).length > 0 ? ['change' as const] : []),
]

const makePatch =
  (deps: AccountDeps, gate: Gate, one: One): AccountService['patch'] =>
  async (id, change, by) => {
    const acts = actsOf(change)
    if (acts.length === 0) throw new AppError('bad-request', '没有要更改的内容 / nothing to change')
    const before = await gate.must(id)
    const next = { role: change.role ?? before.role, scope: change.scope ?? before.scope }
    for (const act of acts) await gate.mustAllow(by, act, before, next)
    if (change.role || change.scope) await refuseMisfit(deps, next.role, next.scope)
    if (change.responsible !== undefined || change.role)
      refuseUnnamed(
        next.role,
        change.responsible ?? before.responsible,
        change.responsiblePhone ?? before.responsiblePhone,
      )
    if (change.state === 'active' && before.passwordHash === null && before.role !== 'wall')
      throw new AppError('bad-request', '请先下发一次性密码 / issue a one-time password first')
    await gate.log('account.change', by, before.name, loggedChange(change))
    if ((await deps.accounts.patch(id, change, deps.top)) === 'last') {
      await gate.log('account.refused', by, before.name, 'the last administrator of its kind', 'refused')
      throw new AppError(
        'conflict',
        '这是最后一个在用的同类管理员,不能停用或变更 / the last active administrator of its kind stays',
      )
    }
    if (change.state === 'disabled' || change.role || change.scope)
      await deps.sessions.endAll(id, change.state === 'disabled' ? 'disabled' : 'signed-out')
    return one(id)
  }

/** Accounts are made and managed centrally only; there is no sign-up (登录账号统一创建和管理). Who may do what to whom says #shared/access/accounts.ts. */
export const makeAccounts = (deps: AccountDeps): AccountService => {
  const gate = makeGate(deps)
  const reads = makeReads(deps, gate.must)
  return {
    ...makeAccountSeeds(deps),
    ...makePasswords(deps, gate, reads.one),
    list: reads.list,
    mustReach: gate.mustReach,
    patch: makePatch(deps, gate, reads.one),
    endWall: async (id, by) => {
      const wall = await gate.mustReach(id, 'state', by)
      if (wall.role !== 'wall') throw new AppError('not-found', '没有这块大屏 / no such wall')
      await gate.log('wall.end', by, wall.name, wall.displayName)
      await deps.accounts.patch(id, { state: 'disabled' }, deps.top)
      await deps.sessions.endAll(id, 'disabled')
    },
    sessionsOf: async (id, by) => {
      await gate.mustReach(id, 'sessions', by)
      return deps.sessions.list(id, '')
    },
    endSessionsOf: async (id, by) => {
      const { name } = await gate.mustReach(id, 'sessions', by)
      await gate.log('account.sessions-end', by, name)
      await deps.sessions.endAll(id, 'ended')
    },
    alarms: ({ viewer: { scope } }) =>
      deps.signIns.alarms(scope.kind === 'unit' ? [] : deps.subtree(scope.region), ALARMS),
    create: async (input, by) => {
      const name = input.name.toLowerCase()
      await gate.mustAllow(by, 'make', { name, role: input.role, scope: input.scope })
      await refuseMisfit(deps, input.role, input.scope)
      refuseUnnamed(input.role, input.responsible, input.responsiblePhone)
      const oneTimePassword = randomPassword()
      const account = freshAccount(input, deps.clock(), await hashPassword(oneTimePassword))
      await gate.log('account.create', by, name, JSON.stringify({ role: input.role, scope: input.scope }))
      if ((await deps.accounts.insert([account])) === 0)
        throw new AppError('conflict', `账号 ${name} 已存在 / the name is taken`)
      return { account: await reads.one(account.id), oneTimePassword }
    },
  }
}
