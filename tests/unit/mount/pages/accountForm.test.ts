// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { accountContracts } from '../../../../src/shared/access/accountRoutes.ts'
import type { Role } from '../../../../src/shared/kernel/roles.ts'
import { give, sentTo } from '../../../builders/mount/given.ts'
import { all, one, pick, read, readAll, send, write } from '../../../builders/mount/hand.ts'
import { useScreen } from '../../../builders/mount/screen.ts'
import { refusal, settled, type Stage } from '../../../builders/mount/stage.ts'

vi.mock('../../../../src/app/ViewPage.vue', () => ({ default: { render: () => null } }))
beforeAll(async () => {
  await import('../../../../src/app/pages/WorkplacePage.vue')
  await import('../../../../src/app/pages/accounts/AccountsPage.vue')
})

const screen = useScreen()
const UNITS = [
  { id: 'U1', name: '财政局', region: '450103' },
  { id: 'U2', name: '水利局', region: '450105' },
  { id: 'U3', name: '财政所', region: '450103' },
]
const open = (role: Role = 'security'): Promise<Stage> =>
  screen.page('/work/management/accounts', {
    role,
    before: (stage) => {
      give(stage, accountContracts.scopeUnits, (_, { query }) => ({
        units: UNITS.filter(({ name }) => name.includes(query.get('q') ?? '')),
      }))
      give(stage, accountContracts.scopeRegions, () => ({
        regions: [
          { code: '450000', name: '广西', parent: null },
          { code: '450100', name: '南宁', parent: '450000' },
          { code: '450103', name: '青秀', parent: '450100' },
        ],
      }))
      give(stage, accountContracts.createAccount, (drawn, { body }) => ({
        account: { ...drawn.account, ...(body as object) },
        oneTimePassword: 'once',
      }))
    },
  })
const form = (): HTMLElement => one('form:has([name=account])')
const fill = async (values: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, value] of Object.entries(values)) await write(`[name=${name}]`, value)
}
const PERSON = { account: 'cz.admin', displayName: '财政局', responsible: '张三' }
const made = (stage: Stage): unknown[] =>
  sentTo(stage, accountContracts.createAccount).map(({ body }) => body)
/** Typing is asked after a moment's rest. */
const REST_MS = 300
const find = async (text: string): Promise<void> => {
  await write('[name=findUnit]', text)
  await new Promise((done) => setTimeout(done, REST_MS))
  await settled()
}

describe('the form for a new account', () => {
  it('offers the roles that may be made, and a region by name below the one that it belongs to', async () => {
    const stage = await open()
    expect(await pick('role', '领导')).toEqual(['安全管理员', '领导', '监督人员', '管理人员', '使用单位用户'])
    expect(read('[data-name=region]')).toBe('广西')
    expect(await pick('region', '青秀')).toEqual(['广西', '南宁', '青秀'])
    await fill(PERSON)
    await send(form())
    expect(made(stage)).toEqual([
      {
        role: 'leader',
        name: 'cz.admin',
        displayName: '财政局',
        responsible: '张三',
        scope: { kind: 'region', region: '450103' },
      },
    ])
    expect(screen.faults()).toEqual([])
  })

  it('shows the password once, empties what was written and looks for the new account', async () => {
    const stage = await open()
    await fill(PERSON)
    await send(form())
    expect(readAll('.issued p')).toEqual(['cz.admin 的一次性密码(只显示这一次,首次登录须修改):', 'once'])
    expect(
      ['account', 'displayName', 'responsible'].map((name) => one<HTMLInputElement>(`[name=${name}]`).value),
    ).toEqual(['', '', ''])
    await new Promise((done) => setTimeout(done, REST_MS))
    expect(sentTo(stage, accountContracts.accounts).at(-1)?.query['q']).toBe('cz.admin')
  })
})

describe('the form for a new account', () => {
  it('says at each field what it must be, sends nothing, and is content once they are right', async () => {
    const stage = await open()
    await write('[name=account]', '财政局')
    await send(form())
    expect(readAll('form:has([name=account]) .fault')).toEqual([
      '字母、数字、点、横线、下划线,2 至 64 位',
      '必填',
      '必填',
    ])
    await fill(PERSON)
    expect(all('form:has([name=account]) .fault')).toEqual([])
    expect(made(stage)).toEqual([])
  })

  it('keeps what was written where the house refuses, in its words', async () => {
    const stage = await open()
    give(stage, accountContracts.createAccount, () => refusal(409, 'conflict'))
    await fill(PERSON)
    await send(form())
    expect(readAll('form [role=alert]')).toEqual(['与现有数据冲突: 不予 / conflict'])
    expect(one<HTMLInputElement>('[name=account]').value).toBe('cz.admin')
    expect(all('.issued')).toEqual([])
  })

  it('says to an administrator that its own kind is made below alone', async () => {
    await open()
    await pick('role', '安全管理员')
    expect(read('form:has([name=account]) > .quiet')).toBe('同类管理员只能建在本级以下')
  })
})

describe('the form for a unit’s account', () => {
  const openUnit = async (): Promise<Stage> => {
    const stage = await open()
    await pick('role', '使用单位用户')
    return stage
  }

  it('proposes units while their name is typed, after a rest, and takes the one that is picked', async () => {
    const stage = await openUnit()
    expect(read('[data-name=unit]')).toBe('选择单位(3 个)')
    await write('[name=findUnit]', '财')
    await find(' 财政 ')
    expect(sentTo(stage, accountContracts.scopeUnits).map(({ query }) => query)).toEqual([
      { q: '' },
      { q: '财政' },
    ])
    expect(read('[data-name=unit]')).toBe('选择单位(2 个)')
    expect(await pick('unit', '财政局')).toEqual(['财政局', '财政所'])
    await fill({ ...PERSON, phone: '0771-1234567' })
    await send(form())
    expect(made(stage)).toEqual([
      {
        role: 'unit-user',
        name: 'cz.admin',
        displayName: '财政局',
        responsible: '张三',
        responsiblePhone: '0771-1234567',
        scope: { kind: 'unit', unit: 'U1', region: '450103' },
      },
    ])
  })

  it('goes on showing the unit that was picked while another name is looked for', async () => {
    await openUnit()
    await pick('unit', '财政局')
    await find('水利')
    expect(read('[data-name=unit]')).toBe('财政局')
    expect(await pick('unit', '水利局')).toEqual(['财政局', '水利局'])
    expect(read('[data-name=unit]')).toBe('水利局')
  })

  it('asks for the unit and a telephone', async () => {
    const stage = await openUnit()
    await fill(PERSON)
    await send(form())
    expect(readAll('form:has([name=account]) .fault')).toEqual(['必填', '必填'])
    expect(made(stage)).toEqual([])
  })

  it('binds an account of another role to its region, though a unit was picked before', async () => {
    const stage = await openUnit()
    await pick('unit', '水利局')
    await pick('role', '领导')
    await fill(PERSON)
    await send(form())
    expect(made(stage)).toMatchObject([{ role: 'leader', scope: { kind: 'region', region: '450000' } }])
  })
})
