import { describe, expect, it } from 'vitest'
import { FIGURES } from '../../../src/shared/indices/figures.ts'
import { INDICES } from '../../../src/shared/indices/indices.ts'
import { MEASURES, type Measures } from '../../../src/shared/indices/measures.ts'
import { rateText } from '../../../src/shared/kernel/rate.ts'
import { HOUSING_ALERTS } from '../../../src/shared/supervision/housing.ts'
import { areaFigure, exactArea, formatArea } from '../../../src/i18n/format.ts'
import {
  alone,
  axisOfRates,
  bare,
  countsOf,
  printed,
  printIndex,
  printMean,
  printRate,
  uncounted,
} from '../../../src/i18n/rates.ts'
import { explainYear } from '../../../src/boards/energy/shared/told/year.ts'
import { vacancyBasis } from '../../../src/boards/energy/shared/told/figures.ts'
import forecastMessages from '../../../src/boards/energy/shared/forecastMessages.ts'
import { aboveText, explainForecast } from '../../../src/boards/energy/shared/forecastTold.ts'
import { printedOf } from '../../../src/boards/vehicles/shared/told/rates.ts'
import { trendOption } from '../../../src/boards/vehicles/shared/told/trend.ts'
import { partRows } from '../../../src/boards/vehicles/shared/told/parts.ts'
import vehicleText from '../../../src/boards/vehicles/shared/vehicleText.ts'

describe('a rate', () => {
  it.each([
    [{ part: 7, base: 13 }, '7/13'],
    [{ part: 29, base: 29 }, '29/29'],
    [{ part: 1, base: 30 }, '3%(1/30)'],
    [{ part: 5, base: 99 }, '5%(5/99)'],
    [{ part: 5, base: 100 }, '5.0%(5/100)'],
    [{ part: 1234, base: 30_000 }, '4.1%(1,234/30,000)'],
    [{ part: 1, base: 10_000 }, '<0.1%(1/10,000)'],
    [{ part: 0, base: 10_000 }, '0.0%(0/10,000)'],
    [{ part: 9_996, base: 10_000 }, '>99.9%(9,996/10,000)'],
    [{ part: 10_000, base: 10_000 }, '100.0%(10,000/10,000)'],
    [{ part: 0, base: 0 }, '—'],
  ])('%j is told as %s', (of, text) => expect(rateText(of)).toBe(text))

  it('is printed with its n in both languages, and as two numbers where the base is small', () => {
    expect(printed(printRate({ part: 1234, base: 30_000 }, '间', 'zh'))).toBe('4.1% · n 30,000 间')
    expect(printed(printRate({ part: 2.4e5, base: 5.77e6 }, 'm²', 'zh'))).toBe('4.2% · n 577.0 万 m²')
    expect(printed(printRate({ part: 2.4e5, base: 5.77e6 }, 'm²', 'en'))).toBe('4.2% · n 5,770.0k m²')
    expect(printed(printRate({ part: 7, base: 13 }, '间', 'zh'))).toBe('7/13 间')
    expect(printed(printRate({ part: 0, base: 0 }, '间', 'zh'))).toBe('—')
  })
})

describe('an area', () => {
  it('is short above a hundred thousand m² and exact in its card', () => {
    expect(formatArea(577_260_321, 'zh')).toBe('577.3 万 m²')
    expect(formatArea(577_260_321, 'en')).toBe('5,772.6 k m²')
    expect(exactArea(577_260_321, 'zh')).toBe('5,772,603.21 m²')
    expect([
      formatArea(9_999_949, 'zh'),
      formatArea(10_000_000, 'zh'),
      formatArea(852, 'zh'),
      formatArea(null, 'zh'),
    ]).toEqual(['99,999 m²', '10.0 万 m²', '8.5 m²', '—'])
    expect(areaFigure(577_260_321, 'zh')).toEqual({ value: 577.260321, decimals: 1, unit: '万 m²' })
  })
})

