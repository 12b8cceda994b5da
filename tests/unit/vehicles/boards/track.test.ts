import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { Track } from '#shared/protocol/http.ts'
import {
  factsOf,
  hoursText,
  spanText,
  speedChart,
} from '../../../../src/boards/vehicles/panels/vehicle-card/track.ts'

const at = (time: string, day = '2026-06-15'): number => Date.parse(`${day}T${time}:00+08:00`)
const trackOf = (points: readonly (readonly [time: string, lat: number, speedKmh: number])[]): Track => ({
  vehicle: 'V1',
  from: at('09:00'),
  to: at('10:00'),
  points: points.map(([time, lat, speedKmh]) => ({ at: at(time), lon: 108, lat, speedKmh, headingDeg: 0 })),
  total: points.length,
  shown: points.length,
  stepMs: 0,
})
/** Two minutes north by a hundredth of a degree each, eight standing, another hundredth; a degree is 111.195 km. */
const TRACK = trackOf([
  ['09:00', 22.8, 60],
  ['09:01', 22.81, 60],
  ['09:02', 22.82, 60],
  ['09:03', 22.82, 0],
  ['09:07', 22.82, 0],
  ['09:11', 22.82, 60],
  ['09:12', 22.83, 60],
])
const minutes = (ms: number): number => ms / MINUTE_MS

describe('the facts of a track', () => {
  it('are what was driven, what it stood and where it stopped', () => {
    const { km, movingMs, stoodMs, stops } = factsOf(TRACK)
    expect(km).toBeCloseTo(3.336, 3)
    expect([minutes(movingMs), minutes(stoodMs)]).toEqual([8, 4])
    expect(stops.map(({ from, to }) => spanText(from, to))).toEqual(['09:03–09:11'])
  })

  it('go as far as the clock has come', () => {
    const { km, movingMs, stoodMs, stops } = factsOf(TRACK, at('09:02'))
    expect(km).toBeCloseTo(2.224, 3)
    expect([minutes(movingMs), minutes(stoodMs), stops]).toEqual([2, 0, []])
    expect(factsOf(TRACK, at('08:00'))).toMatchObject({ km: 0, movingMs: 0, stoodMs: 0, stops: [] })
  })
})

describe('a track’s speed over time', () => {
  interface Drawn {
    readonly tooltip: { valueFormatter(value: unknown): string }
    readonly xAxis: { min: number; max: number; axisLabel: { formatter(at: number): string } }
    readonly yAxis: { axisLabel: { formatter(value: number, index: number): string } }
    readonly series: readonly [
      { data: readonly (readonly [number, number | null])[]; markLine: { data: readonly unknown[] } },
    ]
  }
  const drawn = (track: Track, now: number): Drawn => speedChart(track, now, '车速') as unknown as Drawn

  it('is no straight drive through a silence of more than five minutes', () => {
    const silent = trackOf([
      ['09:00', 22.8, 60],
      ['09:05', 22.8, 50],
      ['09:11', 22.8, 40],
    ])
    expect(drawn(silent, 0).series[0].data).toEqual([
      [at('09:00'), 60],
      [at('09:05'), 50],
      [at('09:05') + 1, null],
      [at('09:11'), 40],
    ])
  })

  it('shows where the clock stands within it, and nowhere else', () => {
    const marks = (now: number) => drawn(TRACK, now).series[0].markLine.data
    expect(marks(at('09:30'))).toEqual([{ xAxis: at('09:30') }])
    expect(marks(at('08:59'))).toEqual([])
    expect(marks(at('10:01'))).toEqual([])
  })

  it('reads in whole km/h, with a dash in a gap, over the asked time by the clock of UTC+8', () => {
    const { tooltip, xAxis, yAxis } = drawn(TRACK, 0)
    expect([tooltip.valueFormatter(61.6), tooltip.valueFormatter(null)]).toEqual(['62 km/h', '—'])
    expect([xAxis.min, xAxis.max, xAxis.axisLabel.formatter(at('09:30'))]).toEqual([
      at('09:00'),
      at('10:00'),
      '09:30',
    ])
    expect([yAxis.axisLabel.formatter(0, 0), yAxis.axisLabel.formatter(50, 1)]).toEqual(['0 km/h', '50'])
  })
})

describe('the words for times', () => {
  it('name the days only where there are two', () => {
    expect(spanText(at('08:05'), at('09:00'))).toBe('08:05–09:00')
    expect(spanText(at('23:50'), at('00:10', '2026-06-16'))).toBe('2026-06-15 23:50 – 2026-06-16 00:10')
  })

  it('are hours and minutes of a duration', () => {
    expect([0, 65 * MINUTE_MS, 25 * HOUR_MS + 59_999].map(hoursText)).toEqual(['0:00', '1:05', '25:00'])
  })
})
