import { describe, expect, it } from 'vitest'
import { areAdjacent, boundsOf, ringArea, toLonLat } from '../../../src/shared/housing/geometry.ts'
import { creditCodeCheck, isCreditCode } from '../../../src/shared/housing/creditCode.ts'
import { GRADES } from '../../../src/shared/housing/grades.ts'
import { isFresh } from '../../../src/shared/housing/quality.ts'
import { wholeMonthsBefore } from '../../../src/shared/kernel/time/months.ts'
import {
  approvedArea,
  areaLimitOf,
  canteenArea,
  garageArea,
  limitLevelOf,
  SERVICE_RULES,
  servicePerHead,
  serviceRuleOf,
} from '../../../src/shared/standards/officeArea.ts'
import { square } from './rooms.ts'

describe('办公用房建设标准 (2014) 2674号', () => {
  it('works the example of a city organ with 120 on its establishment', () => {
    const area = approvedArea('city', { 'division.chief': 1, 'division.deputy': 3, staff: 116 }, false)
    expect(area.a).toBe(1122)
    expect(area.b).toBe(960)
    expect(area.e).toBeCloseTo(187.38, 6)
    expect(area.basic).toBeCloseTo(2269.38, 6)
    expect(area.grossBasic).toBeCloseTo(3491.35, 2)
    expect(canteenArea(120)).toBeCloseTo(422, 6)
  })

  it('uses the 2014 limits and never those of the 1999 table that circulates under its number', () => {
    expect(areaLimitOf('city', 'department.chief').limit).toBe(42)
    expect(areaLimitOf('city', 'department.deputy').limit).toBe(30)
    expect(areaLimitOf('county', 'division.chief').limit).toBe(30)
    expect(areaLimitOf('county', 'division.deputy').limit).toBe(24)
    for (const level of ['central', 'province', 'city', 'county', 'township'] as const) {
      for (const grade of GRADES) expect([6, 20, 32]).not.toContain(areaLimitOf(level, grade).limit)
      expect(areaLimitOf(level, 'staff').limit).toBe(9)
    }
  })

  it('lets a grade above a table keep its highest limit, and one below share the last', () => {
    expect(areaLimitOf('county', 'department.chief').limit).toBe(30)
    expect(areaLimitOf('province', 'section.chief').limit).toBe(9)
  })

  it('has service areas that are continuous at both ends of every middle formula', () => {
    for (const rule of SERVICE_RULES) {
      expect((rule.middle.a - rule.low.upTo) / rule.middle.b).toBeCloseTo(rule.low.perHead, 9)
      expect((rule.middle.a - rule.high.from) / rule.middle.b).toBeCloseTo(rule.high.perHead, 9)
    }
    expect(servicePerHead(serviceRuleOf('city'), 300)).toBe(7)
  })
})

describe('办公用房建设标准 (2014) 2674号', () => {
  it('keeps a city’s 科级 organs to the city’s table until their own is chosen, and then only those', () => {
    const [bureau, section] = [
      { 'division.chief': 1, 'section.chief': 3, staff: 20 },
      { 'division.chief': 0, 'section.chief': 1, 'section.deputy': 2, staff: 9 },
    ]
    expect(limitLevelOf('city', section, 'off')).toBe('city')
    expect([
      limitLevelOf('city', section, 'on'),
      limitLevelOf('city', bureau, 'on'),
      limitLevelOf('county', section, 'on'),
      limitLevelOf('city', { staff: 3 }, 'on'),
    ]).toEqual(['city-section', 'city', 'county', 'city'])
    expect(
      (['section.chief', 'section.deputy', 'staff'] as const).map((grade) => [
        areaLimitOf('city', grade).limit,
        areaLimitOf('city-section', grade).limit,
      ]),
    ).toEqual([
      [9, 18],
      [9, 12],
      [9, 9],
    ])
    expect(approvedArea('city-section', section, false).b).toBe(12 * 8)
  })

  it('marks what is not confirmed', () => {
    expect(serviceRuleOf('city').citation.mark).toBe('S')
    expect(serviceRuleOf('county').citation.mark).toBe('M')
  })

  it('counts a garage by its spaces', () => expect(garageArea(250)).toBe(200 * 40 + 50 * 38))
})

describe('geometry', () => {
  it('measures a ring either way round', () => {
    expect(ringArea(square(0, 0, 3, 4))).toBe(12)
    expect(ringArea(square(0, 0, 3, 4).reverse())).toBe(12)
  })

  it('knows a shared wall from a shared corner, through a partition’s thickness', () => {
    expect(areAdjacent(square(0, 0, 4, 6), square(4.2, 0, 4, 6))).toBe(true)
    expect(areAdjacent(square(0, 0, 4, 6), square(4, 6, 4, 6))).toBe(false)
    expect(areAdjacent(square(0, 0, 4, 6), square(8, 0, 4, 6))).toBe(false)
  })

  it('turns local metres to WGS-84 about the building’s origin', () => {
    const [lon, lat] = toLonLat({ lon: 108.3, lat: 22.8, rotation: 90 }, [100, 0])
    expect(lon).toBeCloseTo(108.3, 9)
    expect(lat).toBeCloseTo(22.8 + 100 / 111_195.08, 9)
    expect(
      boundsOf([
        [1, 5],
        [3, 2],
      ]),
    ).toEqual([1, 2, 3, 5])
  })
})

describe('data quality', () => {
  it('checks a unified social credit code (GB 32100-2015)', () => {
    expect(creditCodeCheck('11100000000019000')).toBe('B')
    expect(
      ['91110000600037341L', '91110000600037341A', '11100000MB0000001T', 'I1100000000019000B'].map(
        isCreditCode,
      ),
    ).toEqual([true, false, true, false])
  })

  it('takes a record as fresh for 365 days, and whole months from the calendar of UTC+8', () => {
    const now = Date.parse('2025-12-31T16:30:00Z')
    expect(isFresh(now - 365 * 86_400_000, now)).toBe(true)
    expect(isFresh(now - 366 * 86_400_000, now)).toBe(false)
    expect(wholeMonthsBefore(now, 3)).toEqual(['2025-12', '2025-11', '2025-10'])
  })
})
