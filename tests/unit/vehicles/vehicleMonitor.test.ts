import { describe, expect, it } from 'vitest'
import { makePoints, POINT_MARK } from '#shared/vehicles/track/points.ts'
import { makeVehicleMonitor } from '../../../server/vehicles/alarms/monitor.ts'

const T0 = Date.parse('2026-11-20T10:00:00+08:00')
const MINUTE = 60_000

/** One vehicle of one unit; `heard` is when its terminal was heard last. */
const watch = (heard = T0) => {
  const state = { heard }
  const vehicle = {
    ordinal: 1,
    id: 'V1',
    plate: '桂A00001',
    unit: 'U1',
    region: '450102',
    category: 'other',
    seats: 5,
    depot: 'D1',
    depotLonE6: 108_000_000,
    depotLatE6: 22_000_000,
  }
  const directory = {
    now: () => ({
      vehicles: [undefined, vehicle],
      vehicleOrdinals: new Map([['V1', 1]]),
      units: new Map([['U1', { id: 'U1', name: '教育局', region: '450102' }]]),
    }),
  }
  const monitor = makeVehicleMonitor({
    fleet: { row: () => ({ at: state.heard, lonE6: 108_000_000, latE6: 22_000_000 }) } as never,
    directory: directory as never,
    calendar: { isWorkday: () => true, isHoliday: () => false },
    regions: {
      path: (code: string) => [{ code: '450000' }, { code }] as never,
      name: (code: string) => code,
    } as never,
  })
  monitor.restore([], T0)
  let minute = 0
  const drive = (speedKmh: number, times = 1): void => {
    for (let i = 0; i < times; i++) {
      const points = makePoints(1)
      points.at[0] = T0 + minute++ * MINUTE
      points.ordinal[0] = 1
      points.lonE7[0] = 1_083_000_000 + minute * 100_000
      points.latE7[0] = 228_000_000
      points.speed[0] = speedKmh * 10
      points.acc[0] = 1
      points.mark[0] = POINT_MARK.newest
      monitor.observe(points)
    }
  }
  return { monitor, state, drive }
}

describe('what the database holds of the facts', () => {
  it('what grew graver while the last state was being written is written next', () => {
    const { monitor, drive } = watch()
    drive(130, 4)
    monitor.drafts(T0 + 4 * MINUTE)
    const first = monitor.changes()
    expect(first.rows.find(({ rule }) => rule === 'VH-10')).toMatchObject({ severity: 'yellow' })
    drive(190, 4)
    monitor.drafts(T0 + 8 * MINUTE)
    monitor.saved(first)
    const second = monitor.changes()
    expect(second.rows.find(({ rule }) => rule === 'VH-10')).toMatchObject({
      severity: 'red',
      speedDkmh: 1900,
    })
    monitor.saved(second)
    expect(monitor.changes().rows).toEqual([])
  })

  it('a fact that ends while it is first written leaves no row behind', () => {
    const { monitor, state } = watch(T0 - 180 * MINUTE)
    monitor.drafts(T0)
    const first = monitor.changes()
    expect(first.rows.map(({ rule }) => rule)).toEqual(['VH-12'])
    const points = makePoints(1)
    points.at[0] = state.heard = T0
    points.ordinal[0] = 1
    points.mark[0] = POINT_MARK.newest
    monitor.observe(points)
    monitor.drafts(T0 + 1)
    monitor.saved(first)
    const second = monitor.changes()
    expect(second.gone).toEqual([{ rule: 'VH-12', vehicle: 'V1' }])
    monitor.saved(second)
    expect(monitor.changes().gone).toEqual([])
  })

  it('a fact that ends and comes again between two writes is written as it came again, and taken out when it ends', () => {
    const { monitor, state } = watch(T0 - 180 * MINUTE)
    monitor.drafts(T0)
    monitor.saved(monitor.changes())
    const hear = (at: number): void => {
      const points = makePoints(1)
      points.at[0] = state.heard = at
      points.ordinal[0] = 1
      points.mark[0] = POINT_MARK.newest
      monitor.observe(points)
    }
    hear(T0)
    monitor.drafts(T0 + 1)
    monitor.drafts(T0 + 180 * MINUTE)
    const again = monitor.changes()
    expect([again.gone, again.rows.length]).toEqual([[], 1])
    hear(T0 + 180 * MINUTE)
    monitor.drafts(T0 + 180 * MINUTE + 1)
    monitor.saved(again)
    expect(monitor.changes().gone).toEqual([{ rule: 'VH-12', vehicle: 'V1' }])
  })
})
