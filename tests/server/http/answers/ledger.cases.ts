import { describe, expect, it } from 'vitest'
import type { TestAccount } from '../../../builders/house/server.ts'
import { server } from './house.ts'

/** Answers are checked against their schemas by the server itself; a wrong shape is a 500. */
const get = async <T>(account: TestAccount, path: string): Promise<{ status: number; body: T }> =>
  (await server.request(account, 'GET', path)) as { status: number; body: T }

interface View {
  kind: string
  children: { id: string; kind: string; measures: number[] }[]
}

describe('the ledger over HTTP', () => {
  it('answers every step of the drill, the room’s card and its history', async () => {
    const regions = await get<{ regions: { id: string; parent: string | null }[] }>('leader', '/api/regions')
    let id = regions.body.regions.find((region) => region.parent === null)!.id
    const steps: [string, number][] = []
    for (;;) {
      const { status, body } = await get<View>('leader', `/api/places/${id}`)
      steps.push([body.kind, status])
      if (body.kind === 'floor') {
        id = body.children[0]!.id
        break
      }
      id = body.children.find((child) => child.measures[4]! > 0)!.id
    }
    expect(steps).toEqual([
      ['province', 200],
      ['city', 200],
      ['county', 200],
      ['compound', 200],
      ['building', 200],
      ['floor', 200],
    ])
    const card = await get<{ path: { id: string; kind: string }[]; unit: { id: string } | null }>(
      'leader',
      `/api/rooms/${id}`,
    )
    const building = card.body.path.find((step) => step.kind === 'building')!.id
    const unit = (await get<{ units: { id: string }[] }>('leader', '/api/units?region=450000&limit=1')).body
      .units[0]!.id
    for (const path of [
      `/api/rooms/${id}/changes`,
      `/api/buildings/${building}/interior`,
      `/api/units/${unit}`,
      '/api/compounds?region=450000',
      '/api/rooms?region=450000',
      '/api/rooms?region=450100&list=idle',
      '/api/overview?region=450000',
      '/api/standards/parameters',
      '/api/search?q=nn',
      '/api/rankings?region=450000&index=over&of=counties',
      '/api/rankings?region=450000&index=energy&basis=equal-value&of=units',
    ]) {
      expect([path, (await get('leader', path)).status]).toEqual([path, 200])
    }
  })
})

describe('the ledger over HTTP', () => {
  it('lets a manager edit a room and refuses everyone else', async () => {
    const { rows } = await server.database.pool.query<{ id: string }>(
      `select id from rooms where category = 'office' and state = 'in-use' limit 1`,
    )
    const path = `/api/rooms/${rows[0]!.id}`
    for (const account of ['leader', 'supervisor', 'unit-user', 'wall', 'auditor', 'operator'] as const)
      expect([
        account,
        (await server.request(account, 'PATCH', path, { reason: '腾退', state: 'idle' })).status,
      ]).toEqual([account, 403])
    const edited = await server.request('manager', 'PATCH', path, { reason: '腾退', state: 'idle' })
    expect(edited).toMatchObject({ status: 200, body: { state: 'idle', occupants: [] } })
    expect((await server.request('manager', 'GET', `${path}/changes`)).body).toMatchObject({
      changes: [{ account: 'manager', reason: '腾退' }],
    })
    expect((await server.request('manager', 'PATCH', path, { state: 'idle' })).status).toBe(400)
  })

  it('counts the days of a series before it makes one', async () => {
    for (const period of ['quarter', 'hour', 'day', 'month', 'year']) {
      for (const [from, to] of [
        ['1900-01-01', '2199-12-31'],
        ['0001-01-01', '9999-12-31'],
        ['2026-02-30', '2026-03-01'],
      ]) {
        const { status, body } = (await server.request(
          'wall',
          'GET',
          `/api/energy/series?from=${from}&to=${to}&period=${period}`,
        )) as { status: number; body: { code: string } }
        expect([period, from, status, body.code]).toEqual([period, from, 400, 'bad-request'])
      }
    }
    expect((await get('wall', '/api/energy/series?from=2025-01-01&to=2026-12-31&period=day')).status).toBe(
      200,
    )
  })

  it('answers 404 for what lies outside a city’s scope', async () => {
    expect((await server.request('manager-city', 'GET', '/api/places/450000')).status).toBe(404)
    expect((await server.request('unit-user', 'GET', '/api/places/450202')).status).toBe(404)
  })
})
