import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { execFile } from 'node:child_process'
import { request } from 'node:http'
import { promisify } from 'node:util'
import { setTimeout as delay } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { makeAddressLimit } from '../../../server/access/sessions/signInRules.ts'
import { GRANTS, ROLES } from '#shared/access/roles.ts'
import { passwordFaults } from '#shared/access/password.ts'
import { openDatabase } from '../../../server/db/open.ts'
import {
  startTestServer,
  TEST_PASSWORD,
  type TestAccount,
  type TestServer,
} from '../../builders/house/server.ts'

const MINUTE = 60_000
let server: TestServer
let ahead = 0
/** Where the server's clock stands still, for what must not hang on how fast this machine is. */
let frozen: number | null = null

/** A region with two cities, as a platform would send them. */
const REGIONS = [
  { code: '450000', parent: null, level: 'province' as const, name: '广西壮族自治区' },
  { code: '450100', parent: '450000', level: 'city' as const, name: '南宁市' },
  { code: '450103', parent: '450100', level: 'county' as const, name: '青秀区' },
  { code: '450200', parent: '450000', level: 'city' as const, name: '柳州市' },
]

beforeAll(async () => {
  server = await startTestServer({ scale: null, clock: () => (frozen ?? Date.now()) + ahead })
  const at = {
    lon: 108,
    lat: 23,
    west: 107,
    south: 22,
    east: 109,
    north: 24,
    geometry: JSON.stringify([]),
    source: 'test',
    source_id: 'test',
    updated_at: 1,
    received_at: 1,
  }
  await server.database.db
    .insertInto('regions')
    .values(REGIONS.map((region) => ({ ...region, ...at }) as never))
    .execute()
  await server.running.ledger.tree.load()
})
afterAll(() => server?.stop())

const signIn = (name: string, password: string) =>
  server.request(null, 'POST', '/api/session', { name, password })
/** Signs in from another address of this machine; the status. */
const from = (localAddress: string, name: string, password: string): Promise<number> =>
  new Promise((done, failed) => {
    const asked = request(
      `${server.url}/api/session`,
      { method: 'POST', localAddress, headers: { 'content-type': 'application/json' } },
      (answer) => {
        answer.resume()
        done(answer.statusCode ?? 0)
      },
    )
    asked.on('error', failed)
    asked.end(JSON.stringify({ name, password }))
  })
const cookie = (answer: { headers: Headers }): string =>
  (answer.headers.get('set-cookie') ?? '').split(';')[0]!
const audited = async (event: string) =>
  (await server.request('auditor', 'GET', `/api/audit?event=${event}&limit=50`)).body.rows
/** A fresh account with its one-time password. */
const fresh = async (name: string) =>
  (
    await server.request('security', 'POST', '/api/accounts', {
      name,
      displayName: name,
      role: 'leader',
      scope: { kind: 'region', region: '450000' },
      responsible: '张三',
    })
  ).body

