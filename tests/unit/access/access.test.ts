import { describe, expect, it } from 'vitest'
import {
  ACCOUNT_ACTS,
  accountRefusal,
  ADMINISTRATORS,
  BUSINESS_ROLES,
  isAdministrator,
  makeableRoles,
  type AccountAct,
} from '#shared/access/accounts.ts'
import type { AccountRecord } from '../../../server/access/accounts/accountRows.ts'
import { makeAccounts } from '../../../server/access/accounts/accounts.ts'
import type { AccountDeps, By } from '../../../server/access/accounts/accountTypes.ts'
import { GRANTS, ROLES, type Role, type Scope, type Viewer } from '#shared/kernel/roles.ts'

/** 自治区 > 两个市 > 其中一个的县. */
const PARENT: Record<string, string> = { '450100': '450000', '450200': '450000', '450103': '450100' }

const contains = (ancestor: string, code: string): boolean =>
  code === ancestor || (PARENT[code] !== undefined && contains(ancestor, PARENT[code]))

const REGIONS = ['450000', '450100', '450200', '450103']

const region = (code: string): Scope => ({ kind: 'region', region: code })

const scopesOf = (role: Role): Scope[] =>
  REGIONS.map((code) =>
    role === 'unit-user' ? { kind: 'unit', unit: `u-${code}`, region: code } : region(code),
  )

const viewer = (role: Role, scope: Scope): Viewer => ({ account: 'me', role, scope })

const isBusiness = (role: Role): boolean => (BUSINESS_ROLES as readonly Role[]).includes(role)

/** Every role × scope against every role × scope. */
const pairs = ROLES.flatMap((mine) =>
  scopesOf(mine).flatMap((own) =>
    ROLES.flatMap((theirs) => scopesOf(theirs).map((scope) => ({ mine, own, theirs, scope }))),
  ),
)

const allowed = (
  { mine, own, theirs, scope }: (typeof pairs)[number],
  act: AccountAct,
  next?: { role: Role; scope: Scope },
): boolean =>
  accountRefusal(
    {
      actor: viewer(mine, own),
      act,
      target: { name: 'other', role: theirs, scope },
      ...(next ? { next } : {}),
    },
    contains,
  ) === null

describe('who may do what to whose account', () => {
  it('is this table and nothing else', () => {
    for (const pair of pairs) {
      const within = pair.own.kind === 'region' && contains(pair.own.region, pair.scope.region)
      const below = within && pair.own.region !== pair.scope.region
      for (const act of ACCOUNT_ACTS) {
        const ownKindBelow =
          isAdministrator(pair.mine) &&
          pair.mine === pair.theirs &&
          below &&
          act !== 'hand-over' &&
          act !== 'sessions'
        const business = pair.mine === 'security' && isBusiness(pair.theirs) && within
        const units =
          pair.mine === 'manager' &&
          pair.theirs === 'unit-user' &&
          within &&
          ['see', 'reset', 'unlock', 'hand-over'].includes(act)
        const walls =
          pair.mine === 'operator' && pair.theirs === 'wall' && within && ['see', 'state'].includes(act)
        expect([pair, act, allowed(pair, act)]).toEqual([
          pair,
          act,
          ownKindBelow || business || units || walls,
        ])
      }
    }
  })

  it('lets nobody touch the own account', () => {
    for (const { mine, own } of pairs)
      for (const act of ACCOUNT_ACTS)
        expect(
          accountRefusal(
            { actor: viewer(mine, own), act, target: { name: 'me', role: mine, scope: own } },
            contains,
          ),
        ).toBe('own-account')
  })

  it('raises no scope above the own one, and turns no business account into an administrator or back', () => {
    for (const pair of pairs)
      for (const role of ROLES)
        for (const scope of scopesOf(role)) {
          if (!allowed(pair, 'change', { role, scope })) continue
          expect(contains(pair.own.region, scope.region)).toBe(true)
          expect(isAdministrator(role)).toBe(isAdministrator(pair.theirs))
          if (isAdministrator(role)) expect([role, pair.theirs]).toEqual([pair.mine, pair.mine])
        }
  })
})