describe('indices and figures', () => {
  const all = Object.fromEntries(MEASURES.map((name, i) => [name, 100_000 + i * 1000])) as unknown as Measures

  it.each([...INDICES, ...FIGURES].map((index) => [index.id, index] as const))(
    '%s is a share where it is a percentage, and prints its n',
    (_, index) => {
      expect(index.unit === '%').toBe(index.of.part !== null)
      for (const lang of ['zh', 'en'] as const) {
        const text = printIndex(index, all, 'equivalent-heat', undefined, lang)
        expect(text.n).toMatch(/^n [\d,.]+/)
        if (index.of.part === null) continue
        const value = index.value(all, 'equivalent-heat') as number
        expect(bare(text)).toBe(`${value.toFixed(1)}%`)
        expect(index.decimals).toBe(1)
      }
    },
  )

  it.each(['zh', 'en'] as const)(
    'leave out what is counted where a list names it once, and keep their scale: %s',
    (lang) => {
      const unnamed = ({ of }: { of: { unit: Record<'zh' | 'en', string> } }): string => of.unit[lang]
      for (const index of [...INDICES, ...FIGURES]) {
        const said = countsOf(index, all, lang)
        expect(said.endsWith(` ${unnamed(index)}`), index.id).toBe(true)
        expect(countsOf(uncounted(index), all, lang), index.id).toBe(
          said.slice(0, -unnamed(index).length - 1),
        )
      }
      const area = { ...all, idleDm2: 1e7, usableDm2: 1e9 }
      const idle = INDICES.find(({ of }) => of.part === 'idleDm2')!
      expect(countsOf(uncounted(idle), area, lang)).toBe(
        lang === 'zh' ? '10.0/1,000.0 万' : '100.0/10,000.0 k',
      )
      expect(alone({ value: '8/10', unit: '辆', n: '' })).toBe('8/10')
      expect(alone({ value: '4.1', unit: '%', n: 'n 30 间' })).toBe('4.1%')
    },
  )

  it('an over-standard rate is held to the line where its alerts begin', () => {
    expect(INDICES.find(({ id }) => id === 'over')?.reference).toBe(HOUSING_ALERTS.over * 100)
  })
})

/** A panel's words without a screen. */
const wordsIn =
  (messages: Readonly<Record<string, string>>) =>
  (key: string, named: Record<string, unknown> = {}) =>
    Object.entries(named).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, String(value)),
      messages[key] ?? key,
    )