describe('signing in', () => {
  it('answers who one is, with a cookie that scripts and other sites cannot use', async () => {
    const answer = await signIn('leader', TEST_PASSWORD)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      account: 'leader',
      role: 'leader',
      scope: { kind: 'region', region: '450000' },
      mustChangePassword: false,
      home: '450000',
    })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^guanlan_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    )
  })

  it('refuses a wrong password and an unknown name in the same words', async () => {
    const wrong = await signIn('leader', 'wrong')
    const unknown = await signIn('nobody-here', 'wrong')
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(wrong.body).toEqual(unknown.body)
    await signIn('leader', TEST_PASSWORD)
  })

  it('keeps neither the password nor the cookie in the database', async () => {
    const token = cookie(await signIn('leader', TEST_PASSWORD)).split('=')[1]!
    const { rows } = await sql<{
      text: string
    }>`select row_to_json(s)::text || row_to_json(a)::text as text from sessions s, accounts a where a.name = 'leader'`.execute(
      server.database.db,
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const { text } of rows) {
      expect(text).not.toContain(token)
      expect(text).not.toContain(TEST_PASSWORD)
      expect(text).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
    }
  })

  it('locks a name for its address after five failures, for a quarter of an hour, the right password too', async () => {
    for (let failure = 1; failure <= 5; failure++)
      expect((await signIn('supervisor', `wrong ${failure}`)).status).toBe(401)
    const locked = await signIn('supervisor', TEST_PASSWORD)
    expect(locked.status).toBe(423)
    expect(locked.body).toMatchObject({ code: 'locked', details: { minutes: 15 } })
    ahead += 15 * MINUTE + 1000
    expect((await signIn('supervisor', TEST_PASSWORD)).status).toBe(200)
  })

  it('looks at five of nineteen guesses that come at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 19 }, (_, index) => signIn('guessed-at-once', `wrong ${index}`)),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 423)).toHaveLength(14)
    expect(
      (await Promise.all(Array.from({ length: 12 }, () => signIn('leader', TEST_PASSWORD)))).map(
        ({ status }) => status,
      ),
    ).toEqual(Array.from({ length: 12 }, () => 200))
  })

  it('slows guesses at one name from forty addresses, raises the alarm, and leaves its own user alone', async () => {
    await signIn('leader', TEST_PASSWORD)
    frozen = Date.now()
    const guesses = await Promise.all(
      Array.from({ length: 160 }, (_, index) =>
        from(`127.0.0.${2 + (index % 40)}`, 'leader', `wrong ${index}`),
      ),
    )
    expect(guesses.filter((status) => status === 401)).toHaveLength(6)
    expect(guesses.filter((status) => status === 429)).toHaveLength(154)
    expect((await signIn('leader', TEST_PASSWORD)).status).toBe(200)
    frozen = null
    for (let seconds = 0; seconds < 12; seconds++) {
      ahead += 61_000
      expect(await from('127.0.0.50', 'leader', 'wrong')).toBe(seconds < 5 ? 401 : 423)
    }
    for (let seconds = 0; seconds < 3; seconds++) {
      ahead += 61_000
      await from('127.0.0.51', 'leader', 'wrong')
    }
    expect((await signIn('leader', TEST_PASSWORD)).status).toBe(200)
    for (const role of ['security', 'auditor'] as const)
      expect((await server.request(role, 'GET', '/api/sign-in-alarms')).body.alarms[0]).toMatchObject({
        name: 'leader',
        address: '127.0.0.51',
        failures: expect.any(Number),
      })
    expect((await audited('session.alarm'))[0]).toMatchObject({ target: 'leader', outcome: 'refused' })
    for (const role of ['operator', 'manager', 'leader'] as const)
      expect((await server.request(role, 'GET', '/api/sign-in-alarms')).status).toBe(403)
  })

  it('counts an address’s failures, not its successes, over all names', () => {
    let now = 0
    const limit = makeAddressLimit(5, () => now)
    for (let person = 0; person < 200; person++) {
      expect(limit.enter('nat')).toBe(true)
      limit.done('nat', false)
    }
    const at = Array.from({ length: 9 }, () => limit.enter('guesser'))
    expect(at.filter(Boolean)).toHaveLength(5)
    for (let guess = 0; guess < 5; guess++) limit.done('guesser', true)
    expect(limit.enter('guesser')).toBe(false)
    expect(limit.enter('nat')).toBe(true)
    now += 61_000
    expect(limit.enter('guesser')).toBe(true)
  })

  it('forgets the counts of failures after a day', async () => {
    ahead += 25 * 60 * MINUTE
    await server.running.access.sessions.sweep()
    const { rows } = await sql<{
      n: number
    }>`select (select count(*) from sign_in_failures)::int + (select count(*) from sign_in_names)::int as n`.execute(
      server.database.db,
    )
    expect(rows[0]!.n).toBe(0)
  })

  it('ends on sign-out', async () => {
    const mine = { cookie: cookie(await signIn('leader', TEST_PASSWORD)) }
    expect((await server.request(null, 'DELETE', '/api/session', undefined, mine)).status).toBe(204)
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(204)
  })

  it('ends after half an hour without an act of the person: polling and sockets are none', async () => {
    const mine = { cookie: cookie(await signIn('leader', TEST_PASSWORD)) }
    const ended: string[] = []
    const stop = server.running.access.sessions.onEnded((_, reason) => ended.push(reason))
    ahead += 29 * MINUTE
    const seen = await server.request(null, 'POST', '/api/session/seen', undefined, mine)
    expect(seen.status).toBe(200)
    const { now, endsAt } = (await server.request(null, 'GET', '/api/session', undefined, mine)).body
    expect([Math.round((endsAt - now) / MINUTE), endsAt]).toEqual([30, seen.body.endsAt])
    for (let poll = 0; poll < 29; poll++) {
      ahead += MINUTE
      expect((await server.request(null, 'GET', '/api/regions', undefined, mine)).status).toBe(200)
    }
    ahead += 2 * MINUTE
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
      ahead += 29 * MINUTE
    }
    expect(statuses.every((status) => status === 200)).toBe(true)
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(204)
  })

  it('leaves an account five sessions: the oldest ends and its page is told; one sees and ends the own', async () => {
    const cookies: { cookie: string }[] = []
    for (let device = 0; device < 6; device++) {
      ahead += 1000
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
    const [oldest, second, , , , newest] = cookies
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

describe('passwords', () => {
  it('asks for ten characters of three classes without the name', () => {
    expect(passwordFaults('Aa1-Aa1-Aa', 'leader')).toEqual([])
    expect(passwordFaults('Aa1-Aa1-A', 'leader')).toEqual(['too-short'])
    expect(passwordFaults('aaaaaaaaaaaa1', 'leader')).toEqual(['too-simple'])
    expect(passwordFaults('My-Leader-2026', 'leader')).toEqual(['contains-name'])
  })

  it('lets a one-time password do nothing but choose another, and not one of the last five', async () => {
    const { oneTimePassword } = await fresh('first-change')
    const entered = await signIn('first-change', oneTimePassword)
    const mine = { cookie: cookie(entered) }
    expect(entered.body.mustChangePassword).toBe(true)
    const elsewhere = await server.request(null, 'GET', '/api/regions', undefined, mine)
    expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'password-change-required'])
    const change = (current: string, next: string) =>
      server.request(null, 'POST', '/api/session/password', { current, next }, mine)
    expect((await change('wrong', 'Another-2026-x')).status).toBe(403)
    expect((await change(oneTimePassword, oneTimePassword)).body.details.faults).toEqual(['used-before'])
    expect((await change(oneTimePassword, 'short')).status).toBe(400)
    const changed = await change(oneTimePassword, 'Another-2026-x')
    expect([changed.status, changed.body.mustChangePassword]).toEqual([200, false])
    const renewed = { cookie: cookie(changed) }
    expect(renewed.cookie).not.toBe(mine.cookie)
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(204)
    expect((await server.request(null, 'GET', '/api/regions', undefined, renewed)).status).not.toBe(403)
    const back = () =>
      server.request(
        null,
        'POST',
        '/api/session/password',
        { current: 'Another-2026-x', next: 'Another-2027-y' },
        renewed,
      )
    expect((await back()).body.details.faults).toEqual(['too-young'])
  })

  it('remembers the last five, a day each', async () => {
    const { oneTimePassword } = await fresh('runner')
    let current = oneTimePassword
    const change = async (next: string) => {
      const mine = { cookie: cookie(await signIn('runner', current)) }
      const answer = await server.request(null, 'POST', '/api/session/password', { current, next }, mine)
      if (answer.status === 200) current = next
      return answer
    }
    for (let turn = 1; turn <= 5; turn++) {
      expect((await change(`Turn-${turn}-Password`)).status).toBe(200)
      ahead += 24 * 60 * MINUTE
    }
    expect((await change('Turn-1-Password')).body.details.faults).toEqual(['used-before'])
    expect((await change('Turn-6-Password')).status).toBe(200)
    ahead += 24 * 60 * MINUTE
    expect((await change('Turn-1-Password')).status).toBe(200)
  })

  it('cannot be guessed through a session that stands open: the fifth failure ends it and locks', async () => {
    const { oneTimePassword } = await fresh('left-open')
    const mine = { cookie: cookie(await signIn('left-open', oneTimePassword)) }
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        server.request(
          null,
          'POST',
          '/api/session/password',
          { current: `wrong ${index}`, next: 'Another-2026-x' },
          mine,
        ),
      ),
    )
    expect(guesses.filter(({ status }) => status === 403)).toHaveLength(4)
    expect((await server.request(null, 'GET', '/api/regions', undefined, mine)).body.details).toEqual({
      ended: 'failed',
    })
    expect((await signIn('left-open', oneTimePassword)).status).toBe(423)
    ahead += 16 * MINUTE
  })

  it('reminds as the password ages and asks for another after 90 days', async () => {
    const { account, oneTimePassword } = await fresh('ageing')
    await sql`update accounts set must_change = false where id = ${account.id}`.execute(server.database.db)
    ahead += 80 * 24 * 60 * MINUTE
    expect((await signIn('ageing', oneTimePassword)).body).toMatchObject({
      mustChangePassword: false,
      passwordDueInDays: 10,
    })
    ahead += 10 * 24 * 60 * MINUTE
    expect((await signIn('ageing', oneTimePassword)).body).toMatchObject({
      mustChangePassword: true,
      passwordDueInDays: 0,
    })
    ahead -= 90 * 24 * 60 * MINUTE
  })
})

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

