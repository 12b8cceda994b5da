import { reachesOf, type AccountAct } from '#shared/access/accounts.ts'
import type { Role, Scope } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Account } from '#shared/protocol/http.ts'
import type { AccountQuery, AccountReach, AccountRecord } from './accountRows.ts'
import { freshAccount, makeAccountSeeds } from './seeds.ts'
import { hashPassword, randomPassword } from './passwords.ts'
import type { Change, By, AccountService, AccountDeps } from './accountTypes.ts'
import { refuseMisfit, refuseUnnamed, loggedChange, makeGate, type Gate } from './gate.ts'

/** Most alarms that are listed. */
const ALARMS = 200

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
