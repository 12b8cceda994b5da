import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { RollItem } from '../../../../src/shared/energy/series/rollItems.ts'
import type { Period } from '../../../../src/shared/energy/series/periods.ts'
import type { MeterItem } from '../../../../src/shared/protocol/platform.ts'
import { makeLeavingDatabase, type LeavingDatabase } from '../../../builders/house/databaseAway.ts'
import { fill, makeLiveHouse, type LiveHouse } from '../../../builders/house/liveHouse.ts'
import { smallProvince, type Records } from '../../../builders/records/smallProvince.ts'

export const at = (time: string, day = '2026-06-15'): number => Date.parse(`${day}T${time}:00+08:00`)
const clock = (): number => state.now
export const dataDir = mkdtempSync(join(tmpdir(), 'rollups-'))

/** Some buildings measure by 分项 under a total meter, some without one; one CT meter, one short register, one changed meter. */
const withMeters = (records: Records): Records => {
  const [first, second, third] = records.buildings.map(({ id }) => id) as [string, string, string]
  const meter = (building: string, item: MeterItem, more: Partial<Records['meters'][number]> = {}) => ({
    id: `${building}-${item}`,
    building,
    item,
    name: item,
    ratedKw: 0,
    updatedAt: 1,
    ...more,
  })
  const meters = records.meters.filter(({ building }) => building !== second)
  const changes = [{ at: at('08:20'), last: 905, first: 50 }]
  return {
    ...records,
    meters: [
      ...meters,
      meter(first, '01A00'),
      meter(first, '01B00'),
      meter(first, 'water'),
      meter(first, 'heat'),
      meter(first, 'pv'),
      meter(second, 'cool'),
      meter(second, 'coal'),
      meter(second, '01A00', { ratio: 40 }),
      meter(second, '01D10', { digits: 4, ratedKw: 4000 }),
      meter(third, 'gas', { changes }),
    ],
  }
}
export const records = withMeters(smallProvince())
export const [one, two, three] = records.buildings.map(({ id }) => id) as [string, string, string]
export let database: LeavingDatabase

export const state = {
  now: at('08:00'),
  house: undefined as never as LiveHouse,
}
export const open = async (): Promise<LiveHouse> => {
  const made = await makeLiveHouse({ clock, database, dataDir })
  return made
}

export const openHouse = async () => {
  database = await makeLeavingDatabase()
  state.house = await open()
  await fill(state.house, records)
  await state.house.start([])
}

export const read = (building: string, when: number, ...meters: [string, number][]) =>
  state.house.live.sink.accept('test', {
    kind: 'readings',
    items: [
      {
        building,
        at: when,
        meters: meters.map(([meter, total]) => ({ meter: `${building}-${meter}`, kw: null, total })),
      },
    ],
  })
export const series = (place: string, item: RollItem, period: Period, from = '2026-06-15', to = from) => {
  const [kind, id] = place.split(':') as ['building', string]
  return state.house.live.energy.series.read({ kind, id, item, period, from, to })
}
export const sum = async (
  place: string,
  item: RollItem,
  period: Period = 'day',
  from = '2026-06-15',
  to = from,
) => (await series(place, item, period, from, to)).reduce((total, { kwh }) => total + (kwh ?? 0), 0)
const PARTS: RollItem[] = ['01A00', '01B00', '01C00', '01D00', 'rest:total']
const buildingsOf = (county: string) =>
  records.buildings.filter(({ id }) => id.includes(`-${county}-`)).map(({ id }) => id)

/** At every level and period: parts and rest make the whole, holders make the whole, places make the place above. */
export const checkSums = async (from = '2026-06-15', to = from) => {
  for (const period of ['quarter', 'hour', 'day', 'month', 'year'] as const) {
    const of = (place: string, item: RollItem) =>
      series(place, item, period, from, to).then(
        (points) => new Map(points.map(({ key, kwh }) => [key, Math.round((kwh ?? 0) * 1000)])),
      )
    const equal = async (whole: [string, RollItem], parts: [string, RollItem][]) => {
      const maps = await Promise.all(parts.map(([place, item]) => of(place, item)))
      for (const [key, value] of await of(...whole))
        expect([whole, key, maps.reduce((total, map) => total + (map.get(key) ?? 0), 0)]).toEqual([
          whole,
          key,
          value,
        ])
    }
    for (const place of [
      'region:450000',
      'region:450100',
      'region:450102',
      `building:${one}`,
      `building:${two}`,
    ])
      await equal(
        [place, 'total'],
        PARTS.map((item) => [place, item]),
      )
    for (const item of [
      'total',
      '01A00',
      'water',
      'gas',
      'rest:total',
      'heat',
      'cool',
      'coal',
      'pv',
    ] as const) {
      await equal(
        ['region:450000', item],
        [
          ['region:450100', item],
          ['region:450200', item],
        ],
      )
      await equal(
        ['region:450102', item],
        buildingsOf('450102').map((id) => [`building:${id}`, item]),
      )
    }
    for (const place of ['region:450000', `building:${one}`]) await near(place, period, from, to)
  }
}
/** Shares are real numbers: their sum may differ from the whole by less than a thousandth of a Wh. */
const near = async (place: string, period: Period, from: string, to: string) => {
  const held = await Promise.all(
    (['held', 'vacant', 'common'] as const).map((item) => sum(place, item, period, from, to)),
  )
  expect(held[0]! + held[1]! + held[2]!).toBeCloseTo(await sum(place, 'total', period, from, to), 6)
}
