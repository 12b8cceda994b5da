import { describe, expect, it } from 'vitest'
import { anomaliesOf } from '../../../src/shared/energy/insight/anomalies/anomalies.ts'
import type { AnomalyCase } from '../../../src/shared/energy/insight/anomalies/fact.ts'
import { burnDown, monthShares, yearEndError } from '../../../src/shared/energy/insight/burnDown.ts'
import { CARBON_FACTORS, factorOf, toTonnesCo2 } from '../../../src/shared/energy/carbon.ts'
import { COAL_TABLE, toKgce } from '../../../src/shared/energy/coal.ts'
import type { LoadDay } from '../../../src/shared/energy/insight/dayTypes.ts'
import { bandsOf, coverageOf, isHoliday } from '#shared/energy/insight/forecastBand.ts'
import { fit, forecastDay, learn, naiveDay } from '../../../src/shared/energy/insight/forecast.ts'
import { indicatorsOf } from '../../../src/shared/energy/indicators.ts'
import { ITEM_NAMES, PARTS_OF } from '../../../src/shared/energy/items.ts'
import { keepMonths, turnDay } from '../../../src/shared/energy/series/monthsKept.ts'
import { KEY_PLACES, eueOf } from '../../../src/shared/energy/keyPlaces.ts'
import { QUOTA_TABLE, TWO_TIER_VERDICTS, quotaRowOf, verdictOf } from '../../../src/shared/energy/quota.ts'
import { emptyRoomKwh } from '../../../src/shared/energy/insight/vacancy.ts'
import { anomalyAlerts } from '../../../src/shared/supervision/energyAnomalies.ts'
import { HOUSING_ALERTS } from '../../../src/shared/supervision/housing.ts'
import { startOfDay } from '../../../src/shared/units.ts'

const dayAt = (n: number): string => new Date(Date.UTC(2026, 3, 1 + n)).toISOString().slice(0, 10)
const isRest = (n: number): boolean => [0, 6].includes(new Date(Date.UTC(2026, 3, 1 + n)).getUTCDay())
/** An office: 4 kWh an hour at night, 20 by working day, more with the heat. */
const office = (n: number, meanC = 24, scale = 1): LoadDay => ({
  day: dayAt(n),
  type: isRest(n) ? 'rest' : 'work',
  meanC,
  hours: Array.from(
    { length: 24 },
    (_, hour) =>
      scale *
      (!isRest(n) && hour >= 8 && hour < 18
        ? 20 + hour * 0.1 + Math.max(0, meanC - 22) * 2
        : 4 + hour * 0.05),
  ),
})
const history = (count: number): LoadDay[] =>
  Array.from({ length: count }, (_, n) => office(n, 20 + ((n * 7) % 10)))
const quiet = { idleShare: 0.1, wattsPerM2: null, usualWattsPerM2: null }
const kinds = (given: Partial<AnomalyCase> & { days: readonly LoadDay[] }): string[] =>
  anomaliesOf({ ...quiet, ...given }).map(({ kind }) => kind)

describe('折标煤', () => {
  it('converts under both 口径, and water never', () => {
    expect(toKgce({ electricityKwh: 1000, gasM3: 100 }, 'equivalent-heat')).toBeCloseTo(122.9 + 121.43, 6)
    expect(toKgce({ electricityKwh: 1000, gasM3: 100 }, 'equal-value')).toBeCloseTo(310 + 121.43, 6)
    expect(COAL_TABLE.some(({ name }) => name.zh.includes('水'))).toBe(false)
    expect(
      COAL_TABLE.every(
        ({ source, mark }) => mark === 'D' || source['equivalent-heat'].startsWith('GB/T 2589'),
      ),
    ).toBe(true)
    const heated = {
      electricityKwh: 0,
      gasM3: 0,
      heatMj: 2000,
      coolMj: 1000,
      coalKg: 10,
      oilKg: 10,
      lpgKg: 10,
      pvKwh: 500,
    }
    for (const basis of ['equivalent-heat', 'equal-value'] as const)
      expect(toKgce(heated, basis)).toBeCloseTo(102.36 + 7.143 + 14.571 + 17.143, 6)
  })
})

