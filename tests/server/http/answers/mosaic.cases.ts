import { beforeAll, describe, expect, it } from 'vitest'
import { INDICES } from '#shared/indices/indices.ts'
import type { MosaicParts } from '#shared/housing/mosaicRoutes.ts'
import type { Interior } from '#shared/protocol/http.ts'
import { CODES, classOfCode, roomClassOf } from '../../../../src/layers/interior/roomClasses.ts'
import { paint } from '../../../../src/projections/mosaic/paint.ts'
import { namedIn, roomAt, roomsOf, type MosaicRooms } from '../../../../src/projections/mosaic/rooms.ts'
import type { TestAccount } from '../../../builders/house/server.ts'
import { regions, server } from './house.ts'

const partsFor = async (account: TestAccount): Promise<{ told: MosaicParts; parts: MosaicRooms[] }> => {
  const told = (await server.request(account, 'GET', '/api/mosaic')).body as MosaicParts
  const cookie = await server.signIn(account)
  const parts = await Promise.all(
    told.parts.map(async ({ id, version }) => {
      const answer = await fetch(`${server.url}/api/mosaic/parts/${id}?version=${version}`, {
        headers: { cookie },
      })
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, max-age=86400'])
      return roomsOf(await answer.arrayBuffer())
    }),
  )
  return { told, parts }
}
const buildingsOf = (part: MosaicRooms): string[] =>
  Array.from(part.buildingEnds, (_, i) => namedIn(part, 'building', i).id)
const measured = (region: string, name: string): Promise<number> =>
  server.database.pool
    .query<{ n: number }>(`select "${name}" as n from place_measures where id = $1`, [region])
    .then(({ rows }) => rows[0]?.n ?? 0)

let told: MosaicParts
let parts: MosaicRooms[]

describe('the mosaic of all rooms', () => {
  beforeAll(async () => {
    ;({ told, parts } = await partsFor('leader'))
  })

  it('has every room in scope once, its cities with as many as their roll-ups say', async () => {
    for (const { id, rooms } of told.parts) expect([id, rooms]).toEqual([id, await measured(id, 'rooms')])
    expect(parts.map(({ id, rooms }) => ({ id, rooms }))).toEqual(
      told.parts.map(({ id, rooms }) => ({ id, rooms })),
    )
    expect(told.parts.reduce((sum, { rooms }) => sum + rooms, 0)).toBe(await measured('450000', 'rooms'))
  })

  it('tells each room the class that the picture of its building does, by every index that rooms and floors have', async () => {
    const now = told.asOf
    for (const part of parts)
      for (const [i, building] of buildingsOf(part).entries()) {
        const interior = (await server.request('leader', 'GET', `/api/buildings/${building}/interior`))
          .body as Interior
        const numbers = (await server.request('leader', 'GET', `/api/mosaic/rooms?building=${building}`)).body
        const drawn = interior.floors
          .toSorted((a, b) => a.level - b.level || (a.id < b.id ? -1 : 1))
          .flatMap((floor) => floor.rooms.map((room) => ({ floor, room })))
        expect(numbers.rooms).toEqual(
          drawn.map(({ room: { id, number }, floor }) => ({ id, number, floor: floor.id })),
        )
        const from = part.buildingEnds[i - 1] ?? 0
        for (const index of INDICES.filter(({ rooms }) => rooms !== undefined)) {
          const input = { index, basis: 'equivalent-heat' as const }
          const codes = new Uint8Array(part.rooms)
          paint([{ part, order: { starts: null, from: 0 } }], input, now, codes)
          for (const [nth, { floor, room }] of drawn.entries()) {
            const { key } = classOfCode(codes[from + nth]!, input)
            expect([index.id, room.id, key]).toEqual([index.id, room.id, roomClassOf(room, floor, input).key])
            expect(roomAt(part, from + nth, now)).toMatchObject({
              use: room.use,
              usableArea: room.usableArea,
              limit: room.limit,
            })
          }
        }
      }
  })
})

describe('the mosaic of all rooms, in figures and by who asks', () => {
  it('counts as the panels do: idle rooms, offices over their limit', async () => {
    const sum = { idle: 0, over: 0 }
    const index = INDICES.find(({ id }) => id === 'over')!
    const input = { index, basis: 'equivalent-heat' as const }
    for (const part of parts) {
      const counts = paint(
        [{ part, order: { starts: null, from: 0 } }],
        input,
        told.asOf,
        new Uint8Array(part.rooms),
      )
      for (let code = 0; code < CODES; code++) {
        const { key } = classOfCode(code, input)
        if (key === 'idle') sum.idle += counts[code]!
        if (key.startsWith('over')) sum.over += counts[code]!
      }
    }
    expect(sum).toEqual({
      idle: await measured('450000', 'idleRooms'),
      over: await measured('450000', 'overRooms'),
    })
  })
})

describe('the mosaic of all rooms, by who asks', () => {
  it('has of a city’s manager the city alone, of a unit’s user the rooms of the unit, and says whose they are', async () => {
    const { scope } = (await server.request('manager-city', 'GET', '/api/session')).body
    const city = await partsFor('manager-city')
    expect(city.told.parts.map(({ id }) => id)).toEqual([scope.region])
    const other = told.parts.find(({ id }) => id !== scope.region)!
    const path = `/api/mosaic/parts/${other.id}?version=${other.version}`
    expect((await server.request('manager-city', 'GET', path)).status).toBe(404)
    const outside = buildingsOf(parts.find(({ id }) => id === other.id)!)[0]
    expect(
      (await server.request('manager-city', 'GET', `/api/mosaic/rooms?building=${outside}`)).status,
    ).toBe(404)

    const own = (await server.request('unit-user', 'GET', '/api/session')).body.scope
    const unit = await partsFor('unit-user')
    expect(unit.told.unit).toBe(own.unit)
    const { rows } = await server.database.pool.query<{ n: number }>(
      'select count(*)::int as n from rooms where unit = $1',
      [own.unit],
    )
    expect(unit.parts.reduce((sum, { rooms }) => sum + rooms, 0)).toBe(rows[0]!.n)
    const [mine] = unit.told.parts
    const whole = told.parts.find(({ id }) => id === mine!.id)!
    expect(mine!.version, 'a browser has no answer of another scope at this address').not.toBe(whole.version)
    const swapped = `/api/mosaic/parts/${whole.id}?version=${whole.version}`
    expect((await server.request('unit-user', 'GET', swapped)).status).toBe(404)
    for (const part of unit.parts)
      expect(part.unit.every((at) => namedIn(part, 'unit', at - 1).id === own.unit)).toBe(true)
  })

  it('is not told to who sees no places, and not of another version', async () => {
    expect((await server.request('operator', 'GET', '/api/mosaic')).status).toBe(403)
    expect((await server.request(null, 'GET', '/api/mosaic')).status).toBe(401)
    const { id } = told.parts[0]!
    const answer = await server.request('leader', 'GET', `/api/mosaic/parts/${id}?version=another`)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store'])
    expect(regions.some((region) => region.id === id)).toBe(true)
  })
})
