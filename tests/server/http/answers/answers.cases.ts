import { describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { server, regions, under } from './house.ts'

describe('the answers', () => {
  it('carry a policy that names no outside host and runs no inline script', async () => {
    for (const path of ['/', '/healthz', '/api/session', '/nowhere']) {
      const { headers } = await server.request(null, 'GET', path)
      const policy = headers.get('content-security-policy') ?? ''
      expect([path, policy]).toEqual([path, expect.stringContaining("default-src 'self'")])
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';script-src-attr 'none'")
      expect(policy).toContain("connect-src 'self'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/https?:|\*/)
      expect(policy).not.toContain("'unsafe-inline'")
      expect([headers.get('x-content-type-options'), headers.get('strict-transport-security')]).toEqual([
        'nosniff',
        null,
      ])
    }
  })

  it('say in one shape what was wrong', async () => {
    const missing = await server.request('leader', 'GET', '/api/nothing-here')
    expect([missing.status, missing.body.code]).toEqual([404, 'not-found'])
    const broken = await server.request(null, 'POST', '/api/session', { name: 7 })
    expect([broken.status, broken.body.code]).toEqual([400, 'bad-request'])
    expect(broken.body.details.issues.join()).toContain('/name')
    const garbled = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":',
    })
    expect([garbled.status, ((await garbled.json()) as { code: string }).code]).toEqual([400, 'bad-request'])
    const large = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'x'.repeat(300_000) }),
    })
    expect(large.status).toBe(413)
  })
})

describe('the answers', () => {
  it('tell a probe that it lives and is ready and nothing more, and those who run the house all parts', async () => {
    expect((await server.request(null, 'GET', '/healthz')).body).toEqual({ ok: true })
    const ready = await server.request(null, 'GET', '/readyz')
    expect([ready.status, ready.body]).toEqual([200, { ready: true }])
    expect((await server.request(null, 'GET', '/api/ops/health')).status).toBe(401)
    expect((await server.request('leader', 'GET', '/api/ops/health')).status).toBe(403)
    const { body } = await server.request('operator', 'GET', '/api/ops/health')
    expect(body).toMatchObject({
      ok: true,
      ready: true,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      parts: { database: { ok: true, error: null } },
      risks: [],
    })
    expect(body.sources.map(({ way }: { way: string }) => way)).toEqual([
      'request',
      'callback',
      'session',
      'broadcast',
    ])
    expect(body.sources[0]).toMatchObject({ state: 'live', ageMs: expect.any(Number) })
  })

  it('name no inner address of a source in trouble but to those who run the house', async () => {
    const [rest] = server.running.ports.intake.runner.statuses()
    const error = 'connect ECONNREFUSED 10.1.2.3:8443'
    const { sourceRoutes } = await import('../../../../server/intake/sourceRoutes.ts')
    const [definition] = sourceRoutes(() => [{ ...rest!, error }])
    const asked = async (role: 'leader' | 'operator') =>
      JSON.stringify(
        await definition!.handle(
          {} as never,
          { viewer: { account: 'x', role, scope: { kind: 'region', region: '450000' } } } as never,
        ),
      )
    expect([
      (await asked('operator')).includes('10.1.2.3'),
      (await asked('leader')).includes('10.1.2.3'),
      (await asked('leader')).includes('连接中断'),
    ]).toEqual([true, false, true])
  })
})

