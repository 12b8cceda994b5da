import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallProvince, SMALL_NOW } from '../builders/smallProvince.ts'
import { fill, makeLiveHouse, position, viewerOf, type LiveHouse } from '../builders/liveHouse.ts'

let house: LiveHouse
let now = SMALL_NOW
const records = smallProvince()
const [first, second] = records.vehicles.map(({ id }) => id) as [string, string]
const leader = viewerOf('leader', '450000')
const DAY = 86_400_000

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, records)
  await house.start([])
})
afterAll(() => house?.close())

const accept = (...items: ReturnType<typeof position>[]) => house.live.sink.accept('test', { kind: 'positions', items })
const count = async (table: string): Promise<number> => Number((await house.database.pool.query(`select count(*) as n from ${table}`)).rows[0].n)
const ordinal = (id: string): number => house.live.directory.now().vehicleOrdinals.get(id) as number
const ask = async (url: string, viewer = leader, params: Record<string, string> = {}, query: Record<string, unknown> = {}) => {
  const definition = house.live.routes.find((route) => route.url === url)
  return definition?.handle({ params, query, body: undefined } as never, { viewer, address: '127.0.0.1', sessionId: 's' }) as Promise<any>
}

describe('positions', () => {
  it('are kept once, however often and in whatever order they come', async () => {
    const points = Array.from({ length: 10 }, (_, i) => position(first, now - 60_000 + i * 1000, { lon: 108.3 + i / 1000 }))
    await accept(...points)
    await accept(...points.toReversed(), points[0] as never, points[0] as never)
    expect(await count('positions')).toBe(10)
    expect(house.live.vehicles.fleet.row(ordinal(first))?.lonE6).toBe(108_309_000)
  })

  it('of an unknown vehicle, from the future or from before all memory go to quarantine with field and reason', async () => {
    await accept(position('nobody', now), position(first, now + 3_600_000), position(first, now - 40 * DAY), position(second, now - 5000))
    const { rows } = await house.database.pool.query('select field, reason from quarantine where collection = $1 order by id', ['positions'])
    expect(rows.map((row) => row.field)).toEqual(['vehicle', 'at', 'at'])
    expect(rows[0].reason).toBe('expected a vehicle of the register; found nobody')
    expect(house.live.vehicles.fleet.row(ordinal(second))?.at).toBe(now - 5000)
  })

  it('show again after a restart without waiting for new ones', async () => {
    await accept(position(second, now - 1000, { speedKmh: 33 }))
    await house.live.vehicles.stop()
    await accept(position(second, now - 500, { speedKmh: 44 }))
    const again = await makeLiveHouse({ clock: () => now, database: house.database })
    await again.start([])
    expect(again.live.vehicles.fleet.row(ordinal(second))?.speedKmh).toBe(44)
    expect(again.live.vehicles.fleet.state(ordinal(first))).toBe('moving')
    await again.close()
  })

  it('older than their retention are dropped by whole civil days', async () => {
    await accept(position(first, now - 29 * DAY))
    const { makePositions } = await import('../../server/repositories/positions.ts')
    const before = await count('positions')
    const dropped = await makePositions(house.database.db).dropBefore(now - 20 * DAY)
    expect(dropped).toEqual(['positions_20260517'])
    expect(await count('positions')).toBe(before - 1)
  })

  it('[DT-11] arrive at 7,000 a second and more, with the last hour of one vehicle found at once', async () => {
    const batches = Array.from({ length: 5 }, (_, b) => Array.from({ length: 7000 }, (_, i) => position(i % 2 ? first : second, now - 3_500_000 + b * 700_000 + i * 100)))
    const started = performance.now()
    for (const batch of batches) await accept(...batch)
    const seconds = (performance.now() - started) / 1000
    expect(35_000 / seconds).toBeGreaterThan(7_000)
    const asked = performance.now()
    const rows = await house.live.vehicles.track(ordinal(first), now - 3_600_000, now)
    expect(rows.length).toBeGreaterThan(17_000)
    expect(performance.now() - asked).toBeLessThan(1_000)
  })
})

describe('the card and the track', () => {
  it('[ZJ-41] answer state, order, month and the last hour; masked by role', async () => {
    const card = await ask('/api/vehicles/:id', leader, { id: first })
    expect(card).toMatchObject({ id: first, ordinal: ordinal(first), masked: true, plate: '桂A**040', state: 'moving', driver: { name: '赵**', phone: '138****1234' }, month: { month: '2026-05', daysUsed: 12 } })
    const own = await ask('/api/vehicles/:id', viewerOf('manager', '450000'), { id: String(ordinal(first)) })
    expect(own).toMatchObject({ plate: '桂A02040', masked: false, driver: { name: '赵师傅', phone: '13800001234' } })
  })

  it('are not there for who may not see them, and a track is logged before it is answered', async () => {
    await expect(ask('/api/vehicles/:id', viewerOf('leader', '450200'), { id: first })).rejects.toMatchObject({ code: 'not-found' })
    await expect(ask('/api/vehicles/:id', viewerOf('unit-user', '450102', 'U-450102-2'), { id: first })).rejects.toMatchObject({ code: 'not-found' })
    expect(house.live.routes.find(({ url }) => url === '/api/vehicles/:id/track')?.needs).toBe('view.tracks')
    const track = await ask('/api/vehicles/:id/track', leader, { id: first })
    expect(track.total).toBe(track.points.length)
    expect(track.points.length).toBeGreaterThan(1000)
    expect(house.audited).toEqual([expect.objectContaining({ event: 'vehicle.track', account: leader.account, target: first })])
    await expect(ask('/api/vehicles/:id/track', leader, { id: first }, { from: 0 })).rejects.toMatchObject({ code: 'bad-request' })
  })

  it('sum up by state within a region', async () => {
    now += 11 * 60_000
    house.live.vehicles.fleet.sweep(now)
    await accept(position(first, now - 1000, { alarm: 1 }))
    const city = await ask('/api/vehicles/summary', leader, {}, { region: '450100' })
    expect(city).toMatchObject({ total: 6, byState: { moving: 0, parked: 0, alarm: 1, offline: 5 }, byCategory: [{ category: 'emergency', count: 6 }] })
    expect((await ask('/api/vehicles/summary', viewerOf('unit-user', '450102', 'U-450102-0'), {}, {})).total).toBe(1)
  })
})
