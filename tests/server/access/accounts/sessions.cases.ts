import { describe, expect, it } from 'vitest'
import { setTimeout as delay } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { TEST_PASSWORD } from '../../../builders/house/server.ts'
import { MINUTE, server, clock, signIn, cookie } from './house.ts'

describe('signing in', () => {
  it('ends on sign-out', async () => {
    const mine = { cookie: cookie(await signIn('leader', TEST_PASSWORD)) }
    expect((await server.request(null, 'DELETE', '/api/session', undefined, mine)).status).toBe(204)
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(204)
  })

  it('ends after half an hour without an act of the person: polling and sockets are none', async () => {
    const mine = { cookie: cookie(await signIn('leader', TEST_PASSWORD)) }
    const ended: string[] = []
    const stop = server.running.access.sessions.onEnded((_, reason) => ended.push(reason))
    clock.ahead += 29 * MINUTE
    const seen = await server.request(null, 'POST', '/api/session/seen', undefined, mine)
    expect(seen.status).toBe(200)
    const { now, endsAt } = (await server.request(null, 'GET', '/api/session', undefined, mine)).body
    expect([Math.round((endsAt - now) / MINUTE), endsAt]).toEqual([30, seen.body.endsAt])
    for (let poll = 0; poll < 29; poll++) {
      clock.ahead += MINUTE
      expect((await server.request(null, 'GET', '/api/regions', undefined, mine)).status).toBe(200)
    }
    clock.ahead += 2 * MINUTE
    const late = await server.request(null, 'GET', '/api/regions', undefined, mine)
    expect([late.status, late.body.details]).toEqual([401, { ended: 'idle' }])
    expect(ended).toContain('idle')
    stop()
  })

  it('asks to sign in again after twelve hours, however busy', async () => {
    const mine = { cookie: cookie(await signIn('leader', TEST_PASSWORD)) }
    const statuses: number[] = []
    for (let minutes = 0; minutes <= 12 * 60; minutes += 29) {
      statuses.push((await server.request(null, 'POST', '/api/session/seen', undefined, mine)).status)
      clock.ahead += 29 * MINUTE
    }
    expect(statuses.every((status) => status === 200)).toBe(true)
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(204)
  })
})

const signInSixTimes = async () => {
  const cookies: { cookie: string }[] = []
  for (let device = 0; device < 6; device++) {
    clock.ahead += 1000
    cookies.push({
      cookie: cookie(
        await server.request(
          null,
          'POST',
          '/api/session',
          { name: 'supervisor', password: TEST_PASSWORD },
          { 'user-agent': `device ${device}` },
        ),
      ),
    })
  }
  return cookies
}

describe('signing in', () => {
  it('leaves an account five sessions: the oldest ends and its page is told; one sees and ends the own', async () => {
    const [oldest, second, , , , newest] = await signInSixTimes()
    expect((await server.request(null, 'GET', '/api/regions', undefined, oldest)).body.details).toEqual({
      ended: 'replaced',
    })
    const mine = async () =>
      (await server.request(null, 'GET', '/api/sessions', undefined, newest)).body.sessions as {
        id: string
        current: boolean
        agent: string
        address: string
      }[]
    expect((await mine()).map(({ agent }) => agent).sort()).toEqual([
      'device 1',
      'device 2',
      'device 3',
      'device 4',
      'device 5',
    ])
    expect(
      (await mine()).filter(({ current }) => current).map(({ agent, address }) => [agent, address]),
    ).toEqual([['device 5', '127.0.0.1']])
    const other = (await mine()).find(({ agent }) => agent === 'device 1')!
    const stranger = { cookie: await server.signIn('leader') }
    expect(
      (await server.request(null, 'DELETE', `/api/sessions/${other.id}`, undefined, stranger)).status,
    ).toBe(404)
    expect(
      (await server.request(null, 'DELETE', `/api/sessions/${other.id}`, undefined, newest)).status,
    ).toBe(204)
    expect((await server.request(null, 'GET', '/api/regions', undefined, second)).body.details).toEqual({
      ended: 'ended',
    })
    await server.request(null, 'DELETE', '/api/sessions', undefined, newest)
    expect(await mine()).toHaveLength(1)
    expect(
      (await server.request('security', 'GET', '/api/accounts/test-supervisor/sessions')).body.sessions,
    ).toHaveLength(1)
    expect((await server.request('security', 'GET', '/api/accounts/test-auditor/sessions')).status).toBe(404)
    expect(
      (await server.request('security', 'DELETE', '/api/accounts/test-supervisor/sessions')).status,
    ).toBe(204)
    expect((await server.request(null, 'GET', '/api/session', undefined, newest)).status).toBe(204)
  })
})

describe('signing in', () => {
  it('opens eight live sockets of one session, also when they come at once', async () => {
    const mine = await server.signIn('leader')
    const sockets = Array.from({ length: 14 }, () =>
      io(server.url, {
        path: '/live',
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        extraHeaders: { cookie: mine },
      }),
    )
    await expect
      .poll(
        () =>
          sockets.filter(({ connected }) => connected).length +
          sockets.filter(({ active }) => !active).length,
        { timeout: 10_000 },
      )
      .toBe(14)
    await delay(300)
    expect(sockets.filter(({ connected }) => connected)).toHaveLength(8)
    for (const socket of sockets) socket.disconnect()
  })

  it('ends the session that a browser held when it signs in anew', async () => {
    const before = { cookie: cookie(await signIn('leader', TEST_PASSWORD)) }
    const after = {
      cookie: cookie(
        await server.request(
          null,
          'POST',
          '/api/session',
          { name: 'leader', password: TEST_PASSWORD },
          before,
        ),
      ),
    }
    expect(after.cookie).not.toBe(before.cookie)
    expect((await server.request(null, 'GET', '/api/session', undefined, before)).status).toBe(204)
    expect((await server.request(null, 'GET', '/api/session', undefined, after)).status).toBe(200)
  })
})

describe('signing in', () => {
  it('refuses a changing request from another site', async () => {
    const mine = { cookie: await server.signIn('leader') }
    const others: Record<string, string>[] = [
      { origin: 'http://elsewhere.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const from of others)
      expect(
        (await server.request(null, 'DELETE', '/api/session', undefined, { ...mine, ...from })).status,
      ).toBe(403)
    expect(
      (await server.request(null, 'DELETE', '/api/session', undefined, { ...mine, origin: server.url }))
        .status,
    ).toBe(204)
  })
})