describe('the three administrators', () => {
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

describe('a unit’s account', () => {
  it('[GX-31] is handed over by its own manager with its named person in charge, and its forgotten password reset there', async () => {
    await server.running.access.accounts.seedUnits([
      { id: 'u-near', name: '南宁市财政局', region: '450103', role: 'user' },
      { id: 'u-far', name: '柳州市财政局', region: '450200', role: 'user' },
    ])
    const mine = (path: string) => server.request('manager-city', 'GET', `/api/accounts${path}`)
    const [account] = (await mine('?q=u-near&handedOver=no')).body.accounts
    expect(account).toMatchObject({ name: 'u-near', state: 'pending', responsible: '', handedOverAt: null })
    expect((await mine('?q=u-far')).body.total).toBe(0)
    expect((await mine('')).body.accounts.every(({ role }: { role: string }) => role === 'unit-user')).toBe(
      true,
    )
    const ask = (method: string, path: string, body?: unknown) =>
      server.request('manager-city', method, `/api/accounts/${account.id}${path}`, body)
    expect((await ask('POST', '/reset')).status).toBe(400)
    expect((await ask('POST', '/hand-over', { responsible: '李强' })).status).toBe(400)
    const handed = await ask('POST', '/hand-over', { responsible: '李强', responsiblePhone: '0771-2800001' })
    expect(handed.body.account).toMatchObject({
      state: 'active',
      responsible: '李强',
      responsiblePhone: '0771-2800001',
      handedOverAt: expect.any(Number),
    })
    expect((await signIn('u-near', handed.body.oneTimePassword)).body.mustChangePassword).toBe(true)
    expect(
      (await ask('PUT', '/responsible', { responsible: '王敏', responsiblePhone: '0771-2800002' })).body
        .responsible,
    ).toBe('王敏')
    expect((await signIn('u-near', (await ask('POST', '/reset')).body.oneTimePassword)).status).toBe(200)
    const far = (await server.request('security', 'GET', '/api/accounts?q=u-far')).body.accounts[0]
    expect(
      (
        await server.request('manager-city', 'POST', `/api/accounts/${far.id}/hand-over`, {
          responsible: '李强',
          responsiblePhone: '0771-2800001',
        })
      ).status,
    ).toBe(404)
    expect((await server.request('manager', 'POST', '/api/accounts/test-manager-city/reset')).status).toBe(
      404,
    )
    const [row] = await audited('account.hand-over')
    expect(row.detail).not.toMatch(/李强|2800001/)
  })
})

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
    ahead += 179 * 24 * 60 * MINUTE
    const again = await server.request(null, 'GET', '/api/session', undefined, wall)
    expect([again.status, again.body.endsAt]).toEqual([200, null])
    expect(again.headers.get('set-cookie')).toContain(`Max-Age=${180 * 86_400};`)
    ahead += 179 * 24 * 60 * MINUTE
    expect((await server.request(null, 'GET', '/api/session', undefined, wall)).status).toBe(200)
    ahead += 181 * 24 * 60 * MINUTE
    expect((await server.request(null, 'GET', '/api/session', undefined, wall)).status).toBe(204)
    ahead -= 539 * 24 * 60 * MINUTE
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
    ahead += 10 * MINUTE
    expect((await server.request(null, 'POST', '/api/pair', { code })).status).toBe(401)
  })
})

