import { describe, expect, it } from 'vitest'
import { foldFacts, type VehicleFact } from '../../../../src/shared/vehicles/rules/vehiclesFold.ts'
import {
  gradeLive,
  LIVE_CALLS,
  type GradedFact,
} from '../../../../src/shared/vehicles/rules/vehiclesGrade.ts'
import { HOUSING_ALERTS } from '../../../../src/shared/supervision/housing.ts'
import { VEHICLE_LIMIT_ROWS, VEHICLE_RULES } from '../../../../src/shared/vehicles/rules/vehicles.ts'
import { ALERT_RULES } from '../../../../src/shared/supervision/alert.ts'
import { POINT_MARK, makePoints } from '../../../../src/shared/vehicles/track/points.ts'
import { LAT, LON, MINUTE, ORDER, TUESDAY, watch } from '../../../builders/records/ruleWatch.ts'

describe('what a terminal says', () => {
  it('[VH-10] three reports in a row over 120 km/h or with bit 1', () => {
    const two = watch({ orders: [ORDER] })
    two.see([
      { t: 0, kmh: 130 },
      { t: 1, kmh: 130, north: 2000 },
      { t: 2, kmh: 119, north: 4000 },
      { t: 3, kmh: 130, north: 6000 },
      { t: 4, kmh: 130, north: 8000 },
    ])
    expect(two.rules()).toEqual([])
    two.see([{ t: 5, kmh: 121, north: 10_000 }])
    expect(two.breaches).toMatchObject([{ rule: 'VH-10', speedDkmh: 1210 }])
    const bit = watch({ orders: [ORDER] })
    bit.see([
      { t: 0, alarm: 2 },
      { t: 1, alarm: 2 },
    ])
    expect(bit.rules()).toEqual([])
    bit.see([{ t: 2, alarm: 2 }])
    expect(bit.rules()).toEqual(['VH-10'])
  })
  it('[VH-12] VH-12 for antenna and power, VA-01 for what someone must act on, nothing for equipment', () => {
    for (const [alarm, rules] of [
      [2 ** 5, ['VH-12']],
      [2 ** 8, ['VH-12']],
      [1, ['VA-01']],
      [2 ** 31, ['VA-01']],
      [2 ** 9, []],
    ] as const) {
      const one = watch()
      one.see([{ t: 0, alarm }])
      expect(one.rules(), String(alarm)).toEqual(rules)
    }
  })
  it('of the terminal’s alarms only one that says somebody is in need is red', () => {
    const severities = [0, 2, 3, 26, 27, 28, 29, 30, 31].map((bit) => {
      const one = watch()
      one.see([{ t: 0, alarm: 2 ** bit }])
      return [bit, one.breaches[0]?.severity]
    })
    expect(severities.filter(([, severity]) => severity === 'red').map(([bit]) => bit)).toEqual([
      0, 26, 29, 30,
    ])
  })
  it('every rule has a colour, a limit in both languages and a source', () => {
    for (const rule of VEHICLE_RULES) {
      const { zh, en, citation } = VEHICLE_LIMIT_ROWS[rule]
      expect(
        [
          zh.length > 5,
          en.length > 5,
          citation.document.length > 0,
          ALERT_RULES[rule].citation.document.length > 0,
        ],
        rule,
      ).toEqual([true, true, true, true])
    }
  })
})

const regions = {
  path: (code: string) => [
    { code: '450000' },
    ...(code === '450000' ? [] : [{ code: `${code.slice(0, 4)}00` }]),
    ...(code.endsWith('00') ? [] : [{ code }]),
  ],
  name: (code: string) => `地区${code}`,
}

const factOf = (
  region: string,
  unit: number,
  minute: number,
  rule: VehicleFact['rule'] = 'VH-12',
): VehicleFact => ({
  rule,
  vehicle: `V${region}${unit}-${minute}`,
  plate: '桂A**001',
  unit: `U${region}-${unit}`,
  unitName: `单位${unit}`,
  region,
  unitRegion: region,
  firstAt: TUESDAY + minute * MINUTE,
  severity: 'yellow',
  alert: null,
})

const county = (region: string, units: number, minute = 0): VehicleFact[] =>
  Array.from({ length: units }, (_, i) => factOf(region, i, minute + i / 10))

