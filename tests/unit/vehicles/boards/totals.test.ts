import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { ReplayTotals, VehicleSummary } from '#shared/protocol/http.ts'
import { replayedSummary, totalsAt } from '../../../../src/boards/vehicles/panels/vehicle-status/viewModel.ts'

const at = (time: string): number => Date.parse(`2026-06-15T${time}+08:00`)
/** Values of quarter hours from the one that begins at `hour`:00 on; nothing before them. */
const from = (hour: number, ...values: readonly number[]): number[] => [
  ...Array.from({ length: hour * 4 }, () => 0),
  ...values,
]

const TOTALS: ReplayTotals = {
  unit: { id: 'U1', name: '一局' },
  day: '2026-06-15',
  vehicles: 5,
  km: from(9, 4, 8, 2),
  movingMs: from(9, 15 * MINUTE_MS, 10 * MINUTE_MS, 5 * MINUTE_MS),
  rows: [
    {
      ordinal: 1,
      plate: '桂A·1',
      masked: false,
      km: from(9, 1, 1),
      movingMs: from(9, 5 * MINUTE_MS, 2 * MINUTE_MS),
      drift: 3,
      stops: [
        { from: at('09:10:00'), to: at('09:20:00') },
        { from: at('09:40:00'), to: at('09:50:00') },
      ],
    },
    {
      ordinal: 2,
      plate: '桂A·2',
      masked: false,
      km: from(9, 3, 7, 2),
      movingMs: from(9, 10 * MINUTE_MS, 8 * MINUTE_MS, 5 * MINUTE_MS),
      drift: 1,
      stops: [],
    },
  ],
  asOf: at('23:00:00'),
}
const figuresAt = (time: string) => {
  const { km, movingMs, used, stops, drift } = totalsAt(TOTALS, at(time))
  return [km, movingMs / MINUTE_MS, used, stops, drift]
}

describe('what a unit had driven by an instant of its day', () => {
  it('is nothing before the first drive, grows within the quarter hour under way, and is the day at its end', () => {
    expect(figuresAt('00:00:00')).toEqual([0, 0, 0, 0, 4])
    expect(figuresAt('09:00:00')).toEqual([0, 0, 0, 0, 4])
    expect(figuresAt('09:07:30')).toEqual([2, 7.5, 2, 0, 4])
    expect(figuresAt('09:22:30')).toEqual([8, 20, 2, 1, 4])
    expect(figuresAt('09:40:00')[3]).toBe(2)
    expect(figuresAt('23:59:59')).toEqual([14, 30, 2, 2, 4])
  })

  it('is told by vehicle, the furthest first', () => {
    expect(
      totalsAt(TOTALS, at('09:15:00')).rows.map(({ ordinal, plate, km, movingMs, stops }) => [
        ordinal,
        plate,
        km,
        movingMs / MINUTE_MS,
        stops,
      ]),
    ).toEqual([
      [2, '桂A·2', 3, 10, 0],
      [1, '桂A·1', 1, 5, 1],
    ])
  })

  it('counts no vehicle as driven that stood', () => {
    const stood = { ...TOTALS.rows[0], ordinal: 3, km: [], movingMs: [], stops: [], drift: 0 }
    const { used, rows } = totalsAt(
      { ...TOTALS, rows: [...TOTALS.rows, stood] as ReplayTotals['rows'] },
      at('12:00:00'),
    )
    expect([used, rows.map(({ km }) => km)]).toEqual([2, [12, 2, 0]])
  })
})

describe('the register at an instant', () => {
  const register: VehicleSummary = {
    total: 10,
    byState: { moving: 9, parked: 1, offline: 0, alarm: 0 },
    byCategory: [],
    asOf: 0,
  }

  it('is what the picture shows; who had not reported by then is offline', () => {
    expect(replayedSummary(register, { byState: [3, 2, 1, 1] }, 7)).toEqual({
      ...register,
      byState: { moving: 3, parked: 2, offline: 4, alarm: 1 },
      asOf: 7,
    })
    expect(replayedSummary(register, { byState: [] }, 7).byState.offline).toBe(10)
  })
})
