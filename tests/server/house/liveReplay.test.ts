import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeProvince, type CountyBundle } from '../../../data/province/index.ts'
import { readFrames, type Frame } from '../../../src/shared/protocol/frame.ts'
import type { VehicleSummary } from '../../../src/shared/protocol/http.ts'
import { VEHICLE_STATES } from '../../../src/shared/vehicles/state.ts'
import { fill, makeLiveHouse, position, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'
import { askOf, provinceRecords } from '../../builders/records/provinceRecords.ts'

const leader = viewerOf('leader', '450000')

const BEGIN = Date.parse('2026-06-15T10:00:00+08:00')

const province = makeProvince({ seed: 11, scale: 'tiny', now: BEGIN })

const bundles = province.countyCodes.map((code) => province.county(code))

const flat = <T>(of: (bundle: CountyBundle) => readonly T[]): T[] =>
  bundles.flatMap((bundle) => [...of(bundle)])

let house: LiveHouse

let now = BEGIN

const ask = askOf(() => house, leader)

const QUARTER_MS = 15 * 60_000

const steady = (meter: string, kw: number, quarter: number) => ({
  meter,
  kw,
  total: 1000 + (quarter * kw) / 4,
})

/** Three quarter hours of steady power, and vehicles that drive and stand. */
const stream = async (): Promise<void> => {
  const meters = Map.groupBy(
    flat((bundle) => bundle.meters),
    (meter) => meter.building,
  )
  const [first, second, third] = flat((bundle) => bundle.vehicles) as unknown as [
    { id: string },
    { id: string },
    { id: string },
  ]
  for (let quarter = 0; quarter < 4; quarter++) {
    const items = [...meters].map(([building, own], i) => ({
      building,
      at: now,
      meters: own.map(({ id, item }) => steady(id, item === 'total' ? 40 + i : 0.5, quarter)),
    }))
    const fixes = [
      position(first.id, now),
      position(second.id, now, { speedKmh: 0, acc: false }),
      position(third.id, now, { speedKmh: 0 }),
    ]
    await house.live.sink.accept('test', { kind: 'readings', items } as never)
    await house.live.sink.accept('test', { kind: 'positions', items: fixes } as never)
    if (quarter < 3) now += QUARTER_MS
  }
  await house.live.energy.flush()
}

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, provinceRecords(province, bundles))
  await house.start([])
  await stream()
})

afterAll(() => house?.close())

/** What each route with an instant is asked; one that is not named here fails. */
const ASKED: Readonly<
  Record<string, () => { readonly params?: Record<string, string>; readonly query?: Record<string, unknown> }>
> = {
  '/api/alerts': () => ({ query: { region: '450000' } }),
  '/api/alerts/:id': () => ({ params: { id: alertId } }),
  '/api/alerts/:id/rows': () => ({ params: { id: alertId } }),
  '/api/energy/buildings': () => ({ query: { region: '450000' } }),
  '/api/energy/buildings/:id': () => ({ params: { id: flat((bundle) => bundle.buildings)[0]!.id } }),
  '/api/energy/load': () => ({ query: { region: '450000' } }),
  '/api/vehicles/compliance': () => ({ query: { region: '450000' } }),
  '/api/vehicles/orders': () => ({ query: { region: '450000' } }),
  '/api/vehicles/orders/:id': () => ({ params: { id: flat((bundle) => bundle.orders)[0]!.id } }),
  '/api/vehicles/:id': () => ({ params: { id: flat((bundle) => bundle.vehicles)[0]!.id } }),
}

let alertId = ''

const withInstant = () =>
  house.live.routes.filter(
    (route) =>
      route.method === 'GET' && 'at' in ((route.query as { shape?: object } | undefined)?.shape ?? {}),
  )

/**
 * A vehicle's card of the past has no place: that is the track's, whose queries are logged. How many stand on the road
 * beside the board of orders is told of now alone.
 */
const figures = (answer: Record<string, unknown>): Record<string, unknown> => ({
  ...answer,
  asOf: 0,
  at: 0,
  last: null,
  out: null,
})

describe('the instant of now, asked for as one of the past', () => {
  it('is what is live: every figure of every route that takes an instant', async () => {
    alertId =
      (await ask<{ alerts: { id: string }[] }>('/api/alerts', {}, { region: '450000' })).alerts[0]?.id ?? ''
    expect(alertId).not.toBe('')
    expect(
      withInstant()
        .map(({ url }) => url)
        .toSorted(),
    ).toEqual(Object.keys(ASKED).toSorted())
    for (const [url, of] of Object.entries(ASKED)) {
      const { params = {}, query = {} } = of()
      const live = await ask<Record<string, unknown>>(url, params, query)
      const past = await ask<Record<string, unknown>>(url, params, { ...query, at: now })
      expect([url, figures(past)]).toEqual([url, figures(live)])
    }
  })

  it('counts the vehicles by state as the replay of that instant does', async () => {
    const live = await ask<VehicleSummary>('/api/vehicles/summary', {}, { region: '450000' })
    const octets = await ask<Uint8Array>(
      '/api/replay',
      {},
      { region: '450000', from: now - 60_000, to: now, stepMs: 60_000 },
    )
    const states = new Map<number, number>()
    for (const frame of readFrames(new Uint8Array(octets).buffer) as Frame<'vehicles'>[])
      frame.columns.ordinal.forEach((ordinal, row) => states.set(ordinal, frame.columns.state[row]!))
    const counted = VEHICLE_STATES.map(
      (_, state) => [...states.values()].filter((one) => one === state).length,
    )
    const [moving, parked, , alarm] = counted
    expect({ moving, parked, alarm }).toEqual({
      moving: live.byState.moving,
      parked: live.byState.parked,
      alarm: live.byState.alarm,
    })
    expect(moving! + parked! + alarm!).toBe(3)
  })
})
