import { describe, expect, it } from 'vitest'
import { freshnessOf } from '../../../src/shared/kernel/time/age.ts'
import type { LoadCurve } from '../../../src/shared/protocol/http.ts'
import { timeOfDay } from '../../../src/i18n/format.ts'
import { byCoverage } from '../../../src/shared/energy/coverage.ts'
import { loadFigure, notFuture } from '../../../src/projections/parts/load.ts'

const NOW = Date.parse('2026-11-27T10:20:00+08:00')

const HOUR = 3_600_000

describe('what claims to be of a time to come', () => {
  it('is never fresh: a clock may differ by ten minutes, no more', () => {
    expect(
      [NOW, NOW - HOUR, NOW + 9 * 60_000, NOW + 11 * 60_000, null].map((at) => freshnessOf(at, NOW, 60_000)),
    ).toEqual(['fresh', 'late', 'fresh', 'future', 'never'])
    expect(freshnessOf(NOW, 0, 60_000)).toBe('fresh')
  })
})

const curve = {
  region: '450000',
  today: [],
  yesterday: [],
  covered: { today: [], yesterday: [] },
  nowKw: 90_000,
  todayKwh: 400_000,
  byItem: [],
  buildingsReporting: 370,
  buildingsFresh: 41,
  buildings: 379,
  asOf: NOW,
} as LoadCurve

const point = { region: '450000', at: NOW, kw: 91_000, todayKwh: 400_100, buildingsReporting: 375 }

describe('the load', () => {
  it('is the newest point with what it stands on, else what was read', () => {
    expect(loadFigure(notFuture(point, NOW), curve, NOW - 60_000)).toEqual({
      kw: 91_000,
      todayKwh: 400_100,
      at: NOW,
      reporting: 375,
      fresh: 41,
      buildings: 379,
      isThin: false,
    })
    expect(loadFigure(null, curve, NOW - 60_000)).toMatchObject({
      kw: 90_000,
      at: NOW - 60_000,
      reporting: 370,
    })
  })

  it('is drawn grey where too few meters stand behind it', () => {
    expect(byCoverage([9, 90, 0, null], [0.05, 0.95, 1, null])).toEqual({
      whole: [null, 90, 0, null],
      thin: [9, null, null, null],
    })
    expect(byCoverage([9], [])).toEqual({ whole: [9], thin: [null] })
  })

  it('takes no point of a time to come, is grey below nine in ten, and nothing where nobody reports', () => {
    expect(loadFigure(notFuture({ ...point, at: NOW + 2 * 24 * HOUR, kw: 18_937 }, NOW), curve, NOW).kw).toBe(
      90_000,
    )
    expect(loadFigure(notFuture({ ...point, buildingsReporting: 41 }, NOW), curve, NOW)).toMatchObject({
      kw: 91_000,
      reporting: 41,
      isThin: true,
    })
    expect(loadFigure(notFuture({ ...point, buildingsReporting: 0, kw: 0 }, NOW), curve, NOW)).toMatchObject({
      kw: null,
      isThin: true,
    })
    expect(loadFigure(null, null, null)).toEqual({
      kw: null,
      todayKwh: null,
      at: null,
      reporting: 0,
      fresh: null,
      buildings: 0,
      isThin: false,
    })
  })
})

describe('the time of an alert', () => {
  it('has its date when it is not of today', () => {
    expect([NOW - HOUR, NOW - 24 * HOUR, NOW - 365 * 24 * HOUR].map((at) => timeOfDay(at, NOW))).toEqual([
      '09:20',
      '11-26 10:20',
      '2025-11-27 10:20',
    ])
  })
})
