import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Viewer } from '../../../src/shared/access/roles.ts'
import { roomFacts, roomMeasures, type Sitter } from '../../../src/shared/housing/facts.ts'
import { isFresh } from '../../../src/shared/housing/quality.ts'
import {
  addMeasures,
  MEASURES,
  sumArrays,
  zeroMeasures,
  type Measure,
} from '../../../src/shared/indices/measures.ts'
import type { LedgerChange } from '../../../src/shared/protocol/events.ts'
import { COLLECTION_NAMES, isSeries } from '../../../src/shared/protocol/platform.ts'
import { toSquareDecimetres } from '../../../src/shared/units.ts'
import { makeLedger, type Ledger } from '../../../server/housing/module.ts'
import { makeTestDatabase, type TestDatabase } from '../../builders/house/database.ts'
import { SMALL_NOW, smallProvince } from '../../builders/records/smallProvince.ts'

let database: TestDatabase
let ledger: Ledger
let now = SMALL_NOW
const published: LedgerChange[][] = []
const records = smallProvince()
const region = (role: Viewer['role'], code: string): Viewer => ({
  account: 'someone',
  role,
  scope: { kind: 'region', region: code },
})
const manager = region('manager', '450000')
const at = (name: Measure): number => MEASURES.indexOf(name)
const measureOf = async (place: string, name: Measure): Promise<number> =>
  (await ledger.places.view(manager, place)).measures[at(name)] as number
const FLOOR = 'K-450102-0-B0-F1'
const LADDER = ['450000', '450100', '450102', 'K-450102-0', 'K-450102-0-B0', FLOOR]
/** Held by units and vehicles of a region, not by its places. */
const BY_UNIT = new Set<Measure>([
  'establishment',
  'energyUsers',
  'vehicles',
  'vehicleDaysUsed',
  'vehicleDaysDue',
])

beforeAll(async () => {
  database = await makeTestDatabase()
  ledger = makeLedger({
    db: database.db,
    clock: () => now,
    publish: (changes) => published.push([...changes]),
  })
  for (const collection of COLLECTION_NAMES) {
    if (!isSeries(collection))
      await ledger.ingest.accept('test', { collection, items: records[collection] } as never)
  }
  await ledger.ingest.settled('test')
})
afterAll(() => database.drop())
beforeEach(() => {
  now += 60_000
  published.length = 0
})

describe('roll-ups', () => {
  it('counts the office properties, their plans, departments and units', async () => {
    const overview = await ledger.rankings.overview(manager, '450000')
    expect(overview.buildings).toBe(records.buildings.length)
    expect(overview.plans).toBe(records.floors.filter((floor) => floor.plan === 'drawing').length)
    expect(overview.departments).toBe(3)
    expect(overview.users).toBe(6)
  })

  it('sums the last twelve whole months and the last whole month', async () => {
    expect(await measureOf('450000', 'electricityKwh')).toBe(records.buildings.length * 3001)
    expect(await measureOf('450102', 'vehicleDaysUsed')).toBe(12 + 13 + 14)
  })

  it('gives every place the exact sum of its children', async () => {
    for (const id of LADDER) {
      const view = await ledger.places.view(manager, id)
      const sum = sumArrays(view.children.map((one) => one.measures))
      const own: Measure[] =
        view.kind === 'floor' ||
        view.kind === 'building' ||
        view.kind === 'compound' ||
        view.kind === 'county'
          ? []
          : [...MEASURES]
      const additive: Measure[] = [
        'rooms',
        'officeRooms',
        'overRooms',
        'idleRooms',
        'people',
        'officeAreaDm2',
        'officeLimitDm2',
        'overAreaDm2',
        'usableDm2',
        'workstationsUsed',
      ]
      for (const name of own.length > 0 ? own : additive)
        expect([id, name, view.measures[at(name)]]).toEqual([id, name, sum[at(name)]])
    }
  })

  it('gives a county the sum of its compounds and of its units', async () => {
    const [places, units] = [
      await ledger.places.view(manager, '450102'),
      await ledger.units.list(manager, { region: '450102', offset: 0, limit: 50 }),
    ]
    for (const name of BY_UNIT)
      expect(places.measures[at(name)]).toBe(
        units.units.reduce((sum, unit) => sum + (unit.measures[at(name)] ?? 0), 0),
      )
  })

  it('sums in SQL what the rules say of each room', async () => {
    const levels = new Map(records.units.map((unit) => [unit.id, unit.level]))
    const sitters = new Map<string, Sitter>(
      records.people.map((one) => [one.id, { grade: one.grade, level: levels.get(one.unit) ?? 'county' }]),
    )
    const sum = zeroMeasures()
    for (const room of records.rooms.filter((one) => one.floor === FLOOR)) {
      addMeasures(
        sum,
        roomMeasures(
          {
            category: room.category,
            state: room.state,
            usableDm2: toSquareDecimetres(room.usableArea),
            fresh: isFresh(room.updatedAt, now),
          },
          roomFacts(room, sitters),
        ),
      )
    }
    const floor = await ledger.places.view(manager, FLOOR)
    for (const name of MEASURES)
      if (name !== 'floors' && name !== 'plans')
        expect([name, floor.measures[at(name)]]).toEqual([name, sum[name]])
  })
})

