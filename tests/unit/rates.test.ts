import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FIGURES } from '../../src/shared/indices/figures.ts'
import { INDICES } from '../../src/shared/indices/indices.ts'
import { MEASURES, type Measures } from '../../src/shared/indices/measures.ts'
import { rateText } from '../../src/shared/rate.ts'
import { HOUSING_ALERTS } from '../../src/shared/supervision/housing.ts'
import { areaFigure, exactArea, formatArea } from '../../src/i18n/format.ts'
import { bare, printed, printIndex, printRate } from '../../src/i18n/rates.ts'

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
    expect([formatArea(9_999_949, 'zh'), formatArea(10_000_000, 'zh'), formatArea(852, 'zh'), formatArea(null, 'zh')]).toEqual(['99,999 m²', '10.0 万 m²', '8.5 m²', '—'])
    expect(areaFigure(577_260_321, 'zh')).toEqual({ value: 577.260321, decimals: 1, unit: '万 m²' })
  })
})

describe('indices and figures', () => {
  const all = Object.fromEntries(MEASURES.map((name, i) => [name, 100_000 + i * 1000])) as unknown as Measures

  it.each([...INDICES, ...FIGURES].map((index) => [index.id, index] as const))('%s is a share where it is a percentage, and prints its n', (_, index) => {
    expect(index.unit === '%').toBe(index.of.part !== null)
    for (const lang of ['zh', 'en'] as const) {
      const text = printIndex(index, all, 'equivalent-heat', undefined, lang)
      expect(text.n).toMatch(/^n [\d,.]+/)
      if (index.of.part === null) continue
      const value = index.value(all, 'equivalent-heat') as number
      expect(bare(text)).toBe(`${value.toFixed(1)}%`)
      expect(index.decimals).toBe(1)
    }
  })

  it('an over-standard rate is held to the line where its alerts begin', () => {
    expect(INDICES.find(({ id }) => id === 'over')?.reference).toBe(HOUSING_ALERTS.over * 100)
  })
})

describe('the screens’ sources', () => {
  /** Where a percent sign stands for something that is no rate of a count: why, and nothing else in those files. */
  const NO_RATE: Readonly<Record<string, { readonly why: string; readonly lines: number }>> = {
    'src/app/pages/AuditChain.vue': { why: 'progress of a running check', lines: 1 },
    'src/projections/roomClasses.ts': { why: 'a room against its own limit', lines: 2 },
    'src/i18n/rates.ts': { why: 'the one place that prints them', lines: 4 },
    'src/panels/common/ForecastChart.vue': { why: 'errors over the held-out days that the row itself names', lines: 3 },
    'src/panels/common/burnDownMessages.ts': { why: 'error of a projection of one year', lines: 2 },
    'src/panels/common/forecastMessages.ts': { why: 'errors and bands beside the n of the figure', lines: 2 },
    'src/panels/common/energyTold.ts': { why: 'error of a projection; what part of the meters an estimate rests on', lines: 2 },
    'src/panels/common/unitMessages.ts': { why: 'a standard’s formula', lines: 2 },
    'src/panels/common/vehicleLedger.ts': { why: 'changes against a year before, axes, weights', lines: 5 },
    'src/panels/common/vehicleText.ts': { why: 'unit of an axis', lines: 2 },
    'src/panels/energy-vacancy/EnergyVacancyPanel.vue': { why: 'a parameter of the estimate', lines: 1 },
    'src/panels/place-card/BuildingTold.vue': { why: 'a parameter of the estimate', lines: 1 },
    'src/panels/room-card/RoomCard.vue': { why: 'a person’s part of one room', lines: 1 },
    'src/panels/standards/messages.ts': { why: 'parameters', lines: 2 },
    'src/panels/vehicle-ledger/IndicesSection.vue': { why: 'weights', lines: 1 },
    'src/panels/vehicle-ledger/overlapText.ts': { why: 'how much of one pair of trips is shared', lines: 2 },
    'src/panels/warnings/messages.ts': { why: 'parameters', lines: 2 },
  }
  const PRINTS = /\}\s?%|'%'|"%"|<small>%|\d ?%/
  const IS_STYLE = /(width|left|right|height|radius|center): ?(`|'|\[)/
  const isComment = (line: string): boolean => /^\s*(\/\*|\*|\/\/)/.test(line)
  const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('<style')[0]?.split('\n').filter((line) => PRINTS.test(line.replaceAll("=== '%'", '')) && !IS_STYLE.test(line) && !isComment(line)) ?? []
  const files = ['src/app', 'src/panels', 'src/widgets', 'src/projections', 'src/i18n'].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|vue)$/.test(name)).map((name) => `${folder}/${name}`))

  it('print no percentage but through the one function that takes part and base', () => {
    const found = files.flatMap((file) => {
      const lines = linesOf(file)
      return lines.length > (NO_RATE[file]?.lines ?? 0) ? [`${file}: ${lines.map((line) => line.trim().slice(0, 120)).join(' | ')}`] : []
    })
    expect(found).toEqual([])
    expect(files.length).toBeGreaterThan(200)
  })

  it('give no figure a percent sign for its unit', () => {
    expect(files.filter((file) => file.endsWith('.vue') && /<WhyFigure[^>]*unit="%"/.test(readFileSync(file, 'utf8')))).toEqual([])
  })
})
