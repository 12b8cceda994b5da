import { describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { TEST_PASSWORD } from '../../../builders/house/server.ts'
import { server, regions, one, under } from './house.ts'

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

  it('borders are those of the regions that one may see, kept by their version; another version is not told', async () => {
    const versions: string[] = []
    for (const account of ['leader', 'manager-city'] as const) {
      const told = (await server.request(account, 'GET', '/api/regions')).body
      const ids = told.regions.map(({ id }: { id: string }) => id)
      const path = `/api/regions/borders?version=${told.borders}`
      const answer = await server.request(account, 'GET', path)
      expect(answer.body.borders.map(({ id }: { id: string }) => id)).toEqual(ids)
      expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000')
      versions.push(told.borders)
    }
    const other = await server.request('manager-city', 'GET', `/api/regions/borders?version=${versions[0]}`)
    expect([other.status, other.headers.get('cache-control')]).toEqual([404, 'no-store'])
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
})

describe('scope', () => {
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
})

describe('scope', () => {
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
