import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestDatabase } from '../../builders/house/database.ts'
import { statementsOf } from '../../builders/plain/statements.ts'
import { smallProvince, SMALL_NOW } from '../../builders/records/smallProvince.ts'
import { POINT_MARK } from '../../../src/shared/vehicles/track/points.ts'
import {
  fill,
  hear,
  makeLiveHouse,
  position,
  until,
  viewerOf,
  type LiveHouse,
} from '../../builders/house/liveHouse.ts'

let house: LiveHouse

let now = SMALL_NOW

const dataDir = mkdtempSync(join(tmpdir(), 'vehicles-'))

const records = smallProvince()

const [first, second] = records.vehicles.map(({ id }) => id) as [string, string]

const leader = viewerOf('leader', '450000')

const DAY = 86_400_000

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now, database: await makeTestDatabase(), dataDir })
  await fill(house, records)
  await house.start([])
})

afterAll(async () => {
  await house?.close()
  await house?.database.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

const accept = (...items: ReturnType<typeof position>[]) =>
  house.live.sink.accept('test', { kind: 'positions', items })

/** All points on record, once all that wait have been moved. */
const count = async (): Promise<number> => {
  await house.live.tracks.flush()
  return Number(
    (await house.database.pool.query('select coalesce(sum(points), 0) as n from track_chunks')).rows[0].n,
  )
}

/** The same house after a restart. */
const restart = async (): Promise<void> => {
  await house.close()
  house = await makeLiveHouse({ clock: () => now, database: house.database, dataDir })
}

const ordinal = (id: string): number => house.live.directory.now().vehicleOrdinals.get(id) as number

const ask = async (
  url: string,
  viewer = leader,
  params: Record<string, string> = {},
  query: Record<string, unknown> = {},
) => {
  const definition = house.live.routes.find((route) => route.url === url)
  return definition?.handle({ params, query, body: undefined } as never, {
    viewer,
    address: '127.0.0.1',
    sessionId: 's',
  }) as Promise<any>
}

describe('positions', () => {
  it('are kept once, however often and in whatever order they come', async () => {
    const points = Array.from({ length: 10 }, (_, i) =>
      position(first, now - 60_000 + i * 1000, { lon: 108.3 + i / 1000 }),
    )
    await accept(...points)
    await accept(...points.toReversed(), points[0] as never, points[0] as never)
    expect(await count()).toBe(10)
    expect(house.live.vehicles.fleet.row(ordinal(first))?.lonE6).toBe(108_309_000)
  })

  it('of an unknown vehicle, from the future or from before all memory go to quarantine with field and reason', async () => {
    await accept(
      position('nobody', now),
      position(first, now + 3_600_000),
      position(first, now - 40 * DAY),
      position(second, now - 5000),
    )
    const rows = await until('they are written', async () => {
      const found = await house.database.pool.query(
        'select field, reason from quarantine where collection = $1 order by id',
        ['positions'],
      )
      return found.rowCount === 3 ? found.rows : null
    })
    expect(rows.map((row) => row.field)).toEqual(['vehicle', 'at', 'at'])
    expect(rows[0].reason).toBe('expected a vehicle of the register')
    expect(house.live.vehicles.fleet.row(ordinal(second))?.at).toBe(now - 5000)
  })

  it('show again after a restart without waiting for new ones, from the database and from the spool', async () => {
    await accept(position(second, now - 1000, { speedKmh: 33 }))
    await house.live.tracks.flush()
    await accept(position(first, now - 500, { speedKmh: 44.4 }))
    await restart()
    await house.start([])
    expect(house.live.vehicles.fleet.row(ordinal(second))?.speedKmh).toBe(33)
    expect(house.live.vehicles.fleet.row(ordinal(first))).toMatchObject({ at: now - 500, speedKmh: 44 })
    expect(house.live.vehicles.fleet.state(ordinal(first))).toBe('moving')
  })

  it('are told to the rules with what became of them', async () => {
    const told: number[][] = []
    house.live.vehicles.onApplied((p) => told.push(Array.from(p.mark), Array.from(p.speed)))
    await accept(
      position(first, now - 400, { speedKmh: 12.3 }),
      position(first, now - 450, { speedKmh: 12 }),
      position(first, now - 500),
      position(first, now - 450),
    )
    expect(told).toEqual([
      [POINT_MARK.newest, POINT_MARK.late, POINT_MARK.repeated, POINT_MARK.repeated],
      [123, 120, 400, 400],
    ])
  })
})

describe('positions', () => {
  it('older than their retention are dropped by whole civil days', async () => {
    await accept(position(first, now - 29 * DAY))
    const before = await count()
    expect(await house.live.tracks.dropBefore(now - 20 * DAY)).toEqual(['track_chunks_20260517'])
    expect(await count()).toBe(before - 1)
  })
})

describe('the card and the track', () => {
  it('answer state, order, month and the last hour; masked by role', async () => {
    const card = await ask('/api/vehicles/:id', leader, { id: first })
    expect(card).toMatchObject({
      id: first,
      ordinal: ordinal(first),
      masked: true,
      plate: '桂A**040',
      state: 'moving',
      driver: { name: '赵**', phone: '138****1234' },
      month: { month: '2026-05', daysUsed: 12 },
    })
    const own = await ask('/api/vehicles/:id', viewerOf('manager', '450000'), { id: String(ordinal(first)) })
    expect(own).toMatchObject({
      plate: '桂A02040',
      masked: false,
      driver: { name: '赵师傅', phone: '13800001234' },
    })
  })

  it('are not there for who may not see them, and a track is logged before it is answered', async () => {
    await expect(ask('/api/vehicles/:id', viewerOf('leader', '450200'), { id: first })).rejects.toMatchObject(
      { code: 'not-found' },
    )
    await expect(
      ask('/api/vehicles/:id', viewerOf('unit-user', '450102', 'U-450102-2'), { id: first }),
    ).rejects.toMatchObject({ code: 'not-found' })
    expect(house.live.routes.find(({ url }) => url === '/api/vehicles/:id/track')?.needs).toBe('view.tracks')
    const track = await ask('/api/vehicles/:id/track', leader, { id: first })
    expect(track.total).toBe(track.points.length)
    expect(track.total).toBe(13)
    expect(track.points.at(-1)).toEqual({
      at: now - 400,
      lon: 108.3,
      lat: 22.8,
      speedKmh: 12.3,
      headingDeg: 90,
    })
    expect(house.audited).toEqual([
      expect.objectContaining({ event: 'vehicle.track', account: leader.account, target: first }),
    ])
    await expect(ask('/api/vehicles/:id/track', leader, { id: first }, { from: 0 })).rejects.toMatchObject({
      code: 'bad-request',
    })
  })
})

describe('the card and the track', () => {
  it('sum up by state within a region', async () => {
    now += 11 * 60_000
    house.live.vehicles.fleet.sweep(now)
    await accept(position(first, now - 1000, { alarm: 1 }))
    const city = await ask('/api/vehicles/summary', leader, {}, { region: '450100' })
    expect(city).toMatchObject({
      total: 6,
      byState: { moving: 0, parked: 0, alarm: 1, offline: 5 },
      byCategory: [{ category: 'emergency', count: 6 }],
    })
    expect(
      (await ask('/api/vehicles/summary', viewerOf('unit-user', '450102', 'U-450102-0'), {}, {})).total,
    ).toBe(1)
  })
})

describe('a clock that is set back', () => {
  it('finds vehicles where they were at that hour, and they move on; what was recorded later stays on record', async () => {
    const back = now
    const later = back + 3 * 3_600_000
    await accept(position(first, back, { lon: 108.31 }), position(second, back, { lon: 108.31 }))
    now = later
    await accept(position(first, later, { lon: 108.4 }))
    await house.live.tracks.flush()
    await accept(position(second, later, { lon: 108.4 }))
    const again = async (at: number): Promise<(number | undefined)[]> => {
      now = at
      await restart()
      await house.start([])
      return places()
    }
    const places = () => [first, second].map((id) => house.live.vehicles.fleet.row(ordinal(id))?.lonE6)
    const recorded = () =>
      Promise.all(
        [first, second].map(async (id) =>
          Array.from((await house.live.tracks.track(ordinal(id), back, later)).at),
        ),
      )
    expect(await again(back + 60_000)).toEqual([108_310_000, 108_310_000])
    await accept(
      position(first, now, { lon: 108.32 }),
      position(second, now, { lon: 108.32 }),
      position(second, now, { lon: 108.32 }),
    )
    expect(places()).toEqual([108_320_000, 108_320_000])
    expect(await recorded()).toEqual([
      [back, now, later],
      [back, now, later],
    ])
    await house.live.tracks.flush()
    expect(await again(now + 60_000)).toEqual([108_320_000, 108_320_000])
    expect(await recorded()).toEqual([
      [back, now - 60_000, later],
      [back, now - 60_000, later],
    ])
    expect(await again(later)).toEqual([108_400_000, 108_400_000])
  })
})

describe('70,000 vehicles', () => {
  const pattern = records.vehicles[0] as (typeof records.vehicles)[number]
  const herd = Array.from({ length: 70_000 }, (_, i) => ({
    ...pattern,
    id: `H${i}`,
    plate: `桂H${String(i).padStart(5, '0')}`,
  }))

  it('are registered, reported twice without a statement each, shown in one frame, tracked, and back after a restart without a question each', async () => {
    for (let i = 0; i < herd.length; i += 5000)
      await house.live.sink.accept('test', {
        kind: 'records',
        collection: 'vehicles',
        items: herd.slice(i, i + 5000),
      })
    await house.live.directory.reload()
    const reported = await statementsOf(async () => {
      for (let i = 0; i < herd.length * 2; i += 7000)
        await accept(
          ...herd
            .slice(i % herd.length, (i % herd.length) + 7000)
            .map(({ id }) => position(id, now - 100_000 + i)),
        )
    })
    expect(reported).toBeLessThan(500)
    const socket = house.connect(leader)
    const heard = hear(socket)
    await socket.emitWithAck('subscribe', { topic: 'vehicles', region: '450000' })
    await until('a snapshot', () => heard.frames.length > 0)
    expect(heard.frames[0]?.rows).toBeGreaterThanOrEqual(70_000)
    socket.disconnect()
    expect((await house.live.tracks.track(ordinal('H4711'), now - 3_600_000, now)).count).toBe(2)
    await house.live.tracks.flush()
    await restart()
    const loaded = await statementsOf(async () => {
      await house.live.directory.reload()
      await house.live.vehicles.load()
    })
    expect(loaded).toBeLessThan(500)
    expect(house.live.vehicles.fleet.state(ordinal('H69999'))).toBe('moving')
  })
})
