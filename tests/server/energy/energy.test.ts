import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COLLECTION_NAMES } from '../../../src/shared/protocol/platform.ts'
import { smallProvince, SMALL_NOW } from '../../builders/records/smallProvince.ts'
import { fill, hear, makeLiveHouse, until, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'

let house: LiveHouse

let now = SMALL_NOW

const records = smallProvince()

const buildings = records.buildings.map(({ id }) => id)

const [one] = buildings as [string]

const leader = viewerOf('leader', '450000')

const QUARTER = 15 * 60_000

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, records)
  await house.start([])
})

afterAll(() => house?.close())

const read = (building: string, at: number, total: number, kw = 12) =>
  house.live.sink.accept('test', {
    kind: 'readings',
    items: [{ building, at, meters: [{ meter: `${building}-M`, kw, total }] }],
  })

const ask = async (
  url: string,
  viewer = leader,
  params: Record<string, string> = {},
  query: Record<string, unknown> = {},
) =>
  house.live.routes
    .find((route) => route.url === url)
    ?.handle({ params, query, body: undefined } as never, {
      viewer,
      address: '127.0.0.1',
      sessionId: 's',
    }) as Promise<any>

const day = async (meter: string) => {
  await house.live.energy.flush()
  return (
    await house.database.pool.query('select values, marks from meter_days where meter = $1 and day = $2', [
      meter,
      '2026-06-15',
    ])
  ).rows[0]
}

describe('readings', () => {
  it('become quarter hours, the load of every region above, and frames', async () => {
    const socket = house.connect(leader)
    const heard = hear(socket)
    await socket.emitWithAck('subscribe', { topic: 'energy', region: '450102' })
    await read(one, now, 1000)
    now += QUARTER
    await read(one, now, 1003)
    expect((await day(`${one}-M`)).values[32]).toBe(3)
    for (const region of ['450000', '450100', '450102']) {
      const load = await ask('/api/energy/load', leader, {}, { region })
      expect([load.today[32], load.nowKw, load.todayKwh, load.buildingsReporting]).toEqual([12, 12, 3, 1])
    }
    expect((await ask('/api/energy/load', leader, {}, { region: '450200' })).todayKwh).toBe(0)
    const frame = await until('a frame with the building', () =>
      heard.frames.find(({ rows, snapshot }) => rows > 0 && !snapshot),
    )
    const columns = frame.columns as { ordinal: Uint32Array; kw: Float32Array }
    expect([columns.ordinal[0], columns.kw[0]]).toEqual([
      house.live.directory.now().buildingOrdinals.get(one),
      12,
    ])
  })

  it('count once when they are repeated or late', async () => {
    await read(one, now, 1003)
    await read(one, now - 60_000, 1002)
    expect((await ask('/api/energy/load')).todayKwh).toBe(3)
  })

  it('after a gap lose nothing and are marked as estimated; a register that began anew is marked too', async () => {
    now += 4 * QUARTER
    await read(one, now, 1007)
    const gap = await day(`${one}-M`)
    expect(gap.values.slice(33, 37)).toEqual([1, 1, 1, 1])
    expect(gap.marks.slice(32, 37)).toBe('meeee')
    now += QUARTER
    await read(one, now, 1)
    expect((await ask('/api/energy/load')).todayKwh).toBe(7)
    await read(one, now + 15_000, 2)
    expect((await day(`${one}-M`)).marks[37]).toBe('r')
    expect((await ask('/api/energy/load')).todayKwh).toBe(9)
    await until(
      'the fall is told',
      async () =>
        (
          await house.database.pool.query(
            "select 1 from quarantine where field = 'total' and reason like 'expected a register not below 1007 %'",
          )
        ).rows.length === 1,
    )
  })
})