describe('who may do what to whose account', () => {
  it('keeps the three administrators apart: none reaches another kind, and none of the top region is reached at all', () => {
    for (const mine of ADMINISTRATORS)
      for (const theirs of ADMINISTRATORS)
        for (const scope of scopesOf(theirs))
          for (const act of ACCOUNT_ACTS)
            if (mine !== theirs || scope.region === '450000')
              expect(allowed({ mine, own: region('450000'), theirs, scope }, act)).toBe(false)
  })

  it('offers for making what the rule allows', () => {
    expect(makeableRoles('security')).toEqual(['security', ...BUSINESS_ROLES])
    expect(makeableRoles('operator')).toEqual(['operator'])
    expect(makeableRoles('manager')).toEqual([])
  })

  it('grants no administrator a look at the data, and nobody two of the three duties', () => {
    for (const role of ADMINISTRATORS)
      expect(
        GRANTS[role].filter(
          (permission) =>
            permission.startsWith('view.') || permission === 'unmask' || permission.startsWith('edit.'),
        ),
      ).toEqual([])
    for (const permission of ['audit.read', 'accounts.manage', 'walls.pair'] as const)
      expect(ROLES.filter((role) => GRANTS[role].includes(permission))).toHaveLength(1)
  })
})

const record = (id: string, role: Role, scope: Scope): AccountRecord => ({
  id,
  name: id,
  displayName: id,
  role,
  scope,
  responsible: '李强',
  responsiblePhone: '13900000000',
  handedOverAt: null,
  state: 'active',
  passwordHash: 'x',
  mustChange: false,
  passwordAt: 1,
  lastSignIn: null,
})

const kept = [
  record('auditor-2', 'auditor', region('450100')),
  record('leader-2', 'leader', region('450000')),
  record('operator-far', 'operator', region('450200')),
  record('operator-near', 'operator', region('450103')),
]

const logged: string[] = []

const accounts = makeAccounts({
  accounts: { byId: async (id: string) => kept.find((one) => one.id === id) ?? null },
  signIns: { lockedNames: async () => new Set() },
  audit: { record: async ({ event }: { event: string }) => void logged.push(event) },
  contains,
  scopeNames: async () => new Map(),
} as unknown as AccountDeps)

const by: By = {
  viewer: { account: 'operator-1', role: 'operator', scope: region('450100') },
  address: '10.0.0.1',
}

const said = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    ({ code, message, details }) => ({ code, message, details }),
  )

describe('an account that one may not see', () => {
  it('is answered like one that is not there, whatever is asked of it, and the log knows', async () => {
    const to = { responsible: '王敏', responsiblePhone: '13900000001' }
    const asks = (id: string): Promise<unknown>[] => [
      accounts.reset(id, by),
      accounts.unlock(id, by),
      accounts.patch(id, { state: 'disabled' }, by),
      accounts.patch(id, { role: 'operator' }, by),
      accounts.handOver(id, to, by),
      accounts.setResponsible(id, to, by),
      accounts.endWall(id, by),
      accounts.sessionsOf(id, by),
      accounts.endSessionsOf(id, by),
    ]
    const missing = await Promise.all(asks('nobody').map(said))
    expect(missing.every((answer) => (answer as { code: string }).code === 'not-found')).toBe(true)
    for (const id of ['auditor-2', 'leader-2', 'operator-far']) {
      logged.length = 0
      expect([id, await Promise.all(asks(id).map(said))]).toEqual([id, missing])
      expect(logged).toEqual(missing.map(() => 'account.refused'))
    }
    expect(await said(accounts.handOver('operator-near', to, by))).toMatchObject({ code: 'forbidden' })
  })

  it('is not shown by a change of nothing', async () => {
    for (const id of ['auditor-2', 'operator-near', 'nobody'])
      expect(await said(accounts.patch(id, {}, by))).toMatchObject({ code: 'bad-request' })
  })
})
