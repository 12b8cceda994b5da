import { describe, expect, it } from 'vitest'
import { GRANTS } from '#shared/kernel/roles.ts'
import { MINUTE, server, clock, cookie } from './house.ts'

describe('walls', () => {
  const issue = () =>
    server.request('operator', 'POST', '/api/pairings', {
      label: '一号大屏',
      scope: { kind: 'region', region: '450000' },
    })

  it('are paired once by a code, and then read only', async () => {
    const { code, path } = (await issue()).body
    expect(path).toBe(`/pair#${code}`)
    const answers = await Promise.all(
      [1, 2, 3].map(() => server.request(null, 'POST', '/api/pair', { code })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
    const paired = answers.find(({ status }) => status === 200)!
    expect(paired.body).toMatchObject({ role: 'wall', displayName: '一号大屏', mustChangePassword: false })
    expect(GRANTS.wall.filter((permission) => !permission.startsWith('view.'))).toEqual([])
    const wall = { cookie: cookie(paired) }
    expect(paired.headers.get('set-cookie')).toContain(`Max-Age=${180 * 86_400};`)
    clock.ahead += 179 * 24 * 60 * MINUTE
    const again = await server.request(null, 'GET', '/api/session', undefined, wall)
    expect([again.status, again.body.endsAt]).toEqual([200, null])
    expect(again.headers.get('set-cookie')).toContain(`Max-Age=${180 * 86_400};`)
    clock.ahead += 179 * 24 * 60 * MINUTE
    expect((await server.request(null, 'GET', '/api/session', undefined, wall)).status).toBe(200)
    clock.ahead += 181 * 24 * 60 * MINUTE
    expect((await server.request(null, 'GET', '/api/session', undefined, wall)).status).toBe(204)
    clock.ahead -= 539 * 24 * 60 * MINUTE
  })

  it('are listed by their place, and end for good when the operator says so', async () => {
    const paired = await server.request(null, 'POST', '/api/pair', { code: (await issue()).body.code })
    const wall = { cookie: cookie(paired) }
    const list = async () =>
      (await server.request('operator', 'GET', '/api/walls')).body.walls as {
        id: string
        label: string
        scopeName: string
        ended: boolean
        address: string | null
      }[]
    const mine = (await list()).find(({ ended }) => !ended)!
    expect(mine).toMatchObject({ label: '一号大屏', scopeName: '广西壮族自治区', address: '127.0.0.1' })
    for (const role of ['security', 'auditor', 'manager'] as const)
      expect((await server.request(role, 'DELETE', `/api/walls/${mine.id}`)).status).toBe(403)
    expect((await server.request('operator', 'DELETE', '/api/walls/test-leader')).status).toBe(404)
    expect((await server.request('operator', 'DELETE', `/api/walls/${mine.id}`)).status).toBe(204)
    expect((await server.request(null, 'GET', '/api/session', undefined, wall)).status).toBe(204)
    expect((await list()).find(({ id }) => id === mine.id)).toMatchObject({ ended: true, address: null })
  })

  it('refuse a code after ten minutes', async () => {
    const { code } = (await issue()).body
    clock.ahead += 10 * MINUTE
    expect((await server.request(null, 'POST', '/api/pair', { code })).status).toBe(401)
  })
})
