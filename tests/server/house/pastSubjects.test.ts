import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measuresFromArray } from '../../../src/shared/indices/measures.ts'
import type {
  EnergyBuildings,
  LoadCurve,
  MeasureDay,
  OrderBoard,
  ReplayTotals,
  VehicleCard,
  VehicleSummary,
} from '../../../src/shared/protocol/http.ts'
import { smallProvince, SMALL_NOW } from '../../builders/records/smallProvince.ts'
import { fill, makeLiveHouse, position, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'

let house: LiveHouse
let now = SMALL_NOW
const START = SMALL_NOW
const QUARTER = 15 * 60_000
const records = smallProvince()
const [one] = records.buildings.map(({ id }) => id) as [string]
const [vehicle] = records.vehicles as [(typeof records.vehicles)[number]]
const leader = viewerOf('leader', '450000')
const wall = viewerOf('wall', '450000')

const ask = async <T>(
  url: string,
  query: Record<string, unknown> = {},
  viewer = leader,
  params: Record<string, string> = {},
): Promise<T> => {
  const route = [...house.live.routes, ...house.ledger.routes].find((each) => each.url === url)
  return (await route?.handle({ params, query: { limit: 100, ...query }, body: undefined } as never, {
    viewer,
    address: '127.0.0.1',
    sessionId: 's',
  })) as T
}
const read = (total: number) =>
  house.live.sink.accept('test', {
    kind: 'readings',
    items: [{ building: one, at: now, meters: [{ meter: `${one}-M`, kw: 12, total }] }],
  })

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, records)
  await house.start([])
  await house.ledger.measureDays.keep()
  for (const total of [1000, 1003, 1008, 1009]) {
    await read(total)
    now += QUARTER
  }
  await house.live.energy.flush()
})
afterAll(() => house?.close())

describe('energy at an instant', () => {
  it('equals the series: the power of its quarter hour, the day as far as quarters had ended, and the buildings of then', async () => {
    const { points } = await ask<{ points: { at: number; kwh: number | null }[] }>('/api/energy/series', {
      place: 'region:450102',
      item: 'total',
      period: 'quarter',
      from: '2026-06-15',
      to: '2026-06-15',
    })
    for (const at of [START + QUARTER, START + QUARTER + 7 * 60_000, START + 2 * QUARTER]) {
      const quarter = points.findLast((point) => point.at <= at)
      const before = points
        .filter((point) => point.at < (quarter?.at ?? 0))
        .reduce((sum, { kwh }) => sum + (kwh ?? 0), 0)
      const load = await ask<LoadCurve>('/api/energy/load', { region: '450102', at })
      expect([load.nowKw, load.todayKwh, load.asOf]).toEqual([(quarter?.kwh ?? 0) * 4, before, at])
      const { buildings } = await ask<EnergyBuildings>('/api/energy/buildings', { region: '450102', at })
      expect(buildings.reduce((sum, { kw }) => sum + (kw ?? 0), 0)).toBeCloseTo(load.nowKw, 6)
    }
    expect(
      (
        await ask<LoadCurve>('/api/energy/load', { region: '450102', at: START + QUARTER })
      ).today.findLastIndex((kw) => kw !== null),
    ).toBe(33)
  })

  it('stays within the scope, and a day of which nothing is known is said not to be kept', async () => {
    await expect(
      ask('/api/energy/load', { region: '450200', at: START }, viewerOf('leader', '450102')),
    ).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      ask('/api/energy/load', { region: '450102', at: START - 400 * 86_400_000 }),
    ).rejects.toMatchObject({ code: 'not-kept' })
  })
})

describe('the ledger on a day', () => {
  it('is what it was when the day was last seen, whatever changed since; other days are said not to be kept', async () => {
    const then = START
    await house.database.pool.query(`update place_measures set rooms = rooms + 7 where id = '450102'`)
    now += 86_400_000
    await house.ledger.measureDays.keep()
    const roomsAt = async (at: number): Promise<number | undefined> => {
      const day = await ask<MeasureDay>('/api/history/measures', { at, place: '450102' })
      return measuresFromArray(day.rows.find(({ id }) => id === '450102')?.measures ?? []).rooms
    }
    expect((await roomsAt(now))! - (await roomsAt(then))!).toBe(7)
    expect(
      (
        await house.database.pool.query(
          `select count(*)::int as n from place_measure_days where day = '2026-06-16'`,
        )
      ).rows[0].n,
    ).toBe(1)
    await expect(roomsAt(then - 86_400_000)).rejects.toMatchObject({ code: 'not-kept' })
    await expect(
      ask('/api/history/measures', { at: then, place: '450200' }, viewerOf('leader', '450102')),
    ).rejects.toMatchObject({ code: 'not-found' })
    now -= 86_400_000
  })
})

describe('vehicles at an instant', () => {
  it('a unit’s day sums its tracks by quarter hour and is logged; the register counts who never reported', async () => {
    const points = Array.from({ length: 61 }, (_, i) =>
      position(vehicle.id, START + i * 20_000, { lon: 108.3 + i / 2000, lat: 22.8, speedKmh: 30 }),
    )
    await house.live.sink.accept('test', { kind: 'positions', items: points } as never)
    const totals = await ask<ReplayTotals>('/api/replay/totals', { unit: vehicle.unit, day: '2026-06-15' })
    expect(totals.rows).toHaveLength(1)
    const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
    expect(sum(totals.km)).toBeCloseTo(3.08, 1)
    expect(sum(totals.movingMs)).toBe(60 * 20_000)
    expect(totals.km.filter((km) => km > 0)).toHaveLength(2)
    expect(
      house.audited.some(({ event, target }) => event === 'fleet.totals' && target === vehicle.unit),
    ).toBe(true)
    expect(
      (await ask<VehicleSummary>('/api/vehicles/summary', { region: '450000', unit: vehicle.unit })).total,
    ).toBe(totals.vehicles)
  })

  it('a card has its state of then and no place, and needs the right to tracks', async () => {
    const card = await ask<VehicleCard>('/api/vehicles/:id', { at: START + 10 * 60_000 }, leader, {
      id: vehicle.id,
    })
    expect([card.state, card.last, card.asOf]).toEqual(['moving', null, START + 10 * 60_000])
    await expect(ask('/api/vehicles/:id', { at: START }, wall, { id: vehicle.id })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect((await ask<OrderBoard>('/api/vehicles/orders', { at: START - 86_400_000 })).asOf).toBe(
      START - 86_400_000,
    )
  })
})