describe('a storm', () => {
  it('of five units of a county within ten minutes is one alert with their number; four units, or a slow drip, stay their own', () => {
    expect(foldFacts(county('450103', 4), regions)).toHaveLength(4)
    const [alert, ...others] = foldFacts(county('450103', 6), regions)
    expect(others).toEqual([])
    expect(alert).toMatchObject({
      region: '450103',
      unit: null,
      count: 6,
      text: {
        zh: '地区450103:离线或终端异常(6 个单位 6 辆)',
        en: '地区450103: silent or tampered terminal (6 vehicles of 6 units)',
      },
    })
    expect(
      foldFacts(
        Array.from({ length: 8 }, (_, i) => factOf('450103', i, i * 11)),
        regions,
      ),
    ).toHaveLength(8)
  })

  it('of three counties is the city’s, of three cities the province’s', () => {
    const city = ['450102', '450103', '450105'].flatMap((code) => county(code, 5, 1))
    expect(foldFacts(city, regions)).toMatchObject([{ region: '450100', count: 15 }])
    const all = ['450102', '450203', '450305', '450406'].flatMap((code) => county(code, 5, 1))
    const [one, ...others] = foldFacts([...all, ...county('450502', 2, 60)], regions)
    expect(one).toMatchObject({ region: '450000', count: 20 })
    expect(others).toHaveLength(2)
  })

  it('keeps its members and its name as more come, and leaves other rules and other hours alone', () => {
    const facts = county('450103', 5)
    const [before] = foldFacts(facts, regions)
    facts.push(factOf('450103', 9, 4), factOf('450103', 10, 90), factOf('450103', 1, 1, 'VH-10'))
    const after = foldFacts(facts, regions)
    expect(after.find(({ id }) => id === before?.id)).toMatchObject({ count: 6 })
    expect(after).toHaveLength(3)
    facts.push(...county('450105', 5, 2), ...county('450106', 5, 3))
    expect(foldFacts(facts, regions).filter(({ unit }) => unit === null)).toMatchObject([
      { region: '450100', count: 16 },
    ])
    facts.push(factOf('450107', 1, 9))
    expect(foldFacts(facts, regions).filter(({ unit }) => unit === null)).toMatchObject([
      { region: '450100', count: 17 },
    ])
  })
})

const places = { path: (code: string) => [{ code: '450000' }, { code }], name: (code: string) => code }
const fleets = new Map(Array.from({ length: 30 }, (_, i) => [String(i), 40]))
const callOf = (county: number, n: number, more: Partial<GradedFact> = {}): GradedFact => ({
  rule: 'VH-10',
  vehicle: `V${county}-${n}`,
  plate: '桂A**001',
  unit: `U${county}-${n % 4}`,
  unitName: '局',
  region: String(county),
  unitRegion: String(county),
  firstAt: TUESDAY + n * 15 * MINUTE,
  lastAt: TUESDAY + 600 * MINUTE,
  severity: 'red',
  alert: null,
  ...more,
})
const graded = (facts: readonly GradedFact[], minute = 600) =>
  gradeLive(foldFacts(facts, places), facts, {
    fleets,
    now: TUESDAY + minute * MINUTE,
    calls: LIVE_CALLS,
    limits: HOUSING_ALERTS,
  })
const grades = (facts: readonly GradedFact[], minute?: number) => [
  ...new Set(graded(facts, minute).map(({ severity }) => severity)),
]

describe('what calls someone', () => {
  it('is what goes on beyond the county’s reference; what is over stays on the list and calls nobody', () => {
    expect(grades([callOf(1, 1), callOf(1, 2)])).toEqual(['info'])
    const three = [callOf(1, 1), callOf(1, 2), callOf(1, 3)]
    expect(grades(three)).toEqual(['yellow'])
    expect([grades(three, 610), grades(three, 611)]).toEqual([['yellow'], ['info']])
    expect(graded(three, 611)).toHaveLength(3)
  })
  it('is red in at most a tenth of the counties by one rule', () => {
    const all = Array.from({ length: 9 }, (_, county) =>
      Array.from({ length: 5 + county }, (_, n) => callOf(county, n)),
    ).flat()
    const red = graded(all).filter(({ severity }) => severity === 'red')
    expect(new Set(red.map(({ region }) => region))).toEqual(new Set(['6', '7', '8']))
    expect(graded(all).some(({ severity }) => severity === 'info')).toBe(false)
    expect(
      graded(all.map((fact) => ({ ...fact, severity: 'yellow' as const }))).some(
        ({ severity }) => severity === 'red',
      ),
    ).toBe(false)
  })
  it('one vehicle in need calls wherever it is, and a storm calls while it goes on', () => {
    expect(grades([callOf(1, 1, { rule: 'VA-01' })])).toEqual(['red'])
    expect(grades([callOf(1, 1, { rule: 'VA-01', severity: 'yellow' })])).toEqual(['info'])
    expect(grades([callOf(1, 1, { rule: 'VA-01' })], 611)).toEqual(['info'])
    const storm = Array.from({ length: 5 }, (_, n) =>
      callOf(1, n, { unit: `U${n}`, firstAt: TUESDAY + n, rule: 'VH-06', severity: 'yellow' }),
    )
    expect([graded(storm), graded(storm, 611)]).toMatchObject([
      [{ unit: null, severity: 'yellow' }],
      [{ unit: null, severity: 'info' }],
    ])
  })
})

describe('the cost of a report', () => {
  it('is one look at the vehicle, at its orders and at the fences, and an object only for what broke a rule', () => {
    const { judge, asked, breaches } = watch({ orders: [ORDER] })
    const points = makePoints(100_000)
    for (let i = 0; i < points.count; i++) {
      points.ordinal[i] = i % 70_000
      points.at[i] = TUESDAY + Math.floor(i / 70_000) * 3000
      points.lonE7[i] = (LON + (i % 997) * 1e-4) * 1e7
      points.latE7[i] = (LAT + (i % 991) * 1e-4) * 1e7
      points.speed[i] = 400
      points.acc[i] = 1
      points.mark[i] = POINT_MARK.newest
    }
    judge.observe(points)
    expect(asked).toEqual({ subjects: points.count, orders: points.count, places: points.count })
    expect(breaches).toEqual([])
  })
})
