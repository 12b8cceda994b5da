import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signWebhook } from '../../../server/sources/platform/webhook.ts'
import { sourcesConfigSchema } from '../../../server/sources/config.ts'
import type { CountyMonths, MeasureMonths } from '../../../src/shared/housing/answers/places.ts'
import { indexOf } from '../../../src/shared/indices/indices.ts'
import { measuresFromArray, zeroMeasures, type Measures } from '../../../src/shared/indices/measures.ts'
import type { Viewer } from '../../../src/shared/kernel/roles.ts'
import type { MeasureMonthRecord } from '../../../src/shared/protocol/platform.ts'
import { fill, HOOK_SECRET, makeLiveHouse, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'
import { askOf } from '../../builders/records/provinceRecords.ts'
import { smallProvince } from '../../builders/records/smallProvince.ts'

let house: LiveHouse
const at = (day: string): number => Date.parse(`${day}T12:00:00+08:00`)
let now = at('2026-05-20')
const PROVINCE = '450000'
const leader = viewerOf('leader', PROVINCE)
const records = smallProvince()
const counties = records.regions.filter(({ level }) => level === 'county').map(({ code }) => code)
const COUNTY = counties[0] as string
const unit = records.units.find(({ region }) => region === COUNTY)!.id

const record = (
  place: string,
  month: string,
  measures: Partial<Measures>,
  more: Partial<MeasureMonthRecord> = {},
): MeasureMonthRecord => ({
  place,
  region: COUNTY,
  kind: 'county',
  month,
  measures: { ...zeroMeasures(), ...measures },
  updatedAt: at(`${month}-28`) + 5 * 86_400_000,
  ...more,
})
const rooms = (n: number): Partial<Measures> => ({ rooms: n * 100, officeRooms: n * 50, overRooms: n })

let delivered = 0
interface Answered {
  readonly accepted: number
  readonly refused: readonly { readonly id: string; readonly field: string; readonly reason: string }[]
}
/** Through the callback's own address, at its own time. */
const deliver = async (items: readonly unknown[]): Promise<Answered> => {
  const body = JSON.stringify({ delivery: `months-${delivered++}`, collection: 'measure-months', items })
  const response = await fetch(`${house.url}/hooks/platform`, {
    method: 'POST',
    body,
    headers: { 'x-platform-signature': signWebhook(HOOK_SECRET, body, now) },
  })
  expect(response.status).toBe(200)
  return (await response.json()) as Answered
}
const months = async (place: string, viewer: Viewer = leader): Promise<MeasureMonths['rows']> =>
  (await askOf(() => house, viewer)<MeasureMonths>('/api/history/months', {}, { place })).rows
const told = (rows: MeasureMonths['rows']): [string, string, number, string][] =>
  rows.map(({ month, day, measures, by }) => [month, day, measuresFromArray(measures).rooms, by])
const rowsKept = async (): Promise<unknown[]> =>
  (await house.database.pool.query('select *, xmin from measure_months order by place, month')).rows

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, records)
  await house.start(sourcesConfigSchema.parse([{ way: 'callback', name: 'hook', secret: HOOK_SECRET }]))
  await house.ledger.measureDays.keep()
  now = at('2026-06-15')
})
afterAll(() => house?.close())

const march = counties.map((code, i) => record(code, '2026-03', rooms(i + 1)))
const missing = [record(COUNTY, '2026-04', rooms(7))]
const measured = counties.map((code) => record(code, '2026-05', rooms(900)))

