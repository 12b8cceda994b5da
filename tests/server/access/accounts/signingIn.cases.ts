import { describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { request } from 'node:http'
import { makeAddressLimit } from '../../../../server/access/sessions/signInRules.ts'
import { TEST_PASSWORD } from '../../../builders/house/server.ts'
import { MINUTE, server, clock, signIn, cookie, audited } from './house.ts'

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
    clock.ahead += 15 * MINUTE + 1000
    expect((await signIn('supervisor', TEST_PASSWORD)).status).toBe(200)
  })
})

describe('signing in', () => {
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
    clock.frozen = Date.now()
    const guesses = await Promise.all(
      Array.from({ length: 160 }, (_, index) =>
        from(`127.0.0.${2 + (index % 40)}`, 'leader', `wrong ${index}`),
      ),
    )
    expect(guesses.filter((status) => status === 401)).toHaveLength(6)
    expect(guesses.filter((status) => status === 429)).toHaveLength(154)
    expect((await signIn('leader', TEST_PASSWORD)).status).toBe(200)
    clock.frozen = null
    for (let seconds = 0; seconds < 12; seconds++) {
      clock.ahead += 61_000
      expect(await from('127.0.0.50', 'leader', 'wrong')).toBe(seconds < 5 ? 401 : 423)
    }
    for (let seconds = 0; seconds < 3; seconds++) {
      clock.ahead += 61_000
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
})

describe('signing in', () => {
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
    clock.ahead += 25 * 60 * MINUTE
    await server.running.access.sessions.sweep()
    const { rows } = await sql<{
      n: number
    }>`select (select count(*) from sign_in_failures)::int + (select count(*) from sign_in_names)::int as n`.execute(
      server.database.db,
    )
    expect(rows[0]!.n).toBe(0)
  })
})
