import { describe, expect, it } from 'vitest'
import type { Measure } from '../../../../src/shared/indices/measures.ts'
import { makeLedger } from '../../../builders/ledger/ledger.ts'
import { database, ledger, clock, published, records, region, manager, measureOf, FLOOR } from './house.ts'

describe('ingest', () => {
  it('stands after a restart as it stood before, without a rebuild', async () => {
    const before = await ledger.places.view(manager, '450102')
    const logged: string[] = []
    const again = makeLedger({
      db: database.db,
      clock: () => clock.now,
      publish: () => undefined,
      log: (message) => logged.push(message),
    })
    await again.ingest.ready()
    expect(await again.places.view(manager, '450102')).toEqual(before)
    await again.ingest.settled('test')
    expect(logged).toEqual([])
  })

  it('changes nothing when a batch comes twice, and keeps the newer record when they come shuffled', async () => {
    const room = records.rooms[0]!
    const before = await measureOf('450000', 'usableDm2')
    await ledger.ingest.accept('test', { collection: 'rooms', items: [room] })
    expect(published).toEqual([])
    const newer = { ...room, usableArea: 30, updatedAt: room.updatedAt + 10 }
    await ledger.ingest.accept('test', {
      collection: 'rooms',
      items: [newer, { ...room, usableArea: 99, updatedAt: room.updatedAt + 5 }],
    })
    expect(await measureOf('450000', 'usableDm2')).toBe(before + 600)
    await ledger.ingest.accept('test', {
      collection: 'rooms',
      items: [{ ...room, usableArea: 99, updatedAt: room.updatedAt + 7 }],
    })
    expect(await measureOf('450000', 'usableDm2')).toBe(before + 600)
  })
})

