import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { GRANTS, ROLES } from '#shared/access/roles.ts'
import { passwordFaults } from '#shared/access/password.ts'
import { startTestServer, TEST_PASSWORD, type TestAccount, type TestServer } from '../builders/server.ts'

const MINUTE = 60_000
let server: TestServer
let ahead = 0

beforeAll(async () => {
  server = await startTestServer({ scale: null, clock: () => Date.now() + ahead })
})
afterAll(() => server?.stop())

const signIn = (name: string, password: string) => server.request(null, 'POST', '/api/session', { name, password })
const cookie = (answer: { headers: Headers }): string => (answer.headers.get('set-cookie') ?? '').split(';')[0]!
const audited = async (event: string) => (await server.request('auditor', 'GET', `/api/audit?event=${event}&limit=50`)).body.rows
/** A fresh account with its one-time password. */
const fresh = async (name: string) =>
  (await server.request('operator', 'POST', '/api/accounts', { name, displayName: name, role: 'leader', scope: { kind: 'region', region: '450000' }, responsible: '张三' })).body

describe('signing in', () => {
  it('answers who one is, with a cookie that scripts and other sites cannot use', async () => {
    const answer = await signIn('leader', TEST_PASSWORD)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ account: 'leader', role: 'leader', scope: { kind: 'region', region: '450000' }, mustChangePassword: false, home: '450000' })
    expect(answer.headers.get('set-cookie')).toMatch(/^guanlan_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  it('refuses a wrong password and an unknown name in the same words', async () => {
    const wrong = await signIn('leader', 'wrong')
    const unknown = await signIn('nobody-here', 'wrong')
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(wrong.body).toEqual(unknown.body)
    await signIn('leader', TEST_PASSWORD)
  })

  it('[GX-17] keeps neither the password nor the cookie in the database', async () => {
    const token = cookie(await signIn('leader', TEST_PASSWORD)).split('=')[1]!
    const { rows } = await sql<{ text: string }>`select row_to_json(s)::text || row_to_json(a)::text as text from sessions s, accounts a where a.name = 'leader'`.execute(server.database.db)
    expect(rows.length).toBeGreaterThan(0)
    for (const { text } of rows) {
      expect(text).not.toContain(token)
      expect(text).not.toContain(TEST_PASSWORD)
      expect(text).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
    }
  })

  it('locks a name for its address after five failures, for a quarter of an hour, the right password too', async () => {
    for (let failure = 1; failure <= 5; failure++) expect((await signIn('supervisor', `wrong ${failure}`)).status).toBe(401)
    const locked = await signIn('supervisor', TEST_PASSWORD)
    expect(locked.status).toBe(423)
    expect(locked.body).toMatchObject({ code: 'locked', details: { minutes: 15 } })
    ahead += 15 * MINUTE + 1000
    expect((await signIn('supervisor', TEST_PASSWORD)).status).toBe(200)
  })

  it('ends on sign-out', async () => {
    const mine = { cookie: cookie(await signIn('leader', TEST_PASSWORD)) }
    expect((await server.request(null, 'DELETE', '/api/session', undefined, mine)).status).toBe(204)
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(204)
  })

  it('ends after half an hour without a request, and says so to the socket side', async () => {
    const mine = { cookie: cookie(await signIn('leader', TEST_PASSWORD)) }
    const ended: string[] = []
    const stop = server.running.access.sessions.onEnded((_, reason) => ended.push(reason))
    ahead += 29 * MINUTE
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(200)
    ahead += 29 * MINUTE
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(200)
    ahead += 31 * MINUTE
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(204)
    expect(ended).toContain('idle')
    stop()
  })

  it('[SC-17] asks to sign in again after twelve hours, however busy', async () => {
    const mine = { cookie: cookie(await signIn('leader', TEST_PASSWORD)) }
    const statuses: number[] = []
    for (let minutes = 0; minutes <= 12 * 60; minutes += 29) {
      statuses.push((await server.request(null, 'GET', '/api/session', undefined, mine)).status)
      ahead += 29 * MINUTE
    }
    expect(statuses.every((status) => status === 200)).toBe(true)
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(204)
  })

  it('refuses a changing request from another site', async () => {
    const mine = { cookie: await server.signIn('leader') }
    const others: Record<string, string>[] = [{ origin: 'http://elsewhere.example' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]
    for (const from of others)
      expect((await server.request(null, 'DELETE', '/api/session', undefined, { ...mine, ...from })).status).toBe(403)
    expect((await server.request(null, 'DELETE', '/api/session', undefined, { ...mine, origin: server.url })).status).toBe(204)
  })
})

describe('passwords', () => {
  it('[GX-17] asks for ten characters of three classes without the name', () => {
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
    const change = (current: string, next: string) => server.request(null, 'POST', '/api/session/password', { current, next }, mine)
    expect((await change('wrong', 'Another-2026-x')).status).toBe(403)
    expect((await change(oneTimePassword, oneTimePassword)).body.details.faults).toEqual(['used-before'])
    expect((await change(oneTimePassword, 'short')).status).toBe(400)
    const changed = await change(oneTimePassword, 'Another-2026-x')
    expect([changed.status, changed.body.mustChangePassword]).toEqual([200, false])
    expect((await server.request(null, 'GET', '/api/regions', undefined, mine)).status).not.toBe(403)
  })

  it('[SC-17] reminds as the password ages and asks for another after 90 days', async () => {
    const { account, oneTimePassword } = await fresh('ageing')
    await sql`update accounts set must_change = false where id = ${account.id}`.execute(server.database.db)
    ahead += 80 * 24 * 60 * MINUTE
    expect((await signIn('ageing', oneTimePassword)).body).toMatchObject({ mustChangePassword: false, passwordDueInDays: 10 })
    ahead += 10 * 24 * 60 * MINUTE
    expect((await signIn('ageing', oneTimePassword)).body).toMatchObject({ mustChangePassword: true, passwordDueInDays: 0 })
    ahead -= 90 * 24 * 60 * MINUTE
  })
})

describe('accounts', () => {
  it('[GX-13] are made by the operator only; no route lets anybody sign up', async () => {
    const input = { name: 'new-one', displayName: '新账号', role: 'leader', scope: { kind: 'region', region: '450000' }, responsible: '李四' }
    for (const account of ['leader', 'supervisor', 'manager', 'unit-user', 'auditor', 'wall'] as const) expect((await server.request(account, 'POST', '/api/accounts', input)).status).toBe(403)
    expect((await server.request(null, 'POST', '/api/accounts', input)).status).toBe(401)
    const open = server.running.routes.filter(({ needs }) => needs === 'public').map(({ method, url }) => `${method} ${url}`)
    expect(open.filter((path) => !['GET /healthz', 'GET /readyz', 'GET /api/session', 'POST /api/session', 'POST /api/pair', 'POST /hooks/platform'].includes(path))).toEqual([])
  })

  it('end every session when they are disabled', async () => {
    const { account, oneTimePassword } = await fresh('leaver')
    const mine = { cookie: cookie(await signIn('leaver', oneTimePassword)) }
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(200)
    expect((await server.request('operator', 'PATCH', `/api/accounts/${account.id}`, { state: 'disabled' })).body.state).toBe('disabled')
    expect((await server.request(null, 'GET', '/api/session', undefined, mine)).status).toBe(204)
    expect((await signIn('leaver', oneTimePassword)).status).toBe(401)
  })

  it('[GX-03] hold 119 departments and 6,366 units as pending ones, which cannot sign in before the operator issued a password', async () => {
    const units = Array.from({ length: 119 + 6366 }, (_, index) => ({ id: `u-${index}`, name: `单位 ${index}`, region: '450103', role: index < 119 ? ('department' as const) : ('user' as const) }))
    const since = Date.now()
    expect(await server.running.access.accounts.seedUnits(units)).toBe(6485)
    expect(Date.now() - since).toBeLessThan(10_000)
    expect(await server.running.access.accounts.seedUnits(units)).toBe(0)
    const departments = await server.request('operator', 'GET', '/api/accounts?q=u-&role=manager')
    const users = await server.request('operator', 'GET', '/api/accounts?q=u-&role=unit-user')
    expect([departments.body.total, users.body.total]).toEqual([119, 6366])
    const [pending] = departments.body.accounts
    expect(pending.state).toBe('pending')
    expect((await signIn(pending.name, '')).status).toBe(400)
    expect((await signIn(pending.name, TEST_PASSWORD)).status).toBe(401)
    const issued = await server.request('operator', 'POST', `/api/accounts/${pending.id}/reset`)
    expect((await signIn(pending.name, issued.body.oneTimePassword)).body.mustChangePassword).toBe(true)
  })
})

describe('walls', () => {
  const issue = () => server.request('operator', 'POST', '/api/pairings', { label: '一号大屏', scope: { kind: 'region', region: '450000' } })

  it('are paired once by a code, and then read only', async () => {
    const { code, path } = (await issue()).body
    expect(path).toBe(`/pair#${code}`)
    const answers = await Promise.all([1, 2, 3].map(() => server.request(null, 'POST', '/api/pair', { code })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
    const paired = answers.find(({ status }) => status === 200)!
    expect(paired.body).toMatchObject({ role: 'wall', displayName: '一号大屏', mustChangePassword: false })
    expect(GRANTS.wall.filter((permission) => !permission.startsWith('view.'))).toEqual([])
    ahead += 3 * 24 * 60 * MINUTE
    expect((await server.request(null, 'GET', '/api/session', undefined, { cookie: cookie(paired) })).status).toBe(200)
  })

  it('refuse a code after ten minutes', async () => {
    const { code } = (await issue()).body
    ahead += 10 * MINUTE
    expect((await server.request(null, 'POST', '/api/pair', { code })).status).toBe(401)
  })
})

describe('routes', () => {
  const at = (url: string): string => url.replaceAll(/:\w+/g, 'x')

  it('[GX-26] all refuse without a session, and without the permission that they name', async () => {
    const closed = server.running.routes.filter(({ needs }) => needs !== 'public')
    expect(closed.length).toBeGreaterThan(10)
    for (const { method, url } of closed) expect([method, url, (await server.request(null, method, at(url), method === 'GET' ? undefined : {})).status]).toEqual([method, url, 401])
    for (const role of ROLES)
      for (const { method, url, needs } of closed) {
        if (needs === 'session' || needs === 'public' || GRANTS[role].includes(needs)) continue
        const answer = await server.request(role as TestAccount, method, at(url), method === 'GET' ? undefined : {})
        expect([role, method, url, answer.status, answer.body.code]).toEqual([role, method, url, 403, 'forbidden'])
      }
  })
})

describe('the audit log', () => {
  it('[GX-28] says who did what, when and from where: sign-ins, failures, refusals, changes', async () => {
    const signIns = await audited('session.sign-in')
    expect(signIns.some((row: { account: string; outcome: string }) => row.account === 'supervisor' && row.outcome === 'failed')).toBe(true)
    expect(signIns.some((row: { account: string; outcome: string }) => row.account === 'supervisor' && row.outcome === 'refused')).toBe(true)
    expect(signIns.find((row: { outcome: string }) => row.outcome === 'ok')).toMatchObject({ role: expect.any(String), address: '127.0.0.1', at: expect.any(Number) })
    expect((await audited('http.refused')).length).toBeGreaterThan(0)
    expect((await audited('account.create'))[0]).toMatchObject({ account: 'operator', outcome: 'ok' })
    expect((await server.request('auditor', 'GET', '/api/audit/summary')).body.rows.length).toBeGreaterThan(3)
  })

  it('logs an unmasking before it answers, even of what is not there', async () => {
    const answer = await server.request('manager', 'POST', '/api/unmask', { kind: 'person', id: 'p-none', reason: '核对人员' })
    expect(answer.status).toBe(404)
    const rows = await audited('unmask.person')
    expect(rows.map(({ outcome, target, detail }: Record<string, unknown>) => ({ outcome, target, detail }))).toEqual([
      { outcome: 'refused', target: 'p-none', detail: '核对人员' },
      { outcome: 'ok', target: 'p-none', detail: '核对人员' },
    ])
  })

  it('cannot be changed, and shows it when somebody does so beneath it', async () => {
    const { db } = server.database
    const verify = async () => (await server.request('auditor', 'GET', '/api/audit/verify')).body
    expect(await verify()).toMatchObject({ ok: true, brokenAt: null })
    await expect(sql`update audit set account = 'nobody' where id = 3`.execute(db)).rejects.toThrow(/append-only/)
    await expect(sql`delete from audit`.execute(db)).rejects.toThrow(/append-only/)
    await expect(sql`truncate audit`.execute(db)).rejects.toThrow(/append-only/)
    const beneath = (statement: ReturnType<typeof sql>) =>
      db.transaction().execute(async (transaction) => {
        await sql`set local session_replication_role = replica`.execute(transaction)
        await statement.execute(transaction)
      })
    await beneath(sql`update audit set account = account || 'x' where id = 3`)
    expect(await verify()).toMatchObject({ ok: false, brokenAt: 3 })
    await beneath(sql`update audit set account = rtrim(account, 'x') where id = 3`)
    const { rows } = await sql<{ top: number }>`select max(id) as top from audit`.execute(db)
    await beneath(sql`delete from audit where id = ${rows[0]!.top}`)
    expect((await verify()).ok).toBe(false)
  })
})