/** Percentages of a text that no n and no pair of counts follows. */
const bareRates = (text: string): readonly string[] =>
  [...text.matchAll(/[\d.]+ ?%(?! · n \d|\(n \d)/g)].map(([rate]) => rate)

const forecast = {
  region: '450102',
  hours: [],
  holdOut: {
    hourly: { model: 4.21, naive: 6.5, n: 150, naiveN: 144 },
    daily: { model: 2, naive: 3, n: 6, naiveN: 6 },
    days: ['2026-11-20', '2026-11-26'],
    coverage: { share: 0.75, hours: 168 },
  },
  weight: 0.5,
  trainedOn: 60,
  filled: 0.01,
  filledOf: 14_400,
  above: 1.2,
  aboveOf: 5,
  weather: [],
  toldAt: 0,
  asOf: 0,
}

describe('what is no share of a count', () => {
  it('is printed with how many or how much it is the mean of, an axis with the least and the most of its points', () => {
    expect(printed(printMean(4.21, 168, '时', 'zh'))).toBe('4.2% · n 168 时')
    expect(printed(printMean(null, 168, '时', 'zh'))).toBe('—')
    expect(axisOfRates([1204, 1004, 0], '车日', 'zh')).toBe('% · n 1,004–1,204 车日')
    expect(axisOfRates([60, 60], '车日', 'zh')).toBe('% · n 60 车日')
    expect(axisOfRates([0], '车日', 'zh')).toBe('%')
  })

  it.each(['zh', 'en'] as const)('a forecast’s errors, its band, its warning and the day’s: %s', (lang) => {
    const t = wordsIn(forecastMessages[lang])
    const told = explainForecast(forecast, t, lang)
    const h = lang === 'zh' ? '时' : 'h'
    expect(told.value).toBe(`MAPE 4.2% · n 150 ${h}`)
    expect(told.threshold).toContain(`6.5% · n 144 ${h}`)
    expect(told.rows!.map(({ value }) => value).join('|')).toContain(`75.0% · n 168 ${h}`)
    expect(told.rows!.map(({ value }) => value).join('|')).toContain(`1.0% · n 14,400 ${h}`)
    expect(aboveText(forecast, t, lang)).toContain(`20% · n 5 ${t('days')}`)
    const said = [
      told.value,
      told.threshold,
      ...told.rows!.filter(({ label }) => label !== t('coverage')).map(({ value }) => value),
    ]
    expect(said.flatMap((text) => bareRates(text ?? ''))).toEqual([])
    const before = {
      ...forecast,
      holdOut: { ...forecast.holdOut, hourly: { model: 4.21, naive: 6.5, n: 0, naiveN: 0 } },
    }
    expect(explainForecast(before, t, lang).value).toBe(`MAPE 4.2% · n 48 ${h}`)
  })
})

describe('what is no share of a count', () => {
  it('the year’s end and the empty rooms', () => {
    const year = {
      path: {
        year: 2026,
        usedKwh: 10_000,
        projectedKwh: 12_000,
        budget: [],
        actual: [],
        projection: [],
        overrunDay: null,
      },
      quotaKwh: 20_000,
      quotaYear: 2026,
      basis: null,
      awaited: [],
      gasM3: 0,
      gasUntil: null,
      further: { heatMj: 0, coolMj: 0, pvKwh: 0, coalKg: 0, oilKg: 0, lpgKg: 0 },
      error: { model: 3.2, naive: 9.9 },
    }
    const told = explainYear('', year, 'zh', null)
    expect([told.value, ...told.rows!.map(({ value }) => value)].flatMap((text) => bareRates(text))).toEqual(
      [],
    )
    expect(told.rows!.map(({ value }) => value)).toContain(
      '去年同期回测误差 3.2% · n 1 年(按时间比例外推 9.9% · n 1 年)',
    )
    expect(bareRates(vacancyBasis({ metered: 0.4, electricityKwh: 50_000 }, 'zh'))).toEqual([])
  })
})

describe('what is no share of a count', () => {
  it('months and parts of each vehicle figure, on the axis, in the tooltip and in the ranking', () => {
    const t = wordsIn(vehicleText.zh)
    const bases = {
      daysUsed: 150,
      daysDue: 200,
      hoursUsed: 700,
      hoursDue: 2600,
      rental: 2000,
      running: 18_000,
      before: 20_000,
      baseVehicles: 10,
    }
    const values = {
      runningCost: 18_000,
      costPerVehicle: 1800,
      costPer100Km: 90,
      costYoY: 10,
      costOverBase: -40,
      rentalCost: 2000,
      rentalShare: 10,
      useDays: 75,
      useHours: 26.9,
      overlap: 25,
    }
    const overlap = { trips: 200, overlapping: 50, of: 400 }
    const data = {
      trend: [{ month: '2026-10', values, bases }],
      overlapTrend: [{ month: '2026-10', value: 25, by: 'tracks', ...overlap }],
      overlap,
      rows: [{ id: 'u', name: '甲', kind: 'unit', values, vehicles: 10, bases, overlap }],
    } as unknown as Parameters<typeof trendOption>[0]
    const rates = ['costYoY', 'costOverBase', 'rentalShare', 'useDays', 'useHours', 'overlap'] as const
    for (const id of rates) {
      const option = trendOption(data, id, t, 'zh') as unknown as {
        tooltip: { valueFormatter: (value: number, i: number) => string }
        yAxis: { name: string; axisLabel: { formatter: (value: number, i: number) => string } }
      }
      expect(option.yAxis.name, id).toMatch(/^% · n \d/)
      expect(option.yAxis.axisLabel.formatter(40, 0), id).toBe('40')
      expect(option.tooltip.valueFormatter(values[id], 0), id).toMatch(/% · (n|比对) \d/)
      expect(partRows(data, id, t, 'zh')[0]?.of, id).toMatch(/^(n|比对) \d/)
      expect(printedOf(id, values[id], bases, overlap, t, 'zh'), id).toMatch(/% · n \d/)
    }
    expect(printedOf('costYoY', 10, bases, overlap, t, 'zh')).toBe('+10.0% · n 20,000 元')
    expect(printedOf('costOverBase', -40, bases, overlap, t, 'zh')).toBe('-40.0% · n 10 辆')
  })
})