describe('months that a platform hands over', () => {
  it('are kept where they are good; a bad one is named with its field and what was expected', async () => {
    const unlike = record('K-over', '2026-03', { officeRooms: 3, overRooms: 4, rooms: 9 })
    const early = record('K-early', '2026-03', rooms(1), { updatedAt: at('2026-03-20') })
    const floor = { ...record('K-floor', '2026-03', rooms(1)), kind: 'floor' }
    const broken = record('K-broken', '2026-03', { rooms: 1.5 })
    const answer = await deliver([...march, unlike, early, ...missing, floor, broken, ...measured])
    expect(answer.accepted).toBe(march.length + missing.length + measured.length)
    expect(answer.refused.map(({ id, field }) => [id, field])).toEqual([
      ['K-over:2026-03', 'measures.overRooms'],
      ['K-early:2026-03', 'updatedAt'],
      ['K-floor:2026-03', 'kind'],
      ['K-broken:2026-03', 'measures.rooms'],
    ])
    expect(answer.refused[0]!.reason).toContain('expected no more than officeRooms has')
    expect(answer.refused[1]!.reason).toContain('expected a time on the last day of the month, or after it')
    const { rows } = await house.database.pool.query(
      `select record_id from quarantine where collection = 'measure-months' and resolved_at is null order by record_id`,
    )
    expect(rows.map((row) => row.record_id)).toEqual([
      'K-broken:2026-03',
      'K-early:2026-03',
      'K-floor:2026-03',
      'K-over:2026-03',
    ])
  })

  it('are told where none was kept here, as the platform’s; what was kept here goes before them', async () => {
    const own = measuresFromArray((await house.ledger.places.view(leader, COUNTY)).measures).rooms
    expect(told(await months(COUNTY))).toEqual([
      ['2026-03', '2026-03-31', 100, 'platform'],
      ['2026-04', '2026-04-30', 700, 'platform'],
      ['2026-05', '2026-05-20', own, 'here'],
    ])
  })

  it('of a region above are the sum of what it has itself and of its counties, and none while one of them is missing', async () => {
    await deliver([record('450100', '2026-03', { records: 40 }, { kind: 'city' })])
    const whole = counties.reduce((sum, _, i) => sum + (i + 1) * 100, 0)
    expect(told(await months(PROVINCE)).slice(0, -1)).toEqual([['2026-03', '2026-03-31', whole, 'platform']])
    expect((await months(PROVINCE)).at(-1)).toMatchObject({ month: '2026-05', by: 'here' })
    expect(measuresFromArray((await months('450100'))[0]!.measures).records).toBe(40)
    await house.database.pool.query(`update place_measures set vehicles = vehicles + 1 where id = '450000'`)
    expect((await months(PROVINCE)).map(({ month }) => month)).toEqual(['2026-05'])
    await house.database.pool.query(`update place_measures set vehicles = vehicles - 1 where id = '450000'`)
  })
})

describe('months that a platform hands over', () => {
  it('come twice and change nothing; a newer one takes the place of the older', async () => {
    const before = await rowsKept()
    await deliver([...measured, ...missing, ...march])
    expect(await rowsKept()).toEqual(before)
    await deliver([record(COUNTY, '2026-04', rooms(8), { updatedAt: now })])
    await deliver([record(COUNTY, '2026-04', rooms(6))])
    expect(told(await months(COUNTY))[1]).toEqual(['2026-04', '2026-04-30', 800, 'platform'])
  })

  it('stand in the years of counties, marked as well', async () => {
    const answer = await askOf(() => house, leader)<CountyMonths>(
      '/api/history/counties',
      {},
      {
        place: PROVINCE,
        index: 'over',
        basis: 'equal-value',
      },
    )
    expect(answer.rows.map(({ month, by }) => [month, by])).toEqual([
      ['2026-03', 'platform'],
      ['2026-04', 'platform'],
      ['2026-05', 'here'],
    ])
    expect(answer.rows[0]!.values).toEqual(counties.map(() => 2))
    expect(answer.rows[1]!.values).toEqual(answer.counties.map((code) => (code === COUNTY ? 2 : null)))
    const [first] = await months(COUNTY)
    expect(answer.rows[0]!.values[0]).toBe(
      indexOf('over').value(measuresFromArray(first!.measures), 'equal-value'),
    )
  })

  it('are a unit’s own for its viewer, and nobody’s beyond the scope', async () => {
    const viewer = viewerOf('unit-user', COUNTY, unit)
    expect((await months(COUNTY, viewer)).map(({ by }) => by)).toEqual(['here'])
    await deliver([record(unit, '2026-04', rooms(1), { kind: 'unit' })])
    expect(told(await months(COUNTY, viewer))[0]).toEqual(['2026-04', '2026-04-30', 100, 'platform'])
    await expect(months('450200', viewerOf('leader', COUNTY))).rejects.toMatchObject({ code: 'not-found' })
  })
})