describe('routes', () => {
  const at = (url: string): string => url.replaceAll(/:\w+/g, 'x')

  it('[GX-26] all refuse without a session, without the permission that they name and outside of the scope, and the report counts it', async () => {
    const closed = server.running.routes.filter(({ needs }) => needs !== 'public')
    expect(closed.length).toBeGreaterThan(10)
    for (const { method, url } of closed)
      expect([
        method,
        url,
        (await server.request(null, method, at(url), method === 'GET' ? undefined : {})).status,
      ]).toEqual([method, url, 401])
    for (const role of ROLES)
      for (const { method, url, needs } of closed) {
        if (needs === 'session' || needs === 'public' || GRANTS[role].includes(needs)) continue
        const answer = await server.request(
          role as TestAccount,
          method,
          at(url),
          method === 'GET' ? undefined : {},
        )
        expect([role, method, url, answer.status, answer.body.code]).toEqual([
          role,
          method,
          url,
          403,
          'forbidden',
        ])
      }
    expect((await server.request('manager-city', 'GET', '/api/places/450000')).status).toBe(404)
    const { rows } = (await server.request('auditor', 'GET', '/api/audit/summary?event=http.refused')).body
    for (const role of ['leader', 'supervisor', 'manager', 'unit-user', 'auditor', 'operator', 'security'])
      expect([
        role,
        rows.some(
          (row: { role: string; outcome: string; count: number }) =>
            row.role === role && row.outcome === 'refused' && row.count > 1,
        ),
      ]).toEqual([role, true])
  })
})

