// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { accountContracts } from '../../../../src/shared/access/accountRoutes.ts'
import type { Account } from '../../../../src/shared/protocol/http.ts'
import { give, sentTo } from '../../../builders/mount/given.ts'
import { all, one, pick, pressOn, read, readAll, saying, send, write } from '../../../builders/mount/hand.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { useScreen } from '../../../builders/mount/screen.ts'
import { refusal, settled, type Stage } from '../../../builders/mount/stage.ts'

vi.mock('../../../../src/app/ViewPage.vue', () => ({ default: { render: () => null } }))
beforeAll(async () => {
  await import('../../../../src/app/pages/WorkplacePage.vue')
  await import('../../../../src/app/pages/accounts/AccountsPage.vue')
})

const screen = useScreen()
const account = (part: Partial<Account> & Pick<Account, 'id'>): Account => ({
  name: `name-${part.id}`,
  displayName: `账号${part.id}`,
  role: 'unit-user',
  scope: { kind: 'unit', unit: 'U1', region: '450103' },
  scopeName: '一局',
  responsible: '张三',
  responsiblePhone: '0771-1234567',
  handedOverAt: NOW,
  state: 'active',
  lastSignIn: null,
  ...part,
})
/** A house that keeps what is done to its accounts. */
const giveHouse =
  (...accounts: readonly Account[]) =>
  (stage: Stage): void => {
    const held = new Map(accounts.map((one_) => [one_.id, one_]))
    const change = (id: string | undefined, part: Partial<Account>): Account => {
      const next = { ...(held.get(id ?? '') as Account), ...part }
      held.set(next.id, next)
      return next
    }
    const issued = (id: string | undefined, part: Partial<Account>) => ({
      account: change(id, part),
      oneTimePassword: `once-${id}`,
    })
    give(stage, accountContracts.accounts, () => ({ accounts: [...held.values()], total: held.size }))
    give(stage, accountContracts.unlockAccount, (_, { params }) => change(params['id'], { state: 'active' }))
    give(stage, accountContracts.changeAccount, (_, { params, body }) =>
      change(params['id'], body as Partial<Account>),
    )
    give(stage, accountContracts.resetAccount, (_, { params }) => issued(params['id'], {}))
    give(stage, accountContracts.handOverAccount, (_, { params, body }) =>
      issued(params['id'], { ...(body as Partial<Account>), handedOverAt: NOW }),
    )
    give(stage, accountContracts.setAccountResponsible, (_, { params, body }) =>
      change(params['id'], body as Partial<Account>),
    )
  }
const open = (role: 'manager' | 'security', ...accounts: readonly Account[]): Promise<Stage> =>
  screen.page('/work/management/accounts', { role, before: giveHouse(...accounts) })
const choose = (id: string): Promise<void> => pressOn(`[role=row][data-of="${id}"]`)
const act = (name: string): Promise<void> => pressOn(`[data-act=${name}]`)
const facts = (): string[] => readAll('.card dl > *')
const acts = (): string[] => readAll('.card > p [data-act]')
const secret = (): string[] => readAll('.issued p')

describe('the accounts that one manages', () => {
  const asked = (stage: Stage): unknown[] =>
    sentTo(stage, accountContracts.accounts).map(({ query }) => query)
  const ALL = { q: '', offset: '0', limit: '100' }

  it('are narrowed to those that wait to be handed over', async () => {
    const stage = await open('manager', account({ id: '1' }))
    expect(all('[data-name=kind]')).toEqual([])
    expect(await pick('handedOver', '待移交')).toEqual(['全部单位账号', '待移交', '已移交'])
    expect(asked(stage)).toEqual([ALL, { ...ALL, handedOver: 'no' }])
  })

  it('are narrowed to a role where there are several', async () => {
    const stage = await open('security', account({ id: '1' }))
    await pick('kind', '领导')
    expect(asked(stage).at(-1)).toEqual({ ...ALL, role: 'leader' })
  })
})

describe('an account that is chosen', () => {
  it('says whose it is, what it may reach and how it stands', async () => {
    await open('manager', account({ id: '1' }), account({ id: '2' }))
    expect(readAll('.stack > .quiet')).toEqual(['在左侧选择一个账号'])
    await choose('1')
    expect(facts().join(' ')).toBe(
      '账号名 name-1 角色 使用单位用户 范围 一局 状态 正常 负责人 张三 0771-1234567 移交时间 2026-06-15 10:07:00 最近登录 —',
    )
    expect(acts()).toEqual(['重置密码'])
    expect(screen.faults()).toEqual([])
  })

  it('that is locked is unlocked by a press', async () => {
    const stage = await open('manager', account({ id: '1', state: 'locked' }))
    await choose('1')
    expect(acts()).toEqual(['解锁', '重置密码'])
    await act('unlock')
    expect(sentTo(stage, accountContracts.unlockAccount).map(({ params }) => params)).toEqual([{ id: '1' }])
    expect([facts()[7], acts()]).toEqual(['正常', ['重置密码']])
  })

  it('gets a one-time password, which is shown with its name until it was handed on', async () => {
    const stage = await open('manager', account({ id: '1' }), account({ id: '2' }))
    await choose('1')
    await act('reset')
    expect(sentTo(stage, accountContracts.resetAccount).map(({ params }) => params)).toEqual([{ id: '1' }])
    expect(secret()).toEqual(['name-1 的一次性密码(只显示这一次,首次登录须修改):', 'once-1'])
    await pressOn(saying('已交付,不再显示'))
    expect(secret()).toEqual([])
    await act('reset')
    await choose('2')
    expect(secret()).toEqual([])
  })

  it('says what the house refused, and nothing of it on the next one’s card', async () => {
    const stage = await open('manager', account({ id: '1' }), account({ id: '2' }))
    give(stage, accountContracts.resetAccount, () => refusal(409, 'conflict'))
    await choose('1')
    await act('reset')
    expect(readAll('.card [role=alert]')).toEqual(['与现有数据冲突: 不予 / conflict'])
    await choose('2')
    expect(readAll('.card [role=alert]')).toEqual([])
  })
})

