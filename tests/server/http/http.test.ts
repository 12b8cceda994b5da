import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { startTestServer } from '../../builders/house/server.ts'
import { server, regions, one, openHouse } from './answers/house.ts'
import './answers/mosaic.cases.ts'
import './answers/scope.cases.ts'
import './answers/answers.cases.ts'
import './answers/ledger.cases.ts'
import './answers/frozenDatabase.cases.ts'

beforeAll(openHouse)
afterAll(() => server?.stop())

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

describe('roads', () => {
  it('are listed below a region by what is seen from so near, to who may see positions there', async () => {
    const roads = async (query: string): Promise<{ id: string; class: string; path: unknown[] }[]> =>
      (await server.request('leader', 'GET', `/api/roads?${query}`)).body.roads
    const all = await roads('region=450000&detail=street')
    const { n } = await one(sql<{ n: number }>`select count(*)::int n from road_limits`)
    expect([all.length, n > 0]).toEqual([n, true])
    expect(all.every(({ path }) => path.length > 1)).toBe(true)
    const trunk = await roads('region=450000&detail=trunk')
    expect(new Set(trunk.map((road) => road.class))).toEqual(new Set(['trunk']))
    const { region, ids } = await one(
      sql<{
        region: string
        ids: string[]
      }>`select region, array_agg(id order by id) ids from road_limits group by region order by region limit 1`,
    )
    expect((await roads(`region=${region}&detail=street`)).map(({ id }) => id).toSorted()).toEqual(
      ids.toSorted(),
    )
    expect((await server.request('auditor', 'GET', '/api/roads?region=450000&detail=trunk')).status).toBe(403)
    const city = (await server.request('manager-city', 'GET', '/api/session')).body.scope.region
    const outside = regions.find(({ kind, id }) => kind === 'city' && id !== city)!
    const strange = await server.request('manager-city', 'GET', `/api/roads?region=${outside.id}&detail=main`)
    expect(strange.status).toBe(404)
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