describe('ingest', () => {
  it('parks a child that comes before its parent and accepts it when the parent arrives', async () => {
    const [compound, building, floor] = [records.compounds[0]!, records.buildings[0]!, records.floors[0]!]
    const before = await measureOf(compound.region, 'floors')
    await ledger.ingest.accept('test', {
      collection: 'floors',
      items: [{ ...floor, id: 'F-new', building: 'B-new', level: 1 }],
    })
    await ledger.ingest.accept('test', {
      collection: 'buildings',
      items: [{ ...building, id: 'B-new', compound: 'K-new' }],
    })
    expect(await measureOf(compound.region, 'floors')).toBe(before)
    await ledger.ingest.accept('test', { collection: 'compounds', items: [{ ...compound, id: 'K-new' }] })
    expect(await measureOf(compound.region, 'floors')).toBe(before + 1)
    expect((await ledger.places.view(manager, 'F-new')).path.map((one) => one.id)).toEqual([
      '450000',
      '450100',
      '450102',
      'K-new',
      'B-new',
      'F-new',
    ])
  })

  it('moves a building with all that hangs on it to another county', async () => {
    const building = records.buildings.find((one) => one.id === 'K-450104-0-B1')!
    const [from, to] = [await measureOf('450104', 'rooms'), await measureOf('450203', 'rooms')]
    const rooms = await measureOf(building.id, 'rooms')
    await ledger.ingest.accept('test', {
      collection: 'buildings',
      items: [{ ...building, compound: 'K-450203-0', updatedAt: building.updatedAt + 1 }],
    })
    expect([await measureOf('450104', 'rooms'), await measureOf('450203', 'rooms')]).toEqual([
      from - rooms,
      to + rooms,
    ])
    const moved = (await ledger.places.view(manager, 'K-450104-0-B1-F1')).path.map((one) => one.id)
    expect(moved).toEqual(['450000', '450200', '450203', 'K-450203-0', building.id, 'K-450104-0-B1-F1'])
    await expect(ledger.rooms.card(region('leader', '450104'), 'K-450104-0-B1-F1-R0')).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('ingest', () => {
  it('weighs a room again when its occupant is promoted', async () => {
    const room = records.rooms.find((one) => one.floor === FLOOR && one.occupants.length === 1)!
    const person = records.people.find((one) => one.id === room.occupants[0]!.person)!
    const limit = async (): Promise<number | null> =>
      (await ledger.rooms.card(manager, room.id)).verdict?.limit ?? null
    await ledger.ingest.accept('test', {
      collection: 'people',
      items: [{ ...person, grade: 'staff', updatedAt: person.updatedAt + 1 }],
    })
    expect(await limit()).toBe(9)
    const over = await measureOf('450000', 'overRooms')
    await ledger.ingest.accept('test', {
      collection: 'people',
      items: [{ ...person, grade: 'division.chief', updatedAt: person.updatedAt + 2 }],
    })
    expect(await limit()).toBe(30)
    expect(await measureOf('450000', 'overRooms')).toBe(over - 1)
  })
})

describe('ingest', () => {
  it('counts a unit’s energy users and posts where its people sit, and none is lost', async () => {
    const USED = new Set(['450102', '450203'])
    const room = records.rooms.find((one) => one.id.startsWith('K-450203') && one.unit === 'U-450203-0')!
    const counted = async (name: Measure): Promise<number[]> =>
      Promise.all([...USED, '450000'].map((place) => measureOf(place, name)))
    const before = await counted('energyUsers')
    await ledger.ingest.accept('test', {
      collection: 'rooms',
      items: [{ ...room, unit: 'U-450102-0', updatedAt: room.updatedAt + 1 }],
    })
    const { rows } = await database.pool.query<{
      unit: string
      building: string
      county: string
      dm2: number
      users: number
      posts: number
    }>(
      `select r.unit, r.building, b.county, r.usable_dm2 as dm2, u.energy_users as users, u.establishment_total as posts from rooms r join units u on u.id = r.unit join buildings b on b.id = r.building where r.state = 'in-use'`,
    )
    /** Largest remainder, reckoned apart: county → how many. */
    const spread = (of: 'users' | 'posts'): number[] => {
      const sums = new Map<string, number>()
      for (const mine of Map.groupBy(rows, (row) => row.unit).values()) {
        const whole = mine.reduce((sum, { dm2 }) => sum + dm2, 0)
        const parts = [...Map.groupBy(mine, (row) => row.building).values()].map((inside) => {
          const exact = (inside.reduce((sum, { dm2 }) => sum + dm2, 0) * mine[0]![of]) / whole
          return {
            county: inside[0]!.county,
            building: inside[0]!.building,
            least: Math.floor(exact),
            over: exact - Math.floor(exact),
          }
        })
        const left = mine[0]![of] - parts.reduce((sum, { least }) => sum + least, 0)
        const ranked = parts.toSorted((a, b) => b.over - a.over || (a.building < b.building ? -1 : 1))
        ranked.forEach(({ county, least }, i) =>
          sums.set(county, (sums.get(county) ?? 0) + least + (i < left ? 1 : 0)),
        )
      }
      return [...USED, 'all'].map((county) =>
        county === 'all' ? [...sums.values()].reduce((sum, n) => sum + n, 0) : (sums.get(county) ?? 0),
      )
    }
    expect(await counted('energyUsers')).toEqual(spread('users'))
    expect(await counted('establishment')).toEqual(spread('posts'))
    expect((await counted('energyUsers'))[1]).not.toBe(before[1])
    expect((await counted('energyUsers'))[2]).toBe(
      records.units.reduce((sum, unit) => sum + unit.energyUsers, 0),
    )
  })
})

describe('ingest', () => {
  it('counts who holds two rooms as one person, where the room was held longest', async () => {
    const offices = records.rooms.filter(
      (one) => one.floor === 'K-450203-1-B1-F2' && one.occupants.length > 0,
    )
    const [first, second] = [offices[0]!, offices[1]!]
    const people = (): Promise<number> => measureOf('450203', 'people')
    const before = await people()
    const both = {
      ...second,
      occupants: [...second.occupants, { person: first.occupants[0]!.person, share: 0, since: '2026-02-01' }],
      updatedAt: second.updatedAt + 1,
    }
    await ledger.ingest.accept('test', { collection: 'rooms', items: [both] })
    expect(await people()).toBe(before)
    await ledger.ingest.accept('test', {
      collection: 'rooms',
      items: [{ ...first, state: 'idle', occupants: [], workstations: [], updatedAt: first.updatedAt + 1 }],
    })
    expect(await people()).toBe(before - first.occupants.length + 1)
    await ledger.ingest.accept('test', {
      collection: 'rooms',
      items: [
        { ...first, updatedAt: first.updatedAt + 2 },
        { ...second, updatedAt: second.updatedAt + 2 },
      ],
    })
    expect(await people()).toBe(before)
  })

  it('comes to the same sums by increments as by a rebuild', async () => {
    const before = (await database.pool.query('select * from place_measures order by id')).rows
    const units = (await database.pool.query('select * from unit_measures order by id')).rows
    await database.pool.query('update ledger_state set dirty = true')
    const again = makeLedger({ db: database.db, clock: () => clock.now, publish: () => undefined })
    await again.ingest.settled('test')
    expect((await database.pool.query('select * from place_measures order by id')).rows).toEqual(before)
    expect((await database.pool.query('select * from unit_measures order by id')).rows).toEqual(units)
  })
})
