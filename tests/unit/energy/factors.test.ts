import { describe, expect, it } from 'vitest'
import { CARBON_FACTORS, factorOf, toTonnesCo2 } from '../../../src/shared/energy/carbon.ts'
import { COAL_TABLE, toKgce } from '../../../src/shared/energy/coal.ts'

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
