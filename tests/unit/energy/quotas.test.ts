import { describe, expect, it } from 'vitest'
import { burnDown, monthShares, yearEndError } from '../../../src/shared/energy/insight/burnDown.ts'
import { indicatorsOf } from '../../../src/shared/energy/indicators.ts'
import { ITEM_NAMES, PARTS_OF } from '../../../src/shared/energy/items.ts'
import { keepMonths, turnDay } from '../../../src/shared/energy/series/monthsKept.ts'
import { KEY_PLACES, eueOf } from '../../../src/shared/energy/keyPlaces.ts'
import { QUOTA_TABLE, TWO_TIER_VERDICTS, quotaRowOf, verdictOf } from '../../../src/shared/energy/quota.ts'
import { startOfDay } from '../../../src/shared/kernel/units.ts'

const MONTHS = Array.from({ length: 23 }, (_, i) => ({
  month: `${2025 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
  kwh: i < 12 ? 100 : 110,
}))

const november = (hours: (n: number) => number | null) =>
  Array.from({ length: 30 }, (_, n) => ({
    day: `2026-11-${String(n + 1).padStart(2, '0')}`,
    hours: Array.from({ length: 24 }, () => hours(n)),
  }))

describe('quotas', () => {
  it('约束 ≥ 基准 ≥ 引导 in every row; the verdict is one of four', () => {
    for (const row of QUOTA_TABLE)
      expect(row.constraint >= row.benchmark && row.benchmark >= row.guide, row.source).toBe(true)
    const row = quotaRowOf('areaNonHeating', 'below', 'A')
    expect(row).toMatchObject({ constraint: 20, benchmark: 11.9, guide: 6.5 })
    expect([6.5, 11.9, 20, 20.01].map((value) => verdictOf(value, row!))).toEqual([
      'advanced',
      'good',
      'within',
      'over',
    ])
    expect(quotaRowOf('areaNonHeating', 'province', 'A')).toMatchObject({ constraint: 25.5 })
  })

  it('judge in their standard’s own 口径: a kWh at 0.31, special use taken off, and say one thing of one building', () => {
    const building = {
      electricityKwh: 65_000,
      gasM3: 0,
      waterM3: 500,
      grossDm2: 100_000,
      people: 40,
      specialShare: 0.13,
    }
    const of = (kwh: number) =>
      new Map(
        indicatorsOf({ ...building, electricityKwh: kwh }, 'below', 'A').map((row) => [row.indicator, row]),
      )
    const usual = of(65_000)
    expect(usual.get('areaNonHeating')!.value).toBeCloseTo((65_000 * 0.87 * 0.31) / 1000, 9)
    expect(usual.get('usualElectricity')!.value).toBeCloseTo(56.55, 9)
    expect(usual.get('perHead')!.value).toBeCloseTo((65_000 * 0.31) / 40, 9)
    expect([...usual.values()].map(({ indicator, verdict }) => [indicator, verdict])).toEqual([
      ['areaNonHeating', 'within'],
      ['perHead', 'good'],
      ['usualElectricity', 'within'],
      ['waterPerHead', 'within'],
    ])
    /** 64.5 kWh/m² of table 1 beside 67.4 of table 4. */
    for (const kwh of [20_000, 40_000, 65_000, 80_000, 90_000])
      expect([kwh, of(kwh).get('areaNonHeating')!.verdict]).toEqual([
        kwh,
        of(kwh).get('usualElectricity')!.verdict,
      ])
  })

  it('of water have two tiers: 先进 and 通用', () => {
    const row = quotaRowOf('waterPerHead', 'below', 'A')!
    expect([10, 10.1, 25, 25.1].map((value) => verdictOf(value, row))).toEqual([
      'advanced',
      'within',
      'within',
      'over',
    ])
    expect(TWO_TIER_VERDICTS.within.zh).toBe('通用')
  })
})

describe('quotas', () => {
  it('a year burns down by last year’s months, and names the day of the overrun', () => {
    const months = [2025, 2026]
      .flatMap((year) =>
        Array.from({ length: 12 }, (_, i) => ({
          month: `${year}-${String(i + 1).padStart(2, '0')}`,
          kwh: year === 2025 ? 100 : 110,
        })),
      )
      .filter(({ month }) => month < '2026-07')
    expect(monthShares(months, 2026).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
    const path = burnDown(
      { year: 2026, months, monthKwh: 55, now: startOfDay('2026-07-16') + 12 * 3_600_000 },
      1200,
    )
    expect(path.usedKwh).toBeCloseTo(660 + 55, 6)
    expect(path.budget[5]).toBeCloseTo(600, 6)
    expect(path.projectedKwh).toBeCloseTo(12 * 110, 6)
    expect(path.overrunDay).toBe('2026-11-28')
    expect(
      burnDown({ year: 2026, months, monthKwh: 55, now: startOfDay('2026-07-16') }, 2000).overrunDay,
    ).toBeNull()
  })

  it('without last year it ends by the share of the year gone; the first week says nothing', () => {
    expect(
      burnDown({ year: 2026, months: [], monthKwh: 5, now: startOfDay('2026-01-03') }, null).projectedKwh,
    ).toBeNull()
    expect(
      burnDown(
        { year: 2026, months: [{ month: '2026-01', kwh: 71 }], monthKwh: 31, now: startOfDay('2026-02-15') },
        null,
      ).projectedKwh,
    ).toBeCloseTo(1000, 6)
  })
})

describe('quotas', () => {
  it('a finished month stays while its record is on its way: by its days, else by the year before', () => {
    const awaited = MONTHS.filter(({ month }) => month !== '2026-11')
    const first = startOfDay('2026-12-01') + 300_000
    const used = (months: readonly { month: string; kwh: number }[]): number =>
      burnDown({ year: 2026, months, monthKwh: 0, now: first }, null).usedKwh
    expect(used(awaited)).toBe(1100)
    const byDays = keepMonths(
      awaited,
      november((n) => (n === 3 ? null : 0.15)),
      first,
    )
    expect(byDays.at(-1)).toMatchObject({ month: '2026-11', origin: 'days' })
    expect(used(byDays)).toBeCloseTo(1100 + 0.15 * 720, 6)
    const guessed = keepMonths(
      awaited,
      november((n) => (n > 5 ? null : 0.15)),
      first,
    )
    expect(guessed.at(-1)).toMatchObject({ month: '2026-11', origin: 'guess' })
    expect(guessed.at(-1)!.kwh).toBeCloseTo(110, 6)
    expect(
      keepMonths(
        MONTHS,
        november(() => 9),
        first,
      ),
    ).toEqual(MONTHS)
  })

  it('what some have not reported yet is no fall of the others', () => {
    const whole = { months: MONTHS, half: MONTHS.filter(({ month }) => month !== '2026-11') }
    const sum = MONTHS.map(({ month, kwh }) => ({ month, kwh: month === '2026-11' ? kwh : 2 * kwh }))
    const now = startOfDay('2026-12-04')
    const monthKwh = (2 * 110 * 3) / 31
    const path = burnDown({ year: 2026, months: sum, monthKwh, now, parts: [whole.months, whole.half] }, null)
    expect(path.projectedKwh! - path.usedKwh).toBeCloseTo(2 * 100 * 1.1 * (1 - 3 / 31), 6)
  })
})

describe('quotas', () => {
  it('grows by the month under way as far as it is gone: its last minute and the next month’s first say the same', () => {
    const february = (kwh: number) => [
      ...MONTHS.filter(({ month }) => month < '2026-02'),
      { month: '2026-02', kwh },
    ]
    const monthKwh = 130
    const eve = burnDown(
      { year: 2026, months: february(monthKwh).slice(0, -1), monthKwh, now: startOfDay('2026-03-01') - 1 },
      null,
    )
    const day = burnDown(
      { year: 2026, months: february(monthKwh), monthKwh: 0, now: startOfDay('2026-03-01') },
      null,
    )
    expect(eve.projectedKwh).toBeCloseTo(day.projectedKwh!, 3)
    /** 240 against 200, held against four thirds of a month that did not grow. */
    expect(day.projectedKwh).toBeCloseTo(240 + 10 * 100 * ((240 + (4 / 3) * 100) / (200 + (4 / 3) * 100)), 6)
  })

  it('midnight of a month’s end and of the year’s end takes nothing away', () => {
    const told = {
      months: MONTHS.filter(({ month }) => month < '2026-11'),
      monthKwh: 100,
      toldOn: '2026-11-30',
    }
    const before = startOfDay('2026-12-01') - 60_000
    const usedAt = (now: number, today: number, ended: number): number => {
      const turned = turnDay(told, ended, now)
      return burnDown({ year: 2026, months: turned.months, monthKwh: turned.monthKwh + today, now }, null)
        .usedKwh
    }
    expect(usedAt(before, 4, 0)).toBeCloseTo(1100 + 104, 6)
    expect(usedAt(startOfDay('2026-12-01') + 60_000, 0.01, 4)).toBeCloseTo(1100 + 104.01, 6)
    const december = { months: [...MONTHS], monthKwh: 110, toldOn: '2026-12-31' }
    const turned = turnDay(december, 4, startOfDay('2027-01-01') + 60_000)
    const path = burnDown(
      {
        year: 2027,
        months: turned.months,
        monthKwh: turned.monthKwh,
        now: startOfDay('2027-01-01') + 60_000,
      },
      null,
    )
    expect(path.usedKwh).toBe(0)
    expect(path.projectedKwh).toBeCloseTo(11 * 110 + 114, 1)
  })
})

describe('quotas', () => {
  it('the error of the year’s end is what it would have been a year ago', () => {
    const months = Array.from({ length: 24 }, (_, i) => ({
      month: `${2024 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
      kwh: i % 12 < 6 ? 50 : 150,
    }))
    const error = yearEndError([...months, { month: '2026-01', kwh: 50 }], startOfDay('2026-09-10'))
    expect(error.model).toBeCloseTo(0, 6)
    expect(error.naive).toBeGreaterThan(10)
  })
})

describe('重点部位', () => {
  it('网络机房、食堂、开水间、锅炉房 have items of their own that sum to 特殊用电 and gas', () => {
    expect(KEY_PLACES.map(({ name }) => name.zh)).toEqual(['网络机房', '食堂', '开水间', '锅炉房'])
    const parts = new Set([...PARTS_OF['01D00']!, ...PARTS_OF.gas!])
    for (const { electricity, gas } of KEY_PLACES)
      for (const item of [electricity, gas])
        if (item) expect(parts.has(item) && item in ITEM_NAMES).toBe(true)
  })
  it('EUE is held to 2.2, 1.8, 1.4', () => {
    expect(eueOf(130, 100)).toEqual({ value: 1.3, verdict: 'advanced' })
    expect(eueOf(230, 100)?.verdict).toBe('over')
    expect(eueOf(100, 0)).toBeNull()
  })
})