describe('drill', () => {
  it('leads from the province by its children down to a room and its unit', async () => {
    let id = '450000'
    const kinds: string[] = []
    for (
      let view = await ledger.places.view(manager, id);
      view.kind !== 'floor';
      view = await ledger.places.view(manager, id)
    ) {
      kinds.push(view.kind)
      id = view.children.find((child) => child.measures[at('rooms')]! > 0)!.id
    }
    const floor = await ledger.places.view(manager, id)
    const rooms = await Promise.all(floor.children.map((child) => ledger.rooms.card(manager, child.id)))
    const unit = rooms.find((room) => room.unit !== null)!.unit!
    expect(kinds).toEqual(['province', 'city', 'county', 'compound', 'building'])
    expect((await ledger.units.card(manager, unit.id)).path.map((one) => one.kind)).toEqual([
      'province',
      'city',
      'county',
    ])
  })

  it('holds compounds, buildings, floors and rooms as they were handed over, with every room’s polygon', async () => {
    const interior = await ledger.interiors.of(manager, 'K-450102-0-B0')
    const handed = records.floors.filter((floor) => floor.building === 'K-450102-0-B0')
    expect(interior.floors.map((floor) => [floor.id, floor.elevation, floor.plan])).toEqual(
      handed.map((floor) => [floor.id, floor.elevation, floor.plan]),
    )
    for (const room of interior.floors.flatMap((floor) => floor.rooms)) {
      const record = records.rooms.find((one) => one.id === room.id)!
      expect(room).toMatchObject({
        number: record.number,
        category: record.category,
        state: record.state,
        usableArea: record.usableArea,
        ring: record.ring,
      })
      expect(room.desks).toHaveLength(record.workstations.length)
    }
  })

  it('gives a supervisor the properties, the statistics, the ledgers and the over-standard cases', async () => {
    const supervisor = region('supervisor', '450000')
    const overview = await ledger.rankings.overview(supervisor, '450000')
    const statistics = await ledger.rankings.rank(supervisor, {
      region: '450000',
      index: 'over',
      basis: 'equivalent-heat',
      of: 'counties',
      limit: 200,
    })
    const book = await ledger.units.list(supervisor, { region: '450000', offset: 0, limit: 5 })
    const interior = await ledger.interiors.of(supervisor, 'K-450102-0-B0')
    const over = interior.floors
      .flatMap((floor) => floor.rooms)
      .filter((room) => room.limit !== null && room.usableArea > room.limit)
    const card = await ledger.rooms.card(supervisor, over[0]!.id)
    expect([overview.buildings, statistics.total, book.units.length, book.total]).toEqual([12, 3, 5, 9])
    expect(card.verdict?.over).toBeCloseTo(over[0]!.usableArea - over[0]!.limit!, 2)
  })
})

