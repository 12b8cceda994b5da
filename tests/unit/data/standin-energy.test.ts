import { describe, expect, it } from 'vitest'
import { METER_ITEMS } from '#shared/protocol/platform.ts'
import { dayNumber, dayStart } from '../../../data/standin/calendar.ts'
import { loadOf, makeEnergyModel } from '../../../data/standin/energy/model.ts'

const model = makeEnergyModel()
const year = { electricityKwh: 240_000, waterM3: 3000, gasM3: 900 }
const load = loadOf({ id: 'B-1', grossArea: 4000, use: 'office' }, 23, year)
const MONDAY = dayNumber(Date.parse('2026-11-23T12:00:00+08:00'))
const total = (day: number, hour: number): number =>
  model.at(load, 'total', dayStart(day) + hour * 3_600_000).total

describe('the energy model', () => {
  it('a year of the registers is the year of the ledger', () => {
    const begin = dayNumber(Date.parse('2025-03-01T00:00:00+08:00'))
    expect((total(begin + 365, 0) - total(begin, 0)) / year.electricityKwh).toBeCloseTo(1, 1)
  })

  it('quarter hours are the differences of the register, and sum to the day', () => {
    for (const item of METER_ITEMS) {
      const quarters = model.quarters(load, item, MONDAY - 1, dayStart(MONDAY + 1))
      const known = quarters.filter((value) => value !== null)
      if (known.length < 96) continue
      const day =
        model.at(load, item, dayStart(MONDAY)).total - model.at(load, item, dayStart(MONDAY - 1)).total
      expect(
        known.reduce((sum, value) => sum + value, 0),
        item,
      ).toBeCloseTo(day, 2)
      expect(
        known.every((value) => value >= 0),
        item,
      ).toBe(true)
    }
  })

  it('the register’s slope is the power', () => {
    for (let hour = 0.1; hour < 24; hour += 0.7) {
      const kw = model.at(load, 'total', dayStart(MONDAY) + hour * 3_600_000).kw
      expect(((total(MONDAY, hour + 0.02) - total(MONDAY, hour - 0.02)) / 0.04 - kw) / kw).toBeCloseTo(0, 1)
    }
  })

  it('today ends at the last full quarter hour', () => {
    const quarters = model.quarters(load, 'total', MONDAY, dayStart(MONDAY) + 2 * 3_600_000 + 60_000)
    expect(quarters.slice(8).every((value) => value === null)).toBe(true)
  })

  it('works by day and week, and cools in summer', () => {
    const kw = (day: number, hour: number): number =>
      model.at(load, 'total', dayStart(day) + hour * 3_600_000).kw
    expect(kw(MONDAY, 10)).toBeGreaterThan(2.5 * kw(MONDAY, 3))
    expect(kw(MONDAY, 10)).toBeGreaterThan(1.5 * kw(MONDAY - 1, 10))
    const summer = dayNumber(Date.parse('2026-07-20T12:00:00+08:00'))
    const cooling = (day: number): number => model.at(load, '01B00', dayStart(day) + 14 * 3_600_000).kw
    expect(cooling(summer)).toBeGreaterThan(1.5 * cooling(MONDAY))
  })
})
