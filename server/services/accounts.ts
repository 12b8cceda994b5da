import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Role, Scope, Viewer } from '#shared/access/roles.ts'
import { AppError } from '#shared/errors.ts'
import type { accountCreateSchema, Account } from '#shared/protocol/http.ts'
import type { Clock } from '../clock.ts'
import type { AccountPatch, AccountQuery, AccountRecord, AccountRepository, NewAccount } from '../repositories/accounts.ts'
import type { SessionRepository } from '../repositories/sessions.ts'
import type { AuditService } from './audit.ts'
import { hashPassword, randomPassword } from './passwords.ts'
import type { SessionService } from './sessions.ts'

export type AccountCreate = z.infer<typeof accountCreateSchema>

/** A using unit or managing department that is due an account. */
interface UnitToSeed {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly role: 'department' | 'user'
}

export interface By {
  readonly viewer: Viewer
  readonly address: string
}

export interface AccountService {
  list(query: AccountQuery): Promise<{ accounts: Account[]; total: number }>
  /** Throws `conflict` when the name is taken, `bad-request` when the scope does not exist or does not fit the role. */
  create(input: AccountCreate, by: By): Promise<{ account: Account; oneTimePassword: string }>
  patch(id: string, change: AccountPatch, by: By): Promise<Account>
  /** A new one-time password that must be changed at once; also issues a pending account's first. */
  reset(id: string, by: By): Promise<{ account: Account; oneTimePassword: string }>
  /** Lifts a lock from every address. */
  unlock(id: string, by: By): Promise<Account>
  /** One account a name, with a random password that must be changed; existing names are left alone. Returns what was made. */
  seedFirst(first: readonly AccountCreate[]): Promise<{ name: string; role: Role; displayName: string; password: string }[]>
  /** Pending accounts without a password for departments and units; existing names are left alone. */
  seedUnits(units: readonly UnitToSeed[]): Promise<number>
}

export interface AccountDeps {
  readonly accounts: AccountRepository
  readonly sessionStore: SessionRepository
  readonly sessions: SessionService
  readonly audit: AuditService
  readonly clock: Clock
  /** Whether the region or unit exists, with the unit in that region. */
  readonly scopeExists: (scope: Scope) => Promise<boolean>
}

const toAccount = (record: AccountRecord, locked: boolean): Account => ({
  id: record.id,
  name: record.name,
  displayName: record.displayName,
  role: record.role,
  scope: record.scope,
  responsible: record.responsible,
  state: locked && record.state === 'active' ? 'locked' : record.state,
  lastSignIn: record.lastSignIn,
})

const fresh = (input: AccountCreate, now: number, passwordHash: string | null): NewAccount => ({
  ...input,
  id: randomUUID(),
  name: input.name.toLowerCase(),
  state: passwordHash === null ? 'pending' : 'active',
  passwordHash,
  mustChange: true,
  passwordAt: passwordHash === null ? null : now,
  createdAt: now,
})

/** A unit's own user sees one unit; everyone else a region. */
const refuseMisfit = async ({ scopeExists }: AccountDeps, role: Role, scope: Scope): Promise<void> => {
  if (role === 'wall') throw new AppError('bad-request', '大屏只能配对产生 / a wall is made by pairing only')
  if ((role === 'unit-user') !== (scope.kind === 'unit')) throw new AppError('bad-request', '使用单位用户须绑定一个单位,其他角色须绑定区划 / a unit user is bound to one unit, every other role to a region')
  if (!(await scopeExists(scope))) throw new AppError('bad-request', '区划或单位不存在 / no such region or unit', { details: { scope } })
}

const makeReads = ({ accounts, sessionStore, clock }: AccountDeps) => {
  const shown = async (records: readonly AccountRecord[]): Promise<Account[]> => {
    const locked = await sessionStore.lockedNames(
      records.map(({ name }) => name),
      clock(),
    )
    return records.map((record) => toAccount(record, locked.has(record.name)))
  }
  const must = async (id: string): Promise<AccountRecord> => {
    const record = await accounts.byId(id)
    if (!record) throw new AppError('not-found', '没有这个账号 / no such account')
    return record
  }
  return { shown, must, one: async (id: string): Promise<Account> => (await shown([await must(id)]))[0]! }
}

const makeSeeds = ({ accounts, clock }: AccountDeps): Pick<AccountService, 'seedFirst' | 'seedUnits'> => ({
  seedFirst: async (first) => {
    const made = []
    for (const input of first) {
      const password = randomPassword()
      const inserted = await accounts.insert([fresh(input, clock(), await hashPassword(password))])
      if (inserted > 0) made.push({ name: input.name, role: input.role, displayName: input.displayName, password })
    }
    return made
  },
  seedUnits: (units) =>
    accounts.insert(
      units.map((unit) =>
        fresh(
          {
            name: unit.id,
            displayName: unit.name,
            role: unit.role === 'department' ? 'manager' : 'unit-user',
            scope: unit.role === 'department' ? { kind: 'region', region: unit.region } : { kind: 'unit', unit: unit.id, region: unit.region },
            responsible: '',
          },
          clock(),
          null,
        ),
      ),
    ),
})

/** Accounts are made and managed centrally only; there is no sign-up (登录账号统一创建和管理). */
export const makeAccounts = (deps: AccountDeps): AccountService => {
  const { accounts, sessionStore, sessions, audit, clock } = deps
  const reads = makeReads(deps)
  const log = (event: string, by: By, target: string, detail?: string): Promise<void> =>
    audit.record({ event, account: by.viewer.account, role: by.viewer.role, address: by.address, outcome: 'ok', target, detail: detail ?? null })
  return {
    ...makeSeeds(deps),
    list: async (query) => {
      const { accounts: records, total } = await accounts.list(query)
      return { accounts: await reads.shown(records), total }
    },
    create: async (input, by) => {
      await refuseMisfit(deps, input.role, input.scope)
      const oneTimePassword = randomPassword()
      const account = fresh(input, clock(), await hashPassword(oneTimePassword))
      await log('account.create', by, account.name, JSON.stringify({ role: input.role, scope: input.scope }))
      if ((await accounts.insert([account])) === 0) throw new AppError('conflict', `账号 ${account.name} 已存在 / the name is taken`)
      return { account: await reads.one(account.id), oneTimePassword }
    },
    patch: async (id, change, by) => {
      const before = await reads.must(id)
      if (change.role || change.scope) await refuseMisfit(deps, change.role ?? before.role, change.scope ?? before.scope)
      if (change.state === 'active' && before.passwordHash === null && before.role !== 'wall') throw new AppError('bad-request', '请先下发一次性密码 / issue a one-time password first')
      await log('account.change', by, before.name, JSON.stringify(change))
      await accounts.patch(id, change)
      if (change.state === 'disabled' || change.role || change.scope) await sessions.endAll(id, change.state === 'disabled' ? 'disabled' : 'signed-out')
      return reads.one(id)
    },
    reset: async (id, by) => {
      const { name, role } = await reads.must(id)
      if (role === 'wall') throw new AppError('bad-request', '大屏没有密码 / a wall has no password')
      const oneTimePassword = randomPassword()
      await log('account.reset', by, name)
      await accounts.setPassword(id, await hashPassword(oneTimePassword), clock(), true)
      await sessionStore.clearFailures(name, null)
      await sessions.endAll(id, 'signed-out')
      return { account: await reads.one(id), oneTimePassword }
    },
    unlock: async (id, by) => {
      const { name } = await reads.must(id)
      await log('account.unlock', by, name)
      await sessionStore.clearFailures(name, null)
      return reads.one(id)
    },
  }
}
