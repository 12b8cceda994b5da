import { describe, expect, it } from 'vitest'
import {
  classOf,
  firstDay,
  mostOf,
  pathOf,
  peakOf,
  yearMonths,
} from '../../../src/boards/energy/panels/building-year/yearCells.ts'

const NOW = Date.parse('2026-11-19T10:00:00+08:00')
const point = (key: string, kwh: number | null, have = 96) => ({ key, kwh, have, expected: 96 })

describe('a building’s year', () => {
  it('has twelve months up to today, over a new year too', () => {
    const months = yearMonths([], [], NOW)
    expect([firstDay(NOW), months.length, months[0]!.month, months.at(-1)!.month]).toEqual([
      '2025-12-01',
      12,
      '2025-12',
      '2026-11',
    ])
    expect(months.map(({ days }) => days.length)).toEqual([31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 19])
    expect(firstDay(Date.parse('2026-12-31T23:00:00+08:00'))).toBe('2026-01-01')
    expect(firstDay(Date.parse('2026-01-05T00:00:00+08:00'))).toBe('2025-02-01')
  })

  it('has the mean day of a month of which no day was kept, and never beside days that were', () => {
    const months = yearMonths(
      [point('2026-11-18', 1390.9), point('2026-11-19', 383.2, 41)],
      [point('2026-10', 3100), point('2026-11', 40_000), point('2026-09', 0)],
      NOW,
    )
    expect(months.map(({ meanKwh }) => meanKwh)).toEqual([...Array(10).fill(null), 100, null])
    expect([peakOf(months)?.day, mostOf(months)]).toEqual(['2026-11-18', 1390.9])
    expect(months.at(-1)!.days.at(-1)).toEqual({ day: '2026-11-19', kwh: 383.2, have: 41, expected: 96 })
    expect([peakOf(yearMonths([], [], NOW)), mostOf(yearMonths([], [], NOW))]).toEqual([null, 0])
  })

  it('has five classes of equal shares, the most in the last, and a cell for each day', () => {
    expect([0, 19.9, 20, 99, 100].map((kwh) => classOf(kwh, 100, 5))).toEqual([0, 0, 1, 4, 4])
    const months = yearMonths([point('2026-11-02', 10)], [point('2026-10', 3100)], NOW)
    const cells = (path: string): string[] => path.match(/M[^z]+z/g) ?? []
    expect(cells(pathOf(months, (kwh) => kwh === 10))).toEqual(['M1.06 11.06h0.88v0.88h-0.88z'])
    expect(cells(pathOf(months, (kwh, isMean) => isMean && kwh === 100))).toEqual([
      'M0.06 10.06h30.88v0.88h-30.88z',
    ])
    expect(cells(pathOf(months, (kwh) => kwh === null)).length).toBe(365 - 11 - 31 - 1)
  })
})