describe('the audit log', () => {
  it('says who did what, when and from where: sign-ins, failures, refusals, changes', async () => {
    const signIns = (
      await server.request('auditor', 'GET', '/api/audit?event=session.sign-in&account=supervisor&limit=200')
    ).body.rows
    expect(
      signIns.some(
        (row: { account: string; outcome: string }) =>
          row.account === 'supervisor' && row.outcome === 'failed',
      ),
    ).toBe(true)
    expect(
      signIns.some(
        (row: { account: string; outcome: string }) =>
          row.account === 'supervisor' && row.outcome === 'refused',
      ),
    ).toBe(true)
    expect(signIns.find((row: { outcome: string }) => row.outcome === 'ok')).toMatchObject({
      role: expect.any(String),
      address: '127.0.0.1',
      at: expect.any(Number),
    })
    expect((await audited('http.refused')).length).toBeGreaterThan(0)
    expect(
      (await audited('account.create')).find((row: { account: string }) => row.account === 'security'),
    ).toMatchObject({ role: 'security', outcome: 'ok' })
    expect((await server.request('auditor', 'GET', '/api/audit/summary')).body.rows.length).toBeGreaterThan(3)
  })

  it('logs an unmasking before it answers, even of what is not there', async () => {
    const answer = await server.request('manager', 'POST', '/api/unmask', {
      kind: 'person',
      id: 'p-none',
      reason: '核对人员',
    })
    expect(answer.status).toBe(404)
    const rows = await audited('unmask.person')
    expect(
      rows.map(({ outcome, target, detail }: Record<string, unknown>) => ({ outcome, target, detail })),
    ).toEqual([
      { outcome: 'refused', target: 'p-none', detail: '核对人员' },
      { outcome: 'ok', target: 'p-none', detail: '核对人员' },
    ])
  })

  it('cannot be changed, and shows it when somebody does so beneath it', async () => {
    const { db } = server.database
    const verify = async () => (await server.request('auditor', 'GET', '/api/audit/verify')).body
    expect(await verify()).toMatchObject({ ok: true, brokenAt: null })
    await expect(sql`update audit set account = 'nobody' where id = 3`.execute(db)).rejects.toThrow(
      /permission denied/,
    )
    await expect(sql`delete from audit`.execute(db)).rejects.toThrow(/permission denied/)
    await expect(sql`truncate audit`.execute(db)).rejects.toThrow(/permission denied/)
    const superuser = openDatabase(server.database.adminUrl, () => undefined, 1)
    const beneath = (statement: ReturnType<typeof sql>) =>
      superuser.db.transaction().execute(async (transaction) => {
        await sql`set local session_replication_role = replica`.execute(transaction)
        await statement.execute(transaction)
      })
    await beneath(sql`update audit set account = account || 'x' where id = 3`)
    expect(await verify()).toMatchObject({ ok: false, brokenAt: 3 })
    await beneath(sql`update audit set account = rtrim(account, 'x') where id = 3`)
    const { rows } = await sql<{ top: number }>`select max(id) as top from audit`.execute(db)
    await beneath(sql`delete from audit where id = ${rows[0]!.top}`)
    expect((await verify()).ok).toBe(false)
    await superuser.close()
  })
})