describe('readings', () => {
  it('of a meter that is not the building’s go to quarantine', async () => {
    await house.live.sink.accept('test', {
      kind: 'readings',
      items: [{ building: one, at: now, meters: [{ meter: 'foreign', kw: 1, total: 1 }] }],
    })
    const rows = await until('the quarantine', async () => {
      const found = await house.database.pool.query(
        "select field, reason from quarantine where collection = 'readings' and field = 'meters'",
      )
      return found.rows.length > 0 && found.rows
    })
    expect(rows).toEqual([{ field: 'meters', reason: 'expected meters of that building; found another' }])
  })

  it('fall silent: the sums let them go, the screen is told', async () => {
    const before = await ask('/api/energy/load')
    expect(before.buildingsReporting).toBe(1)
    now += 36 * 60_000
    await until('the sweep', async () => (await ask('/api/energy/load')).buildingsReporting === 0)
    expect((await ask('/api/energy/load')).nowKw).toBe(0)
    expect(
      (await ask('/api/energy/buildings', leader, {}, { region: '450102' })).buildings.find(
        (b: any) => b.id === one,
      ),
    ).toMatchObject({ kw: null, todayKwh: 9 })
  })
})

describe('meter days of the platform', () => {
  it('are kept at the first sync, before the registers are settled; those of unknown meters go to quarantine', async () => {
    const fresh = await makeLiveHouse({ clock: () => now })
    try {
      await fresh.start([])
      for (const collection of COLLECTION_NAMES)
        if (records[collection as keyof typeof records]?.length)
          await fresh.live.sink.accept('test', {
            kind: 'records',
            collection,
            items: records[collection as keyof typeof records],
          } as never)
      const values = Array.from({ length: 96 }, (_, i) => (i < 8 ? 2 : null))
      await fresh.live.sink.accept('test', {
        kind: 'records',
        collection: 'meter-days',
        items: [`${one}-M`, 'nobody'].map((meter) => ({ meter, day: '2026-06-14', values, updatedAt: now })),
      })
      await fresh.live.energy.flush()
      expect(
        (
          await fresh.database.pool.query(
            "select meter, values[1:9] as values from meter_days where day = '2026-06-14'",
          )
        ).rows,
      ).toEqual([{ meter: `${one}-M`, values: [2, 2, 2, 2, 2, 2, 2, 2, null] }])
      await until(
        'the unknown one in quarantine',
        async () =>
          (
            await fresh.database.pool.query(
              "select 1 from quarantine where record_id = 'nobody:2026-06-14' and resolved_at is null",
            )
          ).rowCount === 1,
      )
    } finally {
      await fresh.close()
    }
  })

  it('stand where their quarters had ended, change the sums by the difference, and survive a restart', async () => {
    const values = Array.from({ length: 96 }, (_, i) => (i < 4 ? 5 : i === 32 ? 4 : i > 90 ? 7 : null))
    const record = { meter: `${one}-M`, day: '2026-06-15', values, updatedAt: now }
    await house.live.sink.accept('test', { kind: 'records', collection: 'meter-days', items: [record] })
    await house.live.sink.accept('test', { kind: 'records', collection: 'meter-days', items: [record] })
    expect((await ask('/api/energy/load')).todayKwh).toBe(9 + 20 + 1)
    expect((await day(`${one}-M`)).marks.slice(90)).toBe('......')
    const again = await makeLiveHouse({ clock: () => now, database: house.database })
    await again.start([])
    const load = again.live.energy.load.of('450100')
    expect([load.todayKwh, load.today.kwh[32], load.today.kwh[0]]).toEqual([30, 4, 5])
    await again.close()
  })
})

describe('a building', () => {
  it('shows today beside yesterday, and the year against its quota', async () => {
    const card = await ask('/api/energy/buildings/:id', leader, { id: one })
    expect(card.items).toHaveLength(1)
    expect(card.items[0]).toMatchObject({ item: 'total', name: '总用电', kw: null })
    expect(card.items[0].today.slice(30, 34)).toEqual([null, null, 4, 1])
    expect(card.year).toMatchObject({ year: 2026, quotaKwh: 20_000, basis: '定额' })
    expect(card.year.usedKwh).toBeCloseTo(2 * 1000.4 + 30, 3)
    await expect(
      ask('/api/energy/buildings/:id', viewerOf('leader', '450200'), { id: one }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('midnight', () => {
  it('turns the page: today becomes yesterday', async () => {
    const was = (await ask('/api/energy/load')).today[32]
    now = Date.parse('2026-06-16T00:05:00+08:00')
    await read(one, now, 3)
    const load = await ask('/api/energy/load')
    expect(load.yesterday[32]).toBe(was)
    expect(load.todayKwh).toBeLessThan(1)
  })
})
