import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Viewer } from '../../../src/shared/kernel/roles.ts'
import { SMALL_NOW } from '../../builders/records/smallProvince.ts'
import {
  database,
  ledger,
  clock,
  published,
  records,
  region,
  manager,
  at,
  measureOf,
  FLOOR,
  LADDER,
  openHouse,
  renew,
} from './ledger/house.ts'
import './ledger/rollups.cases.ts'
import './ledger/ingest.cases.ts'

beforeAll(openHouse)

afterAll(() => database.drop())

beforeEach(renew)

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
      at: clock.now - 60_000,
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

describe('scope', () => {
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
})

describe('scope', () => {
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
      clock.now = Date.parse(`${day}T00:05:00+08:00`)
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