describe('carbon factors', () => {
  it('are picked by accounting year, 2021 and 2022 not exchanged', () => {
    const national = (year: number): number | undefined =>
      CARBON_FACTORS.find((row) => row.medium === 'grid' && row.region === 'national' && row.year === year)
        ?.value
    expect([national(2021), national(2022), national(2023)]).toEqual([0.5568, 0.5366, 0.5306])
    expect(factorOf('grid', '420100', 2022)).toMatchObject({
      value: 0.5366,
      year: 2022,
      region: 'national',
      ofYear: true,
    })
    const guangxi = [2021, 2022, 2023, 2026].map((year) => factorOf('grid', '450103', year))
    expect(guangxi.map(({ value, region }) => [value, region])).toEqual(
      [0.5154, 0.4044, 0.4476, 0.4476].map((value) => [value, '450000']),
    )
    expect(guangxi.map(({ ofYear }) => ofYear)).toEqual([true, true, true, false])
    expect(guangxi.map(({ source }) => source.match(/公告\d+年第\d+号/)?.[0])).toEqual([
      '公告2024年第12号',
      '公告2024年第33号',
      '公告2025年第47号',
      '公告2025年第47号',
    ])
  })

  it('fall from province to grid region to nation, and say which', () => {
    expect(factorOf('grid', '440300', 2023)).toMatchObject({ value: 0.4419, region: '440000' })
    const yunnan = factorOf('grid', '530100', 2022)
    expect(yunnan).toMatchObject({ value: 0.3869, region: 'grid:south', year: 2022, ofYear: true })
    expect(yunnan.rule.zh).toContain('区域电网')
    expect(['500100', '510100', '540100'].map((code) => factorOf('grid', code, 2024).value)).toEqual([
      0.5581, 0.1564, 0.2472,
    ])
    expect(factorOf('grid', '450103', 2019)).toMatchObject({ value: 0.5568, ofYear: false })
    const provinces = CARBON_FACTORS.filter(
      ({ medium, region, year }) => medium === 'grid' && /^\d{6}$/.test(region) && year === 2023,
    )
    expect([provinces.length, new Set(provinces.map(({ region }) => region)).size]).toEqual([30, 30])
  })

  it('weigh electricity as scope 2 and gas as scope 1', () => {
    const co2 = toTonnesCo2(
      { electricityKwh: 10_000, gasM3: 1000 },
      factorOf('grid', '450000', 2023),
      factorOf('gas', '450000', 2023),
    )
    expect(co2.scope2).toBeCloseTo(4.476, 6)
    expect(co2.scope1).toBeCloseTo(2.1622, 6)
    expect(co2.total).toBeCloseTo(6.6382, 6)
  })
})

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

  const MONTHS = Array.from({ length: 23 }, (_, i) => ({
    month: `${2025 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
    kwh: i < 12 ? 100 : 110,
  }))
  const november = (hours: (n: number) => number | null) =>
    Array.from({ length: 30 }, (_, n) => ({
      day: `2026-11-${String(n + 1).padStart(2, '0')}`,
      hours: Array.from({ length: 24 }, () => hours(n)),
    }))

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

describe('anomalies', () => {
  const past = history(28)
  it('a usual day is none', () => expect(kinds({ days: [...past, office(28)] })).toEqual([]))
  it('night, weekend, jump, flat line, empty building, gap: each with its facts', () => {
    const night = { ...office(28), hours: office(28).hours.map((kwh, hour) => (hour < 5 ? 18 : kwh)) }
    expect(kinds({ days: [...past, night] })).toEqual(['night-high'])
    const saturday = { ...office(31), hours: office(28).hours }
    expect(saturday.type).toBe('rest')
    expect(kinds({ days: [...past, ...[28, 29, 30].map((n) => office(n)), saturday] })).toContain(
      'rest-as-work',
    )
    expect(kinds({ days: [...past, office(28, 24, 2.5)] })).toContain('jump')
    const stuck = {
      ...office(28),
      hours: office(28).hours.map((kwh, hour) =>
        hour < 5 ? 4 + hour * 0.1 : hour < 18 ? 12.34 : kwh! + hour * 0.01,
      ),
    }
    expect(kinds({ days: [...past, stuck] })).toContain('flat')
    expect(
      kinds({ days: [...past, office(28)], idleShare: 0.9, wattsPerM2: 4, usualWattsPerM2: 5 }),
    ).toContain('empty-load')
    const gap = { ...office(28), hours: office(28).hours.map((kwh, hour) => (hour < 4 ? null : kwh)) }
    const [found] = anomaliesOf({ ...quiet, days: [...past, gap] })
    expect(found).toMatchObject({ kind: 'gap', day: dayAt(28), facts: [{ value: 4, unit: 'h' }] })
  })
  it('water that runs at night and parts that do not sum to the whole', () => {
    const wet = (n: number, night = 0.02): LoadDay => ({
      ...office(n),
      water: Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 0.6 : night)),
    })
    const days = Array.from({ length: 20 }, (_, n) => wet(n))
    expect(kinds({ days })).toEqual([])
    expect(kinds({ days: [...days, wet(20, 0.3)] })).toEqual(['leak'])
    expect(kinds({ days: [...days, wet(20, 0.06)] })).toEqual([])
    expect(kinds({ days, balance: { wholeKwh: 300, partsKwh: 220 } })).toEqual(['imbalance'])
    expect(kinds({ days, balance: { wholeKwh: 300, partsKwh: 290 } })).toEqual([])
  })

  it('a county’s cases of one kind are one alert, graded by their share of its buildings', () => {
    const [anomaly] = anomaliesOf({
      ...quiet,
      days: [...past, { ...office(28), hours: office(28).hours.map(() => null) }],
    })
    const at = (n: number) => ({ building: `B${n}`, name: `${n}号楼`, region: '450102', anomaly: anomaly! })
    const told = (n: number) =>
      anomalyAlerts(
        Array.from({ length: n }, (_, i) => at(i + 1)),
        {
          regionName: () => '兴宁区',
          bases: new Map([['450102', 40]]),
          before: () => null,
          reference: 0.1,
          limits: HOUSING_ALERTS,
        },
      )
    expect(told(1)).toMatchObject([{ id: 'EA-06:450102', place: 'B1', count: 1, severity: 'info' }])
    expect(told(5)).toMatchObject([
      { id: 'EA-06:450102', rule: 'EA-06', count: 5, place: '450102', severity: 'yellow' },
    ])
    expect(told(9)[0]?.severity).toBe('red')
    expect(told(5)[0]?.text.zh).toBe(
      `兴宁区:5 栋楼${dayAt(28)} 读数缺失(红 5 / 黄 0 栋,占 13%(5/40)):1号楼 24 h、2号楼 24 h、3号楼 24 h、4号楼 24 h、5号楼 24 h`,
    )
  })
})

describe('the forecast', () => {
  it('beats the seasonal naïve where the weather drives the load, on days that it never saw', () => {
    const days = history(42)
    const { model, holdOut } = learn(days)
    expect(holdOut.days).toEqual(days.slice(-7).map(({ day }) => day))
    expect(holdOut.hourly.model!).toBeLessThan(holdOut.hourly.naive!)
    expect(holdOut.hourly.model!).toBeLessThan(6)
    const next = { day: dayAt(42), type: 'work' as const, meanC: 28 }
    expect(forecastDay(model, days, next)![10]).toBeGreaterThan(27)
  })
  it('what is held out changes no forecast of it', () => {
    const days = history(42)
    const spoiled = days.map((day, n) =>
      n >= 35 ? { ...day, hours: day.hours.map((kwh) => (kwh ?? 0) * 9) } : day,
    )
    const before = days.slice(0, 35)
    expect(forecastDay(fit(before), before, days[35]!)).toEqual(
      forecastDay(fit(spoiled.slice(0, 35)), spoiled.slice(0, 35), days[35]!),
    )
  })
  it('the band from the days before holds about what it means to hold of the days after', () => {
    const even = (n: number): number => (((Math.sin(n) * 43758.5453) % 1) + 1) % 1
    const bell = (n: number): number => even(n) + even(n + 0.3) + even(n + 0.7) - 1.5
    const noisy = Array.from({ length: 60 }, (_, n): LoadDay => ({
      ...office(n),
      hours: office(n).hours.map((kwh, hour) => (kwh ?? 0) * (1 + 0.15 * bell(n * 24 + hour))),
    }))
    const { coverage } = learn(noisy).holdOut
    expect(coverage.hours).toBe(7 * 24)
    expect(coverage.share!).toBeGreaterThan(0.7)
    expect(coverage.share!).toBeLessThan(0.97)
    expect(
      coverageOf(bandsOf([{ key: 'work', ratios: [1, 1, 1] }]), [{ key: 'work', ratios: [1, 2, 0.5, 1] }])
        .share,
    ).toBe(0.5)
  })
  it('a holiday is three days off in a row; it teaches nothing of weekends and goes by its own days', () => {
    const off = new Set(['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-10', '2026-10-11'])
    const works = (day: string): boolean => !off.has(day)
    expect(
      ['2026-10-01', '2026-10-03', '2026-10-10', '2026-10-12'].map((day) => isHoliday(day, works)),
    ).toEqual([true, true, false, false])
    const days = [
      ...history(40),
      ...[40, 41].map((n) => ({ ...office(n, 22, 0.5), type: 'rest' as const, isHoliday: true })),
    ]
    const ahead = (holiday: boolean): number =>
      forecastDay({ ...fit(days), weight: 1 }, days, {
        day: dayAt(42),
        type: 'rest',
        meanC: 22,
        isHoliday: holiday,
      })![3]!
    expect(ahead(true)).toBeCloseTo(office(40, 22, 0.5).hours[3]!, 1)
    expect(ahead(false)).toBeCloseTo(office(5, 22).hours[3]!, 0)
  })
  it('the naïve way takes the same day type; zeros and gaps teach nothing', () => {
    const days = history(20)
    expect(naiveDay(days, 'rest', dayAt(20))).toEqual(days.findLast((day) => day.type === 'rest')!.hours)
    expect(naiveDay([{ ...office(0), hours: office(0).hours.map(() => null) }], 'work', dayAt(1))).toBeNull()
    expect(fit(days.slice(0, 3)).coefficients).toBeNull()
  })
})

describe('empty rooms', () => {
  it('take the share of their area of what does not serve special use', () => {
    expect(
      emptyRoomKwh({ electricityKwh: 9000, specialShare: 0.2, idleDm2: 100, usableDm2: 900 }),
    ).toBeCloseTo(800, 6)
    expect(emptyRoomKwh({ electricityKwh: 9000, specialShare: 0.2, idleDm2: 0, usableDm2: 0 })).toBeNull()
  })
})
