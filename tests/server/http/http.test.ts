import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { whileFrozen } from '../../builders/house/frozenDatabase.ts'
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../builders/house/server.ts'

let server: TestServer
/** What a busy machine may add to a limit. */
const SLACK_MS = 3000
interface RegionRow {
  readonly id: string
  readonly parent: string | null
  readonly kind: string
}
let regions: RegionRow[]

beforeAll(async () => {
  server = await startTestServer()
  regions = (await server.request('leader', 'GET', '/api/regions')).body.regions
})
afterAll(() => server?.stop())

const one = async <T>(query: ReturnType<typeof sql<T>>): Promise<T> =>
  (await query.execute(server.database.db)).rows[0]!
const under = (city: string): string[] => regions.filter(({ parent }) => parent === city).map(({ id }) => id)

/** What an account that 安全管理员 made for a role and set to a region is answered for a place. */
const asOf = async (
  role: 'manager' | 'supervisor',
  region: string,
): Promise<(place: string) => Promise<number>> => {
  const name = `${role}.${region}`
  const made = await server.request('security', 'POST', '/api/accounts', {
    name,
    displayName: name,
    role,
    responsible: '李强',
    scope: { kind: 'region', region },
  })
  expect([name, made.status]).toEqual([name, 200])
  const signIn = async (password: string): Promise<{ cookie: string }> => {
    const session = await server.request(null, 'POST', '/api/session', { name, password })
    expect(session.body).toMatchObject({ role, scope: { kind: 'region', region } })
    return { cookie: (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
  }
  const first = made.body.oneTimePassword
  expect(
    (
      await server.request(
        null,
        'POST',
        '/api/session/password',
        { current: first, next: TEST_PASSWORD },
        await signIn(first),
      )
    ).status,
  ).toBeLessThan(300)
  const own = await signIn(TEST_PASSWORD)
  return async (place) => (await server.request(null, 'GET', `/api/places/${place}`, undefined, own)).status
}

describe('scope', () => {
  it('[GX-10] managers of the region, of a city and of a county each read their own place and all below it, and nothing beside or above it', async () => {
    const [near, far] = regions.filter(({ kind }) => kind === 'city').map(({ id }) => id) as [string, string]
    for (const [level, inside, outside] of [
      ['450000', [near, far, under(near)[0]!], []],
      [near, under(near), ['450000', far]],
      [under(near)[0]!, [], ['450000', near, far]],
    ] as const) {
      const seen = await asOf('manager', level)
      for (const id of [level, ...inside]) expect([level, id, await seen(id)]).toEqual([level, id, 200])
      for (const id of outside) expect([level, id, await seen(id)]).toEqual([level, id, 404])
    }
  })

  it('a city’s manager reads the city and all below it, and nothing beside it', async () => {
    const { scope } = (await server.request('manager-city', 'GET', '/api/session')).body
    const sibling = regions.find(({ kind, id }) => kind === 'city' && id !== scope.region)!
    expect((await server.request('manager-city', 'GET', `/api/places/${scope.region}`)).status).toBe(200)
    expect(
      (await server.request('manager-city', 'GET', `/api/places/${under(scope.region)[0]}`)).status,
    ).toBe(200)
    for (const outside of [sibling.id, under(sibling.id)[0]!]) {
      const answer = await server.request('manager-city', 'GET', `/api/places/${outside}`)
      expect([outside, answer.status]).toEqual([outside, 404])
      expect((await server.request('manager', 'GET', `/api/places/${outside}`)).status).toBe(200)
    }
  })

  it('[GX-11] a unit’s user reads its own unit and no other', async () => {
    const { scope } = (await server.request('unit-user', 'GET', '/api/session')).body
    const other = await one(
      sql<{ id: string }>`select id from units where id <> ${scope.unit} and role = 'user' limit 1`,
    )
    expect((await server.request('unit-user', 'GET', `/api/units/${scope.unit}`)).status).toBe(200)
    expect((await server.request('unit-user', 'GET', `/api/units/${other.id}`)).status).toBe(404)
    expect((await server.request('supervisor', 'GET', `/api/units/${other.id}`)).status).toBe(200)
  })

  it('[GX-12] a supervisor looks at everything in the region that it is set to, and changes nothing', async () => {
    const room = await one(sql<{ id: string; county: string }>`select id, county from rooms limit 1`)
    expect((await server.request('supervisor', 'GET', `/api/rooms/${room.id}`)).status).toBe(200)
    const edits = server.running.routes.filter(
      ({ needs }) => needs === 'edit.rooms' || needs === 'standards.edit',
    )
    expect(edits.length).toBeGreaterThan(1)
    for (const { method, url } of edits)
      expect([
        method,
        url,
        (
          await server.request('supervisor', method, url.replace(/:\w+/, room.id), {
            reason: '测试',
            usableArea: 1,
          })
        ).status,
      ]).toEqual([method, url, 403])
    const [city, county] = [under('450000')[0]!, under(under('450000')[0]!)[0]!]
    for (const level of ['450000', city, county]) {
      const seen = await asOf('supervisor', level)
      expect([level, await seen(level), await seen('450000')]).toEqual([
        level,
        200,
        level === '450000' ? 200 : 404,
      ])
    }
  })

  it('reaches one record in the clear: a manager within the scope, never a wall or a unit’s user', async () => {
    const person = await one(
      sql<{
        id: string
        name: string
        phone: string
        region: string
      }>`select id, name, phone, region from people limit 1`,
    )
    const ask = { kind: 'person', id: person.id, reason: '核对人员' }
    const clear = await server.request('manager', 'POST', '/api/unmask', ask)
    expect(clear.body).toEqual({ name: person.name, phone: person.phone, plate: null })
    for (const account of ['wall', 'unit-user', 'leader'] as const)
      expect((await server.request(account, 'POST', '/api/unmask', ask)).status).toBe(403)
    const { scope } = (await server.request('manager-city', 'GET', '/api/session')).body
    const far = await one(
      sql<{
        id: string
      }>`select id from people where region <> ${scope.region} and region <> all(${under(scope.region)}) limit 1`,
    )
    expect((await server.request('manager-city', 'POST', '/api/unmask', { ...ask, id: far.id })).status).toBe(
      404,
    )
  })

  it('an account is bound to a region or unit that exists, by its role', async () => {
    const create = (role: string, scope: object) =>
      server.request('security', 'POST', '/api/accounts', {
        name: `bound-${role}`,
        displayName: '测试',
        role,
        scope,
        responsible: '李强',
        responsiblePhone: '0771-2800000',
      })
    const { scope } = (await server.request('unit-user', 'GET', '/api/session')).body
    expect((await create('unit-user', { kind: 'region', region: '450000' })).status).toBe(400)
    expect((await create('manager', scope)).status).toBe(400)
    expect((await create('manager', { kind: 'region', region: '999999' })).status).toBe(400)
    expect((await create('unit-user', { ...scope, region: '999999' })).status).toBe(400)
    expect((await create('wall', { kind: 'region', region: '450000' })).status).toBe(403)
    expect((await create('unit-user', scope)).status).toBe(200)
    expect((await create('unit-user', scope)).status).toBe(409)
  })
})

describe('depots', () => {
  it('are listed below a region, and to a unit only where its vehicles stand', async () => {
    const all = (await server.request('leader', 'GET', '/api/depots?region=450000')).body.depots as {
      id: string
      region: string
    }[]
    expect(all.length).toBe(Number((await one(sql<{ n: number }>`select count(*)::int n from depots`)).n))
    const county = all[0]!.region
    expect((await server.request('leader', 'GET', `/api/depots?region=${county}`)).body.depots).toEqual(
      all.filter(({ region }) => region === county),
    )
    const { scope } = (await server.request('unit-user', 'GET', '/api/session')).body
    const own = await one(
      sql<{
        ids: string[]
      }>`select coalesce(array_agg(distinct depot order by depot), '{}') ids from vehicles where unit = ${scope.unit}`,
    )
    expect(
      (
        (await server.request('unit-user', 'GET', `/api/depots?region=${scope.region}`)).body.depots as {
          id: string
        }[]
      ).map(({ id }) => id),
    ).toEqual(own.ids)
    expect((await server.request('auditor', 'GET', '/api/depots?region=450000')).status).toBe(403)
    const city = (await server.request('manager-city', 'GET', '/api/session')).body.scope.region
    const outside = regions.find(({ kind, id }) => kind === 'city' && id !== city)!
    expect((await server.request('manager-city', 'GET', `/api/depots?region=${outside.id}`)).status).toBe(404)
  })
})

describe('a room edit', () => {
  it('stands in the audit log with its room, its fields and its reason', async () => {
    const room = await one(
      sql<{
        id: string
        usable_dm2: number
      }>`select id, usable_dm2 from rooms where category = 'office' order by id limit 1`,
    )
    const edit = { usableArea: room.usable_dm2 / 100 + 1, reason: '复核面积' }
    expect((await server.request('manager', 'PATCH', `/api/rooms/${room.id}`, edit)).status).toBe(200)
    const { rows } = (await server.request('auditor', 'GET', '/api/audit?limit=50')).body
    expect(rows.find(({ event }: { event: string }) => event === 'room.edit')).toMatchObject({
      account: 'manager',
      role: 'manager',
      target: room.id,
      outcome: 'ok',
      detail: 'usableArea: 复核面积',
    })
  })
})

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
    const [rest] = server.running.live.runner.statuses()
    const error = 'connect ECONNREFUSED 10.1.2.3:8443'
    const { sourceRoutes } = await import('../../../server/intake/sourceRoutes.ts')
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
    const { makeQuarantine } = await import('../../../server/intake/quarantine/quarantineRows.ts')
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
    const csv = await server.request(null, 'GET', '/api/audit/export?account=manager', undefined, { cookie })
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

describe.skipIf(process.platform !== 'linux')('a frozen database', () => {
  const ask = async (
    path: string,
    cookie: string,
    init: RequestInit = {},
  ): Promise<{ path: string; status: number; ms: number; retry: string | null; body: string }> => {
    const since = performance.now()
    const response = await fetch(`${server.url}${path}`, {
      ...init,
      headers: { cookie, ...init.headers },
      signal: AbortSignal.timeout(30_000),
    })
    return {
      path,
      body: await response.text(),
      status: response.status,
      ms: performance.now() - since,
      retry: response.headers.get('retry-after'),
    }
  }
  /** What was answered until the first 200, which it waits for. */
  const back = async (cookie: string): Promise<number[]> => {
    const since = performance.now()
    const statuses: number[] = []
    do {
      statuses.push((await ask('/api/regions', cookie)).status)
      await delay(100)
    } while (statuses.at(-1) !== 200 && performance.now() - since < 60_000)
    return [...new Set(statuses)]
  }

  it('is 503 on every route that reads it, within two seconds, and all is well when it goes on', async () => {
    const cookie = await server.signIn('supervisor')
    const paths = server.running.routes
      .filter(({ method, withoutDatabase }) => method === 'GET' && !withoutDatabase)
      .map(({ url }) => url.replaceAll(/:\w+/g, '450100'))
    expect(paths.length).toBeGreaterThan(40)
    const change = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'person', id: 'x', reason: '核对人员' }),
    }
    const [answers, changed, probe] = await whileFrozen(server.database, () =>
      Promise.all([
        Promise.all(paths.map((path) => ask(path, cookie))),
        ask('/api/unmask', cookie, change),
        ask('/healthz', ''),
      ]),
    )
    expect(
      answers.filter(
        ({ status, ms, retry, body }) =>
          status !== 503 || ms > 2000 + SLACK_MS || retry === null || !body.includes('unavailable'),
      ),
    ).toEqual([])
    expect([changed.status, changed.body]).toEqual([
      503,
      expect.stringContaining('whether this was done is not certain'),
    ])
    expect([probe.status, JSON.parse(probe.body)]).toEqual([200, expect.objectContaining({ ok: false })])
    expect((await back(cookie)).filter((status) => status !== 503)).toEqual([200])
    const again = await Promise.all(paths.map((path) => ask(path, cookie)))
    expect(again.filter(({ status }) => status >= 500)).toEqual([])
  })

  it('ends the wait of a question that is under way, and never one that is only slow', async () => {
    const cookie = await server.signIn('supervisor')
    let locked = (): void => {}
    const isLocked = new Promise<void>((done) => (locked = done))
    let release = (): void => {}
    const released = new Promise<void>((done) => (release = done))
    const holding = server.database.db.transaction().execute(async (transaction) => {
      await sql`lock table units in access exclusive mode`.execute(transaction)
      locked()
      await released
    })
    await isLocked
    const path = `/api/units/${(await server.request('unit-user', 'GET', '/api/session')).body.scope.unit}`
    const [slow, frozen] = [ask(path, cookie), ask(path, cookie)]
    expect(await Promise.race([slow.then(() => 'answered'), delay(3000, 'waits')])).toBe('waits')
    const since = performance.now()
    await whileFrozen(server.running.database, () => frozen)
    expect([(await slow).status, (await frozen).status]).toEqual([503, 503])
    expect(performance.now() - since).toBeLessThan(2000 + SLACK_MS)
    release()
    await holding
    await back(cookie)
    expect((await ask(path, cookie)).status).toBe(200)
  })
})

describe('limits', () => {
  it('stop an address that tries to sign in again and again', async () => {
    const strict = await startTestServer({ scale: null, environment: { GUANLAN_SIGN_INS_PER_MINUTE: '8' } })
    const answers = []
    for (let count = 0; count < 10; count++)
      answers.push(
        (await strict.request(null, 'POST', '/api/session', { name: `guess-${count}`, password: 'x' }))
          .status,
      )
    expect(answers).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 429, 429])
    await strict.stop()
  })
})
