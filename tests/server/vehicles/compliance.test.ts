import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VehicleCompliance } from '../../../src/shared/vehicles/answers/account.ts'
import { fill, makeLiveHouse, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'
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
      [{ month: '2026-04', day: '2026-04-30', vehicles: own.length, clean: own.length - 1 }],
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
