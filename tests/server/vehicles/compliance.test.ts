import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VehicleCompliance } from '../../../src/shared/vehicles/answers/account.ts'
import { fill, makeLiveHouse, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'
import { COLLECTIONS, type VehicleCleanMonthRecord } from '../../../src/shared/protocol/platform.ts'
import { smallProvince } from '../../builders/records/smallProvince.ts'
import { makeComplianceRows } from '../../../server/vehicles/ledger/findings/complianceRows.ts'

let house: LiveHouse
const at = (day: string): number => Date.parse(`${day}T12:00:00+08:00`)
let now = at('2026-04-30')
const records = smallProvince()
const [PROVINCE, CITY, COUNTY] = ['450000', '450100', '450102']
const own = records.vehicles.filter(({ region }) => region === COUNTY)
const [first] = own as [(typeof own)[number]]
const leader = viewerOf('leader', PROVINCE)

const told = async (region: string, viewer = leader, asked?: number): Promise<VehicleCompliance> => {
  const route = house.live.routes.find(({ url }) => url === '/api/vehicles/compliance')
  return (await route?.handle(
    {
      params: {},
      query: { region, ...(asked === undefined ? {} : { at: asked }) },
      body: undefined,
    } as never,
    { viewer, address: '127.0.0.1', sessionId: 's' },
  )) as VehicleCompliance
}
/** The findings of the whole house: of these vehicles, one with two of them. */
const finds = async (vehicles: readonly string[]): Promise<void> => {
  await house.database.pool.query('delete from vehicle_findings')
  for (const [i, vehicle] of [...vehicles, ...vehicles.slice(0, 1)].entries())
    await house.database.pool.query(
      `insert into vehicle_findings (id, rule, severity, vehicle, unit, region, at, text_zh, text_en)
       select $1, 'VH-01', 'red', id, unit, region, 0, '', '' from vehicles where id = $2`,
      [`f${i}`, vehicle],
    )
}
const keepOn = (day: string): Promise<void> => makeComplianceRows(house.database.db).keep(day)

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, records)
  await house.start([])
  await house.database.pool.query('delete from vehicle_clean_days')
  await finds([])
  await keepOn('2026-04-29')
  await finds([first.id])
  await keepOn('2026-04-30')
  await finds(own.slice(0, 2).map(({ id }) => id))
  now = at('2026-05-02')
})
afterAll(() => house?.close())

describe('vehicles without an open finding', () => {
  it('are counted once whatever was found of them, and a region is the sum of its parts', async () => {
    const city = await told(CITY)
    const county = city.parts.find(({ id }) => id === COUNTY)
    expect([county?.vehicles, county?.clean]).toEqual([own.length, own.length - 2])
    for (const count of ['vehicles', 'clean'] as const)
      expect(city[count]).toBe(city.parts.reduce((sum, part) => sum + part[count], 0))
  })

  it('stand as the month left them, and at an instant as its day did; a day that was not kept is said not to be', async () => {
    const { months, since } = await told(COUNTY)
    expect([since, months]).toEqual([
      '2026-04-29',
      [{ month: '2026-04', day: '2026-04-30', vehicles: own.length, clean: own.length - 1, by: 'here' }],
    ])
    expect((await told(COUNTY, leader, at('2026-04-29'))).clean).toBe(own.length)
    await expect(told(COUNTY, leader, at('2026-05-01'))).rejects.toMatchObject({ code: 'not-kept' })
  })

  it('are a unit’s own for its viewer, without parts or months, and not found beyond the scope', async () => {
    const viewer = viewerOf('unit-user', COUNTY, first.unit)
    const mine = own.filter(({ unit }) => unit === first.unit)
    const answer = await told(COUNTY, viewer)
    expect([answer.unit, answer.vehicles, answer.parts, answer.months]).toEqual([
      first.unit,
      mine.length,
      [],
      [],
    ])
    await expect(told(COUNTY, viewer, at('2026-04-30'))).rejects.toMatchObject({ code: 'not-kept' })
    await expect(told('450200', viewerOf('leader', COUNTY))).rejects.toMatchObject({ code: 'not-found' })
  })
})

