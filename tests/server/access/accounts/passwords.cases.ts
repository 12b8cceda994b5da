import { describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { passwordFaults } from '#shared/access/password.ts'
import { MINUTE, server, clock, signIn, cookie, fresh } from './house.ts'

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
      clock.ahead += 24 * 60 * MINUTE
    }
    expect((await change('Turn-1-Password')).body.details.faults).toEqual(['used-before'])
    expect((await change('Turn-6-Password')).status).toBe(200)
    clock.ahead += 24 * 60 * MINUTE
    expect((await change('Turn-1-Password')).status).toBe(200)
  })
})

describe('passwords', () => {
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
    clock.ahead += 16 * MINUTE
  })

  it('reminds as the password ages and asks for another after 90 days', async () => {
    const { account, oneTimePassword } = await fresh('ageing')
    await sql`update accounts set must_change = false where id = ${account.id}`.execute(server.database.db)
    clock.ahead += 80 * 24 * 60 * MINUTE
    expect((await signIn('ageing', oneTimePassword)).body).toMatchObject({
      mustChangePassword: false,
      passwordDueInDays: 10,
    })
    clock.ahead += 10 * 24 * 60 * MINUTE
    expect((await signIn('ageing', oneTimePassword)).body).toMatchObject({
      mustChangePassword: true,
      passwordDueInDays: 0,
    })
    clock.ahead -= 90 * 24 * 60 * MINUTE
  })
})