describe('the answers', () => {
  it('show refused records of the own region, masked, and one in the clear against a reason that is logged', async () => {
    const { scope } = (await server.request('manager-city', 'GET', '/api/session')).body
    const sibling = regions.find(({ kind, id }) => kind === 'city' && id !== scope.region)!
    const add = (recordId: string, region: string | null) => ({
      source: 'hand',
      collection: 'people',
      recordId,
      field: 'name',
      reason: 'expected a text; found {"full":"张三丰","idCard":"450102199001011234","phone":13998765432}',
      body: { name: '张三丰' },
      region,
    })
    const { makeQuarantine } = await import('../../../../server/intake/quarantine/quarantineRows.ts')
    await makeQuarantine(server.database.db).add(
      [add('q-own', under(scope.region)[0]!), add('q-sibling', sibling.id), add('q-nowhere', null)],
      Date.now(),
    )
    const read = async (account: 'manager' | 'manager-city' | 'auditor', query = '') =>
      (await server.request(account, 'GET', `/api/quarantine?source=hand${query}`)).body
    expect(
      (await read('manager')).rows.map(({ recordId }: { recordId: string }) => recordId).toSorted(),
    ).toEqual(['q-nowhere', 'q-own', 'q-sibling'])
    expect(await read('manager', '&offset=2')).toMatchObject({ total: 3, rows: [expect.anything()] })
    const own = await read('manager-city')
    expect([own.total, own.rows.map(({ recordId }: { recordId: string }) => recordId)]).toEqual([
      1,
      ['q-own'],
    ])
    for (const account of ['manager', 'manager-city', 'auditor'] as const) {
      const answer = JSON.stringify((await server.request(account, 'GET', '/api/quarantine?limit=1000')).body)
      for (const clear of ['张三丰', '三丰', '450102199001011234', '13998765432', '1234', '"body"'])
        expect([account, clear, answer.includes(clear)]).toEqual([account, clear, false])
    }
    const { rows } = await read('manager')
    const [mine, other] = ['q-own', 'q-sibling'].map((id) =>
      rows.find(({ recordId }: { recordId: string }) => recordId === id),
    )
    const openRow = (account: 'manager-city' | 'auditor', id: number, reason?: string) =>
      server.request(account, 'POST', `/api/quarantine/${id}/open`, reason ? { reason } : {})
    expect((await openRow('auditor', mine.id, '核对原文')).status).toBe(403)
    expect((await openRow('manager-city', mine.id)).status).toBe(400)
    expect((await openRow('manager-city', other.id, '核对原文')).status).toBe(404)
    expect((await openRow('manager-city', mine.id, '核对原文')).body.found).toContain('张三丰')
    const logged = (await server.request('auditor', 'GET', '/api/audit?event=unmask.quarantine')).body.rows
    expect(
      logged.map(({ target, outcome, detail, region }: Record<string, unknown>) => [
        target,
        outcome,
        detail,
        region,
      ]),
    ).toEqual([
      [String(mine.id), 'ok', '核对原文', scope.region],
      [String(other.id), 'refused', '核对原文', scope.region],
      [String(other.id), 'ok', '核对原文', scope.region],
    ])
  })
})

describe('the answers', () => {
  it('give the auditor of a city the rows of its own accounts, and of the chain only whether it is whole', async () => {
    const { scope } = (await server.request('manager-city', 'GET', '/api/session')).body
    await server.request('manager-city', 'GET', '/api/accounts')
    const [first] = (await server.request('auditor', 'GET', '/api/audit?account=manager-city&limit=1')).body
      .rows
    expect(first).toMatchObject({ account: 'manager-city', region: scope.region })
    const whole = (await server.request('auditor', 'GET', '/api/audit/verify')).body
    expect(whole).toMatchObject({ ok: true, breaks: [] })
    expect(whole.rows).toBeGreaterThan(10)
    await sql`insert into accounts (id, name, display_name, role, scope_region, responsible, state, password_hash, must_change, password_at, created_at)
      select 'test-auditor-city', 'auditor-city', 'auditor-city', 'auditor', ${scope.region}, 'test', 'active', password_hash, false, password_at, created_at from accounts where name = 'auditor'`.execute(
      server.database.db,
    )
    const cookie = await server.signIn('auditor-city' as never)
    const mine = async (path: string) => (await server.request(null, 'GET', path, undefined, { cookie })).body
    const regionsSeen = new Set(
      (await mine('/api/audit?limit=1000')).rows.map(({ region }: { region: string | null }) => region),
    )
    expect(
      [...regionsSeen].every(
        (region) => region === scope.region || under(scope.region).includes(region as string),
      ),
    ).toBe(true)
    expect(
      (await mine('/api/audit/summary')).rows.map(({ account }: { account: string }) => account).toSorted(),
    ).toEqual(expect.not.arrayContaining(['manager', 'leader', '']))
    expect(await mine('/api/audit/verify')).toMatchObject({ ok: true, rows: 0, breaks: [] })
    expect(await mine('/api/audit/anchors')).toEqual({ anchors: [], total: 0 })
    const csv = await server.request(null, 'GET', '/api/audit/export?account=manager', undefined, {
      cookie,
    })
    expect([csv.status, csv.body.trim().split('\r\n').length]).toEqual([200, 1])
    expect(
      (await server.request('auditor', 'GET', '/api/audit?event=audit.export')).body.rows[0],
    ).toMatchObject({
      account: 'auditor-city',
      region: scope.region,
      detail: expect.stringContaining('"rows":0'),
    })
  })
})