const held = [...new Set(records.vehicles.map(({ region }) => region))].toSorted()
const handed = (region: string, month: string, clean: number, updatedAt = now): VehicleCleanMonthRecord => ({
  region,
  month,
  vehicles: clean + 2,
  clean,
  updatedAt,
})
const deliver = async (items: readonly VehicleCleanMonthRecord[]): Promise<void> =>
  void (await house.live.sink.accept('test', {
    kind: 'records',
    collection: 'vehicle-clean-months',
    items,
  } as never))
const monthsOf = async (region: string, asked?: number) =>
  (await told(region, leader, asked)).months.map(({ month, day, vehicles, clean, by }) => [
    month,
    day,
    vehicles,
    clean,
    by,
  ])

describe('months of vehicles that a platform hands over', () => {
  beforeAll(() =>
    deliver([
      ...held.map((region, i) => handed(region, '2026-02', i + 1)),
      handed(COUNTY, '2026-03', 7),
      ...held.map((region) => handed(region, '2026-04', 900)),
    ]),
  )

  it('are kept with their types and who handed them over', async () => {
    const { rows } = await house.database.pool.query(
      `select region, month, vehicles, clean, source, source_id, pg_typeof(vehicles)::text as type from vehicle_clean_months where month = '2026-03'`,
    )
    expect(rows).toEqual([
      {
        region: COUNTY,
        month: '2026-03',
        vehicles: 9,
        clean: 7,
        source: 'test',
        source_id: `${COUNTY}/2026-03`,
        type: 'integer',
      },
    ])
  })

  it('are told where none was kept here, as the platform’s; what was kept here goes before them', async () => {
    const i = held.indexOf(COUNTY)
    expect(await monthsOf(COUNTY)).toEqual([
      ['2026-02', '2026-02-28', i + 3, i + 1, 'platform'],
      ['2026-03', '2026-03-31', 9, 7, 'platform'],
      ['2026-04', '2026-04-30', own.length, own.length - 1, 'here'],
    ])
    expect((await told(COUNTY)).since).toBe('2026-04-29')
  })

  it('of a region above are the sum of those below, and none while one is missing in which vehicles stand', async () => {
    expect(held.length).toBeGreaterThan(1)
    const whole = held.reduce((sum, _, i) => sum + i + 1, 0)
    expect((await monthsOf(PROVINCE)).map(([month, , , clean, by]) => [month, clean, by])).toEqual([
      ['2026-02', whole, 'platform'],
      ['2026-04', records.vehicles.length - 1, 'here'],
    ])
  })
})

describe('months of vehicles that a platform hands over', () => {
  it('come twice and change nothing, a newer one takes the place of the older; a replayed day has its own months', async () => {
    await deliver([handed(COUNTY, '2026-03', 8, now + 1), handed(COUNTY, '2026-03', 6)])
    expect((await monthsOf(COUNTY))[1]).toEqual(['2026-03', '2026-03-31', 10, 8, 'platform'])
    expect((await monthsOf(COUNTY, at('2026-04-29'))).map(([month]) => month)).toEqual(['2026-02', '2026-03'])
    await expect(told(COUNTY, leader, at('2026-03-31'))).rejects.toMatchObject({ code: 'not-kept' })
  })

  it('are refused where more are clean than there are, where a count is none, and before the month is over', () => {
    const faultOf = (more: object): unknown[] => {
      const { error } = COLLECTIONS['vehicle-clean-months'].safeParse({
        ...handed(COUNTY, '2026-03', 7, at('2026-03-31')),
        ...more,
      })
      return (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message])
    }
    expect(faultOf({})).toEqual([])
    expect(faultOf({ clean: 10 })).toEqual([['clean', 'expected no more than there are vehicles']])
    expect(faultOf({ updatedAt: at('2026-03-30') })).toEqual([
      ['updatedAt', 'expected a time on the last day of the month, or after it'],
    ])
    for (const bad of [{ vehicles: 9.5 }, { clean: -1 }, { month: '2026-13' }, { region: 'K' }])
      expect(faultOf(bad).map((fault) => (fault as string[])[0])).toContain(Object.keys(bad)[0])
  })
})
