import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { indexOf } from '../../../src/shared/indices/indices.ts'
import { measuresFromArray } from '../../../src/shared/indices/measures.ts'
import type { CountyMonths, MeasureMonths } from '../../../src/shared/housing/answers/places.ts'
import type { Viewer } from '../../../src/shared/kernel/roles.ts'
import { fill, makeLiveHouse, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'
import { smallProvince } from '../../builders/records/smallProvince.ts'

let house: LiveHouse
const at = (day: string): number => Date.parse(`${day}T12:00:00+08:00`)
let now = at('2026-03-30')
const COUNTY = '450102'
const leader = viewerOf('leader', '450000')
const records = smallProvince()
const unit = records.units.find(({ region }) => region === COUNTY)!.id
const unitUser = viewerOf('unit-user', COUNTY, unit)

const months = async (place: string, viewer: Viewer = leader, asked?: number): Promise<MeasureMonths> => {
  const route = house.ledger.routes.find(({ url }) => url === '/api/history/months')
  return (await route?.handle(
    { params: {}, query: { place, ...(asked === undefined ? {} : { at: asked }) }, body: undefined } as never,
    { viewer, address: '127.0.0.1', sessionId: 's' },
  )) as MeasureMonths
}
const counties = async (place: string, viewer: Viewer = leader, asked?: number): Promise<CountyMonths> => {
  const route = house.ledger.routes.find(({ url }) => url === '/api/history/counties')
  return (await route?.handle(
    {
      params: {},
      query: { place, index: 'idle', basis: 'equal-value', at: asked },
      body: undefined,
    } as never,
    { viewer, address: '127.0.0.1', sessionId: 's' },
  )) as CountyMonths
}
const roomsOf = ({ rows }: MeasureMonths): [string, string, number][] =>
  rows.map(({ month, day, measures }) => [month, day, measuresFromArray(measures).rooms])
const keepOn = async (day: string, more: number): Promise<void> => {
  now = at(day)
  await house.database.pool.query(`update place_measures set rooms = rooms + $1 where id = $2`, [
    more,
    COUNTY,
  ])
  await house.ledger.measureDays.keep()
}

let rooms: number
beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, records)
  await house.start([])
  const { rows } = await house.database.pool.query<{ rooms: string }>(
    `select rooms from place_measures where id = $1`,
    [COUNTY],
  )
  rooms = Number(rows[0]!.rooms)
  await keepOn('2026-03-30', 0)
  await keepOn('2026-03-31', 1)
  await keepOn('2026-04-12', 10)
  await keepOn('2026-06-01', 100)
  now = at('2026-06-15')
})
afterAll(() => house?.close())

describe('the months of a place', () => {
  it('stand as their last kept day left them; a month of which nothing was kept has none, and this one is not over', async () => {
    const told = await months(COUNTY)
    expect(told.since).toBe('2026-03-30')
    expect(roomsOf(told)).toEqual([
      ['2026-03', '2026-03-31', rooms + 1],
      ['2026-04', '2026-04-12', rooms + 11],
    ])
  })

  it('are those before an instant while the past is shown, and refuse one that is to come', async () => {
    expect(roomsOf(await months(COUNTY, leader, at('2026-04-20')))).toEqual([
      ['2026-03', '2026-03-31', rooms + 1],
    ])
    expect((await months(COUNTY, leader, at('2026-03-31'))).rows).toEqual([])
    await expect(months(COUNTY, leader, at('2026-07-01'))).rejects.toMatchObject({ code: 'bad-request' })
  })

  it('are a building’s as well, and not found beyond the scope or where there is no such place', async () => {
    const building = records.buildings[0]!.id
    expect((await months(building)).rows.map(({ month }) => month)).toEqual(['2026-03', '2026-04'])
    await expect(months('450200', viewerOf('leader', COUNTY))).rejects.toMatchObject({ code: 'not-found' })
    await expect(months('nowhere')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('are a unit’s own for its viewer, on its region alone', async () => {
    const own = await months(COUNTY, unitUser)
    const { rows } = await house.database.pool.query<{ rooms: string }>(
      `select rooms from unit_measures where id = $1`,
      [unit],
    )
    expect([own.unit, ...roomsOf(own).map(([, , n]) => n)]).toEqual([
      unit,
      Number(rows[0]!.rooms),
      Number(rows[0]!.rooms),
    ])
    expect(Number(rows[0]!.rooms)).toBeLessThan(rooms)
    const building = records.buildings[0]!.id
    expect((await months(building, unitUser)).rows).toEqual([])
  })
})

describe('the months of the counties of a region', () => {
  it('are the index of what each county kept, in one order, as the months of the place alone', async () => {
    const told = await counties('450000')
    expect(told.rows.map(({ month, day }) => [month, day])).toEqual([
      ['2026-03', '2026-03-31'],
      ['2026-04', '2026-04-12'],
    ])
    for (const [i, county] of told.counties.entries()) {
      const alone = await months(county)
      expect(told.rows.map(({ values }) => values[i])).toEqual(
        alone.rows.map(({ measures }) => indexOf('idle').value(measuresFromArray(measures), 'equal-value')),
      )
    }
    expect(told.counties).toContain(COUNTY)
    expect((await counties(COUNTY)).counties).toEqual([COUNTY])
  })

  it('are those before an instant while the past is shown', async () => {
    expect((await counties('450000', leader, at('2026-04-20'))).rows.map(({ month }) => month)).toEqual([
      '2026-03',
    ])
  })

  it('are not told to a unit’s viewer, nor beyond the scope', async () => {
    expect(await counties(COUNTY, unitUser)).toMatchObject({ counties: [], rows: [] })
    await expect(counties('450200', viewerOf('leader', COUNTY))).rejects.toMatchObject({ code: 'not-found' })
    await expect(counties('459998')).rejects.toMatchObject({ code: 'not-found' })
  })
})
