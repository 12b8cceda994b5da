import { describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { TestAccount } from '../../../builders/house/server.ts'
import { server, signIn, cookie, audited } from './house.ts'

const region = (code: string) => ({ kind: 'region', region: code })

const make = (by: TestAccount, name: string, role: string, code: string) =>
  server.request(by, 'POST', '/api/accounts', {
    name,
    displayName: name,
    role,
    scope: region(code),
    responsible: '李强',
  })

/** A cookie of an account that was just issued `oneTimePassword`. */
const enter = async (name: string, oneTimePassword: string) => {
  const mine = { cookie: cookie(await signIn(name, oneTimePassword)) }
  const own = await server.request(
    null,
    'POST',
    '/api/session/password',
    { current: oneTimePassword, next: 'Guanlan-Own-2027' },
    mine,
  )
  return { cookie: cookie(own).includes('=') ? cookie(own) : mine.cookie }
}

describe('the three administrators', () => {
  it('do not make, reset, change or become one another, nor themselves', async () => {
    for (const [mine, theirs] of [
      ['operator', 'auditor'],
      ['operator', 'security'],
      ['security', 'operator'],
      ['security', 'auditor'],
      ['auditor', 'operator'],
      ['auditor', 'security'],
      ['operator', 'operator'],
      ['security', 'security'],
    ] as const) {
      const target = `/api/accounts/test-${theirs}`
      const tried = [
        await make(mine, `${mine}-x`, theirs, '450000'),
        await server.request(mine, 'POST', `${target}/reset`),
        await server.request(mine, 'PATCH', target, { role: mine }),
        await server.request(mine, 'PATCH', target, { state: 'disabled' }),
        await server.request(mine, 'PATCH', `/api/accounts/test-${mine}`, { role: theirs }),
      ]
      for (const { status, body } of tried)
        expect([
          mine,
          theirs,
          status,
          ['forbidden', 'not-found', 'out-of-scope'].includes(body.code),
        ]).toEqual([mine, theirs, status, true])
    }
    expect(
      (await server.request('security', 'PATCH', '/api/accounts/test-leader', { role: 'security' })).status,
    ).toBe(403)
    expect((await server.request('operator', 'POST', '/api/accounts/test-leader/reset')).status).toBe(404)
    expect((await audited('account.refused')).length).toBeGreaterThan(20)
  })
})

describe('the three administrators', () => {
  it('act in their own region and list it alone: of their kind only strictly below', async () => {
    const city = await enter(
      'sec-nanning',
      (await make('security', 'sec-nanning', 'security', '450100')).body.oneTimePassword,
    )
    await make('security', 'sec-liuzhou', 'security', '450200')
    const far = (await make('security', 'ldr-liuzhou', 'leader', '450200')).body.account
    const near = (await make('security', 'ldr-qingxiu', 'leader', '450103')).body.account
    const asCity = (method: string, path: string, body?: unknown) =>
      server.request(null, method, path, body, city)
    const { accounts } = (await asCity('GET', '/api/accounts')).body
    const outside = accounts.filter(
      (account: { role: string; scope: { region: string } }) =>
        !['450100', '450103'].includes(account.scope.region) ||
        ['operator', 'auditor', 'security'].includes(account.role),
    )
    expect(outside).toEqual([])
    expect(accounts.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['ldr-qingxiu', 'manager-city']),
    )
    expect(
      (await asCity('GET', '/api/scopes')).body.regions.map(({ name }: { name: string }) => name),
    ).toEqual(['南宁市', '青秀区'])
    const far404 = [
      await asCity('POST', `/api/accounts/${far.id}/reset`),
      await asCity('PATCH', `/api/accounts/${far.id}`, { state: 'disabled' }),
      await asCity('PATCH', `/api/accounts/${near.id}`, { scope: region('450000') }),
      await asCity('POST', '/api/accounts', {
        name: 'up',
        displayName: 'up',
        role: 'manager',
        scope: region('450000'),
        responsible: 'x',
      }),
      await asCity('POST', '/api/accounts', {
        name: 'peer',
        displayName: 'peer',
        role: 'security',
        scope: region('450100'),
        responsible: 'x',
      }),
    ]
    expect(far404.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    expect(
      (await asCity('PATCH', `/api/accounts/${near.id}`, { displayName: '青秀区领导' })).body,
    ).toMatchObject({ displayName: '青秀区领导', scopeName: '青秀区' })
    const wall = { label: 'x', scope: region('450200') }
    const operator = await enter(
      'op-nanning',
      (await make('operator', 'op-nanning', 'operator', '450100')).body.oneTimePassword,
    )
    expect((await server.request(null, 'POST', '/api/pairings', wall, operator)).status).toBe(404)
    expect(
      (await server.request(null, 'POST', '/api/pairings', { ...wall, scope: region('450103') }, operator))
        .status,
    ).toBe(200)
  })
})

describe('the three administrators', () => {
  it('of the top region are made and reset by a command on the server, which the log tells', async () => {
    const cli = (...args: string[]) =>
      promisify(execFile)(process.execPath, ['server/cli.ts', ...args], {
        env: { ...process.env, DATABASE_URL: server.database.url, GUANLAN_DATA_DIR: server.dataDir },
      }).then(
        ({ stdout }) => ({ ok: true, text: stdout.trim() }),
        ({ stderr }: { stderr: string }) => ({ ok: false, text: stderr }),
      )
    const made = await cli('admin', 'create', 'security', 'security-2', '安全管理员二')
    expect(made).toMatchObject({ ok: true, text: expect.stringMatching(/^\S{16}$/) })
    expect((await signIn('security-2', made.text)).body).toMatchObject({
      role: 'security',
      mustChangePassword: true,
      home: '450000',
    })
    expect((await signIn('security-2', (await cli('admin', 'reset', 'security-2')).text)).status).toBe(200)
    expect(await cli('account', 'reset', 'security-2')).toMatchObject({
      ok: false,
      text: expect.stringContaining('cli admin'),
    })
    expect(await cli('admin', 'reset', 'leader')).toMatchObject({
      ok: false,
      text: expect.stringContaining('cli account'),
    })
    expect(await cli('admin', 'disable', 'operator')).toMatchObject({
      ok: false,
      text: expect.stringContaining('最后一个'),
    })
    expect(
      (await audited('account.create')).find(({ target }: { target: string }) => target === 'security-2'),
    ).toMatchObject({ account: 'cli', role: 'server', outcome: 'ok' })
  })
})

describe('the three administrators', () => {
  it('never lose the last active one of a kind at the top, nor by two changes at once', async () => {
    const { accounts } = server.running.access
    const by = {
      viewer: { account: 'cli', role: 'operator' as const, scope: { kind: 'region' as const, region: '' } },
      address: 'local',
      server: true as const,
    }
    const second = (
      await accounts.create(
        {
          name: 'auditor-2',
          displayName: 'x',
          role: 'auditor',
          scope: { kind: 'region', region: '450000' },
          responsible: 'x',
        },
        by,
      )
    ).account
    const off = (id: string) =>
      accounts.patch(id, { state: 'disabled' }, by).then(
        () => 'off',
        (error: { code: string }) => error.code,
      )
    expect((await Promise.all([off('test-auditor'), off(second.id)])).sort()).toEqual(['conflict', 'off'])
    await sql`update accounts set state = 'active' where id = 'test-auditor'`.execute(server.database.db)
    await sql`update accounts set state = 'disabled' where id = ${second.id}`.execute(server.database.db)
    expect(await off('test-auditor')).toBe('conflict')
    await server.database.db
      .updateTable('accounts')
      .set({ state: 'disabled' })
      .where('name', '=', 'security-2')
      .execute()
    await expect(
      accounts.patch('test-security', { scope: { kind: 'region', region: '450100' } }, by),
    ).rejects.toMatchObject({ code: 'conflict' })
    await expect(accounts.patch('test-operator', { role: 'leader' }, by)).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})