describe('ingest', () => {
  it('stands after a restart as it stood before, without a rebuild', async () => {
    const before = await ledger.places.view(manager, '450102')
    const logged: string[] = []
    const again = makeLedger({
      db: database.db,
      clock: () => now,
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
    const again = makeLedger({ db: database.db, clock: () => now, publish: () => undefined })
    await again.ingest.settled('test')
    expect((await database.pool.query('select * from place_measures order by id')).rows).toEqual(before)
    expect((await database.pool.query('select * from unit_measures order by id')).rows).toEqual(units)
  })
})

describe('editing a room', () => {
  const room = records.rooms.find((one) => one.floor === FLOOR && one.state === 'in-use')!

  it('reaches every ancestor and the unit, exactly to 0.01 m²', async () => {
    const before = await Promise.all(LADDER.map((id) => measureOf(id, 'usableDm2')))
    await ledger.editRoom(manager, room.id, { reason: '复测', usableArea: 25.255 })
    const after = await Promise.all(LADDER.map((id) => measureOf(id, 'usableDm2')))
    const gain = after[0]! - before[0]!
    expect(after.map((value, i) => value - before[i]!)).toEqual(LADDER.map(() => gain))
    expect((await ledger.rooms.card(manager, room.id)).usableArea).toBe(25.26)
    const ids = published.flat().map((change) => change.id)
    for (const id of [...LADDER, room.id, room.unit!]) expect(ids).toContain(id)
    expect(published).toHaveLength(1)
  })

  it('keeps who changed what, when and why', async () => {
    const { changes } = await ledger.rooms.changes(manager, room.id)
    expect(changes[0]).toMatchObject({
      account: 'someone',
      reason: '复测',
      after: { usableArea: 25.26 },
      at: now - 60_000,
    })
  })

  it('empties a room that is set idle and frees its desks', async () => {
    const card = await ledger.editRoom(manager, room.id, { reason: '腾退', state: 'idle' })
    expect(card).toMatchObject({ state: 'idle', occupants: [], verdict: null, idleDays: 0 })
    expect(card.workstations.every((desk) => desk.person === null)).toBe(true)
  })

  it('refuses what contradicts itself, naming the field', async () => {
    await expect(ledger.editRoom(manager, room.id, { reason: '改', use: '食堂' })).rejects.toMatchObject({
      code: 'bad-request',
      details: { field: 'use' },
    })
    await expect(
      ledger.editRoom(manager, room.id, {
        reason: '改',
        state: 'in-use',
        occupants: [{ person: 'nobody', share: 1 }],
      }),
    ).rejects.toMatchObject({ code: 'bad-request', details: { field: 'occupants' } })
    await expect(ledger.editRoom(manager, room.id, { reason: '改', unit: 'U-none' })).rejects.toMatchObject({
      code: 'bad-request',
      details: { field: 'unit' },
    })
  })
})

describe('scope', () => {
  const county = region('supervisor', '450102')
  const unit: Viewer = {
    account: 'u',
    role: 'unit-user',
    scope: { kind: 'unit', unit: 'U-450102-0', region: '450102' },
  }
  const [own, other] = [
    records.rooms.find((one) => one.unit === 'U-450102-0')!,
    records.rooms.find((one) => one.unit === 'U-450102-1')!,
  ]
  const foreign = records.rooms.find((one) => one.id.startsWith('K-450203'))!

  it('shows a county its own places and answers not-found for all others', async () => {
    expect((await ledger.regions.list(county)).regions.map((one) => one.id)).toEqual(['450102'])
    expect((await ledger.places.view(county, 'K-450102-0')).name).toBe('第1办公区')
    const mine = records.rooms.find(
      (one) => one.id.startsWith('K-450102') && one.unit !== null && one.occupants.length > 0,
    )!
    const edit = (more: object) =>
      ledger.editRoom(region('manager', '450102'), mine.id, { reason: '越权', ...more }).then(
        () => 'done',
        (error: { code: string; message: string }) => `${error.code} ${error.message}`,
      )
    const stranger = records.people.find((one) => one.unit.startsWith('U-450203'))!
    const before = (await ledger.rooms.card(county, mine.id)).occupants
    expect(await edit({ occupants: [{ person: stranger.id, share: 1 }] })).toBe(
      (await edit({ occupants: [{ person: 'P-none', share: 1 }] })).replaceAll('P-none', stranger.id),
    )
    expect(await edit({ unit: 'U-450203-0' })).toBe(
      (await edit({ unit: 'U-none' })).replaceAll('U-none', 'U-450203-0'),
    )
    expect(await edit({ unit: 'U-none' })).toMatch(/^bad-request /)
    expect((await ledger.rooms.card(county, mine.id)).occupants).toEqual(before)
    for (const id of ['450000', '450100', '450203', 'K-450203-0', 'nowhere'])
      await expect(ledger.places.view(county, id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(ledger.rooms.card(county, foreign.id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      ledger.editRoom(region('manager', '450102'), foreign.id, { reason: '越权', state: 'idle' }),
    ).rejects.toMatchObject({ code: 'not-found' })
    await expect(ledger.units.card(county, 'U-450203-0')).rejects.toMatchObject({ code: 'not-found' })
    await expect(ledger.rankings.overview(county, '450000')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('says whose figures a unit’s viewer sees, and never puts its whole under another place’s name', async () => {
    const city: Viewer = {
      account: 'u',
      role: 'unit-user',
      scope: { kind: 'unit', unit: 'U-450102-0', region: '450100' },
    }
    const [here, beside] = [
      await ledger.rankings.overview(city, '450102'),
      await ledger.rankings.overview(city, '450104'),
    ]
    expect([here.unit, beside.unit, (await ledger.regions.list(city)).unit]).toEqual([
      'U-450102-0',
      'U-450102-0',
      'U-450102-0',
    ])
    expect(here.measures[at('rooms')]).toBeGreaterThan(0)
    expect(beside.measures.every((value) => value === 0)).toBe(true)
    expect(
      await ledger.listRooms(city, { region: '450104', list: 'all', offset: 0, limit: 10 }),
    ).toMatchObject({ rooms: [], total: 0 })
    expect((await ledger.rankings.overview(county, '450102')).unit).toBeUndefined()
  })

  it('shows a unit its own rooms only, and sums only them', async () => {
    expect((await ledger.rooms.card(unit, own.id)).id).toBe(own.id)
    await expect(ledger.rooms.card(unit, other.id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(ledger.units.card(unit, 'U-450102-1')).rejects.toMatchObject({ code: 'not-found' })
    const floor = await ledger.places.view(unit, own.floor)
    const mine = (await ledger.interiors.of(unit, own.floor.replace(/-F\d+$/, ''))).floors.flatMap(
      (one) => one.rooms,
    )
    expect(mine.every((room) => room.unit === 'U-450102-0')).toBe(true)
    expect(floor.measures[at('rooms')]).toBe(floor.children.length)
    const found = await ledger.search(unit, '001', 50)
    expect(found.hits.filter((hit) => hit.kind === 'room').length).toBeLessThan(
      records.rooms.filter((room) => room.number.startsWith('001')).length,
    )
  })

  it('masks names for a wall and shows them to a manager', async () => {
    const room = records.rooms.find((one) => one.id.startsWith('K-450203') && one.occupants.length > 0)!
    expect((await ledger.rooms.card(region('wall', '450000'), room.id)).occupants[0]!.name).toMatch(
      /^\p{Script=Han}\*+$/u,
    )
    expect((await ledger.rooms.card(manager, room.id)).occupants[0]!.name).not.toContain('*')
    const hit = (await ledger.search(region('wall', '450000'), '韦', 20)).hits.find(
      (one) => one.kind === 'person',
    )
    expect(hit?.title).toBe('韦**')
  })
})

describe('the first days of a month', () => {
  it('drop nothing: the months move when all have reported, and a quota holds until its year’s own is there', async () => {
    const months = records.buildings.map(({ id }) => ({
      building: id,
      month: '2026-06',
      electricityKwh: 500.5,
      gasM3: 1,
      waterM3: 1,
      updatedAt: SMALL_NOW,
    }))
    const read = (): Promise<number[]> =>
      Promise.all(
        (['electricityKwh', 'vehicleDaysDue', 'quotaKwh'] as const).map((name) => measureOf('450000', name)),
      )
    const turn = async (day: string): Promise<number[]> => {
      now = Date.parse(`${day}T00:05:00+08:00`)
      await ledger.ingest.daily()
      return read()
    }
    const june = await read()
    expect(await turn('2026-07-01')).toEqual(june)
    await ledger.ingest.accept('test', { collection: 'energy-months', items: months.slice(1) })
    await ledger.ingest.settled('test')
    expect(await turn('2026-07-04')).toEqual(june)
    await ledger.ingest.accept('test', { collection: 'energy-months', items: months.slice(0, 1) })
    await ledger.ingest.settled('test')
    /** May and April with 1000.4 kWh each, June with 500.5, rounded half up at the building. */
    expect((await read())[0]).toBe(records.buildings.length * 2501)
    expect((await read()).slice(1)).toEqual(june.slice(1))
    /** A month that no vehicle reported never counts while an older one was. */
    expect((await turn('2026-07-10'))[1]).toBe(june[1])
    expect((await turn('2027-01-02'))[2]).toBe(june[2])
  })
})