describe('a unit’s account', () => {
  it('that waits is handed to a person with a telephone, and its password is issued', async () => {
    const stage = await open(
      'manager',
      account({ id: '1', handedOverAt: null, responsible: '院办', responsiblePhone: '' }),
    )
    expect(readAll('.waits')).toEqual(['待移交'])
    await choose('1')
    expect(facts()).not.toContain('负责人')
    expect(acts()).toEqual([])
    expect(one<HTMLInputElement>('[name=responsible]').value).toBe('')
    await send('.card form')
    expect(readAll('.card form small')).toEqual(['至少 2 个字', '格式不符'])
    expect(sentTo(stage, accountContracts.handOverAccount)).toEqual([])
    await write('[name=responsible]', ' 李四 ')
    await write('[name=phone]', '0771-7654321')
    expect(readAll('.card form small')).toEqual([])
    await send('.card form')
    expect(sentTo(stage, accountContracts.handOverAccount)).toEqual([
      { params: { id: '1' }, query: {}, body: { responsible: '李四', responsiblePhone: '0771-7654321' } },
    ])
    expect(secret()).toEqual(['name-1 的一次性密码(只显示这一次,首次登录须修改):', 'once-1'])
    expect(facts()).toContain('李四 0771-7654321')
    expect(read('.card form button')).toBe('保存')
  })

  it('gets another person in charge without a new password', async () => {
    const stage = await open('manager', account({ id: '1' }))
    await choose('1')
    expect(one<HTMLInputElement>('[name=responsible]').value).toBe('张三')
    await write('[name=responsible]', '王五')
    await send('.card form')
    expect(sentTo(stage, accountContracts.setAccountResponsible).map(({ body }) => body)).toEqual([
      { responsible: '王五', responsiblePhone: '0771-1234567' },
    ])
    expect(facts()).toContain('王五 0771-1234567')
    expect(secret()).toEqual([])
  })
})

describe('the security administrator', () => {
  const LEADER = account({ id: '1', role: 'leader', scope: { kind: 'region', region: '450100' } })

  it('disables an account and enables it again', async () => {
    const stage = await open('security', LEADER)
    await choose('1')
    expect([acts(), all('.card form')]).toEqual([['重置密码', '停用'], []])
    await act('state')
    expect([facts()[7], acts()]).toEqual(['停用', ['重置密码', '启用']])
    await act('state')
    expect(facts()[7]).toBe('正常')
    expect(sentTo(stage, accountContracts.changeAccount).map(({ body }) => body)).toEqual([
      { state: 'disabled' },
      { state: 'active' },
    ])
  })

  it('neither disables nor enables what was never used', async () => {
    await open('security', { ...LEADER, state: 'pending' })
    await choose('1')
    expect(acts()).toEqual(['重置密码'])
  })

  it('sees where it is signed in, and ends all of it', async () => {
    const stage = await open('security', LEADER)
    let signedIn = 2
    give(stage, accountContracts.accountSessions, ({ sessions }) => ({
      sessions: sessions.slice(0, signedIn),
    }))
    give(stage, accountContracts.endAccountSessions, () => {
      signedIn = 0
      return null
    })
    await choose('1')
    expect(all('.card section li')).toHaveLength(2)
    await act('end-sessions')
    expect(sentTo(stage, accountContracts.endAccountSessions).map(({ params }) => params)).toEqual([
      { id: '1' },
    ])
    expect(all('.card section li')).toEqual([])
    expect(read('.card section .quiet')).toBe('当前没有登录')
  })

  it('is not shown where another of its own kind is signed in', async () => {
    const stage = await open('security', { ...LEADER, role: 'security' })
    await choose('1')
    expect(all('.card section')).toEqual([])
    expect(sentTo(stage, accountContracts.accountSessions)).toEqual([])
  })

  it('goes back from a card to the form for a new account', async () => {
    await open('security', LEADER)
    await choose('1')
    await act('close')
    await settled()
    expect([all('.card'), all('[name=account]').length]).toEqual([[], 1])
  })
})
