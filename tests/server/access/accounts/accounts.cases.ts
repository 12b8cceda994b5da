import { describe, expect, it } from 'vitest'
import { TEST_PASSWORD } from '../../../builders/house/server.ts'
import { server, signIn, cookie, fresh } from './house.ts'

describe('accounts', () => {
  it('[GX-13] are made by 安全管理员 only; no route lets anybody sign up', async () => {
    const input = {
      name: 'new-one',
      displayName: '新账号',
      role: 'leader',
      scope: { kind: 'region', region: '450000' },
      responsible: '李四',
    }
    for (const account of [
      'leader',
      'supervisor',
      'manager',
      'unit-user',
      'auditor',
      'operator',
      'wall',
    ] as const)
      expect((await server.request(account, 'POST', '/api/accounts', input)).status).toBe(403)
    expect((await server.request(null, 'POST', '/api/accounts', input)).status).toBe(401)
    const open = server.running.routes
      .filter(({ needs }) => needs === 'public')
      .map(({ method, url }) => `${method} ${url}`)
    expect(
      open.filter(
        (path) =>
          ![
            'GET /healthz',
            'GET /readyz',
            'GET /api/session',
            'POST /api/session',
            'POST /api/pair',
            'POST /hooks/platform',
          ].includes(path),
      ),
    ).toEqual([])
  })

  it('end every session when they are disabled', async () => {
    const { account, oneTimePassword } = await fresh('leaver')
    const mine = { cookie: cookie(await signIn('leaver', oneTimePassword)) }
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(200)
    expect(
      (await server.request('security', 'PATCH', `/api/accounts/${account.id}`, { state: 'disabled' })).body
        .state,
    ).toBe('disabled')
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(204)
    expect((await signIn('leaver', oneTimePassword)).status).toBe(401)
  })
})

describe('accounts', () => {
  it('[GX-03] hold 119 departments and 6,366 units as pending ones, which cannot sign in before somebody issued a password', async () => {
    const units = Array.from({ length: 119 + 6366 }, (_, index) => ({
      id: `u-${index}`,
      name: `单位 ${index}`,
      region: '450103',
      role: index < 119 ? ('department' as const) : ('user' as const),
    }))
    const since = Date.now()
    expect(await server.running.access.accounts.seedUnits(units)).toBe(6485)
    expect(Date.now() - since).toBeLessThan(10_000)
    expect(await server.running.access.accounts.seedUnits(units)).toBe(0)
    const departments = await server.request('security', 'GET', '/api/accounts?q=u-&role=manager')
    const users = await server.request('security', 'GET', '/api/accounts?q=u-&role=unit-user')
    expect([departments.body.total, users.body.total]).toEqual([119, 6366])
    const [pending] = departments.body.accounts
    expect(pending.state).toBe('pending')
    expect((await signIn(pending.name, '')).status).toBe(400)
    expect((await signIn(pending.name, TEST_PASSWORD)).status).toBe(401)
    const issued = await server.request('security', 'POST', `/api/accounts/${pending.id}/reset`)
    expect((await signIn(pending.name, issued.body.oneTimePassword)).body.mustChangePassword).toBe(true)
  })
})
