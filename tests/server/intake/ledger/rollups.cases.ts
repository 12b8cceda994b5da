import { describe, expect, it } from 'vitest'
import { roomFacts, roomMeasures, type Sitter } from '../../../../src/shared/housing/facts.ts'
import { isFresh } from '../../../../src/shared/housing/quality.ts'
import {
  addMeasures,
  MEASURES,
  sumArrays,
  zeroMeasures,
  type Measure,
} from '../../../../src/shared/indices/measures.ts'
import { toSquareDecimetres } from '../../../../src/shared/kernel/units.ts'
import { ledger, clock, records, region, manager, at, measureOf, FLOOR, LADDER } from './house.ts'

/** Held by units and vehicles of a region, not by its places. */
const BY_UNIT = new Set<Measure>([
  'establishment',
  'energyUsers',
  'vehicles',
  'vehicleDaysUsed',
  'vehicleDaysDue',
])

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
})

describe('roll-ups', () => {
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
            fresh: isFresh(room.updatedAt, clock.now),
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
})

describe('drill', () => {
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
