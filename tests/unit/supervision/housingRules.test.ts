import { describe, expect, it } from 'vitest'
import { isWorkday } from '../../../server/common/clock/calendar.ts'
import {
  housingAlerts,
  housingDays,
  type HousingCases,
  type HousingContext,
} from '../../../src/shared/supervision/housing.ts'
import {
  leaverCases,
  managedBy,
  managingName,
  secondOfficeCases,
  staffByManager,
  type HeldOffice,
} from '../../../src/shared/supervision/housingPeople.ts'
import { overdueDays } from '../../../src/shared/supervision/order.ts'
import { isCovered, outsideHours } from '../../../src/shared/vehicles/rules/vehicles.ts'

const at = (text: string): number => Date.parse(`${text}:00+08:00`)

describe('working hours', () => {
  it.each([
    ['a Saturday that the state made a workday', '2025-10-11T10:00', false],
    ['National Day', '2025-10-08T10:00', true],
    ['an ordinary Sunday', '2025-10-19T10:00', true],
    ['a workday at 06:59', '2025-10-20T06:59', true],
    ['a workday at 07:00', '2025-10-20T07:00', false],
    ['a workday at 20:00', '2025-10-20T20:00', true],
  ])('%s', (_, time, outside) => {
    expect(outsideHours(at(time), isWorkday)).toBe(outside)
  })
})

describe('vehicle rules', () => {
  it('an order covers half an hour before and after itself', () => {
    const order = [{ start: 10_000_000, end: 20_000_000 }]
    expect([
      isCovered(order, 8_200_000),
      isCovered(order, 8_199_999),
      isCovered(order, 21_800_000),
      isCovered(order, 21_800_001),
    ]).toEqual([true, false, true, false])
  })
})

const cases: HousingCases = {
  rule: 'OF-07',
  building: 'B1',
  buildingName: '1 号楼',
  region: '450102',
  unit: 'U1',
  unitName: '财政局',
  count: 3,
  red: 0,
  since: '2025-01-01',
  area: 4.56,
}

const context: HousingContext = {
  regionName: () => '青秀区',
  managingName: () => '青秀区',
  baseOf: () => 100,
  staffOf: () => 10_000,
  counties: 3,
  before: () => null,
}

const county = (context_: Partial<HousingContext>, ...list: HousingCases[]) =>
  housingAlerts(list, { ...context, ...context_ }).filter(({ unit }) => unit === null)

const NAMES: Record<string, string> = {
  450000: '广西壮族自治区',
  450100: '南宁市',
  450103: '青秀区',
  450102: '兴宁区',
}

const path = (code: string): string[] =>
  ({ 450000: ['450000'], 450100: ['450000', '450100'] })[code] ?? ['450000', '450100', code]

const managed = (staff: ReadonlyMap<string, number>): HousingContext => ({
  ...context,
  managingName: (code) => managingName(code, NAMES[code]!, path),
  staffOf: (code) => staff.get(code) ?? 0,
})

const unitOf = (unit: string, level: HeldOffice['level']) => ({
  unit,
  unitName: unit,
  region: '450103',
  level,
  building: `B-${unit}`,
  buildingName: `${unit}楼`,
  since: '2025-01-01',
})

describe('housing rules', () => {
  it('folds all of a county into one alert a rule with both counts and its share, and all of a unit into one for that unit', () => {
    const other = {
      ...cases,
      building: 'B2',
      buildingName: '2 号楼',
      unit: 'U2',
      unitName: '教育局',
      count: 2,
      red: 1,
      area: 9.1,
    }
    const alerts = housingAlerts([cases, other], context)
    expect(alerts.map(({ id, count, unit, place, severity }) => [id, count, unit, place, severity])).toEqual([
      ['OF-07:450102', 5, null, '450102', 'red'],
      ['OF-07:unit:U1', 3, 'U1', 'B1', 'yellow'],
      ['OF-07:unit:U2', 2, 'U2', 'B2', 'red'],
    ])
    expect(alerts[0]?.text.zh).toBe(
      '青秀区:5 间办公室超过核定面积(红 1 / 黄 4 间,占 5.0%(5/100)),最多超 9.1 m²(2 号楼)',
    )
    expect(alerts[0]?.text.en).toBe(
      '青秀区: 5 offices over their limit (red 1 / yellow 4; 5.0%(5/100)), by up to 9.1 m² (2 号楼)',
    )
  })

  it('one red room makes no county red: below the reference its cases are for information', () => {
    const [alert] = county({ baseOf: () => 1000 }, { ...cases, red: 3 })
    expect([alert?.severity, alert?.text.zh]).toEqual([
      'info',
      '青秀区:3 间办公室超过核定面积(红 3 / 黄 0 间,占 0.3%(3/1,000)),最多超 4.6 m²(1 号楼)',
    ])
  })

  it('at most a tenth of the counties is red by one rule, the gravest of those far beyond the reference', () => {
    const list = Array.from({ length: 30 }, (_, i): HousingCases => ({
      ...cases,
      region: `4501${String(i).padStart(2, '0')}`,
      count: i + 1,
      red: i,
    }))
    const severities = county({ counties: 30 }, ...list).map(({ severity }) => severity)
    expect(severities.slice(0, 2)).toEqual(['info', 'info'])
    expect(severities.slice(2, 27).every((one) => one === 'yellow')).toBe(true)
    expect(severities.slice(27)).toEqual(['red', 'red', 'red'])
    const falling = county({ counties: 30, before: () => 40 }, ...list).map(({ severity }) => severity)
    expect(falling.filter((one) => one === 'red')).toEqual([])
  })
})

describe('housing rules', () => {
  it('an overdue leaver calls someone in the largest county too, and says since when it is overdue', () => {
    const leavers: HousingCases = { ...cases, rule: 'OF-04', count: 2, red: 1, since: '2026-01-31', area: 0 }
    const [alert] = county({ baseOf: () => 10_000 }, leavers)
    expect(alert).toMatchObject({ severity: 'red', dueAt: at('2026-03-31T00:00') })
    expect(alert?.text.zh).toBe(
      '青秀区:2 人调离或退休满一个月仍占用办公用房(逾期 1 / 黄 1 人,占 <0.1%(2/10,000))(如 1 号楼)',
    )
    expect([
      overdueDays({ dueAt: at('2026-03-31T00:00') }, at('2026-03-30T23:59')),
      overdueDays({ dueAt: at('2026-03-31T00:00') }, at('2026-04-02T09:00')),
    ]).toEqual([0, 3])
    expect(county({ baseOf: () => 10_000 }, { ...leavers, red: 0 })[0]?.severity).toBe('info')
  })

  it('a red case is an overdue one on the day after its time to mend', () => {
    const day = (text: string) => housingDays(at(`${text}T08:00`))
    expect([
      day('2026-03-30').leaversRed > '2026-01-31',
      day('2026-03-31').leaversRed > '2026-01-31',
    ]).toEqual([false, true])
    expect(day('2026-06-30').idleRed).toBe('2026-01-01')
    const idle = county({ baseOf: () => 10 }, { ...cases, rule: 'OF-14', since: '2025-12-31' })[0]
    expect([
      idle?.dueAt,
      overdueDays({ dueAt: idle?.dueAt }, at('2026-06-30T08:00')) > 0,
      day('2026-06-30').idleRed > '2025-12-31',
    ]).toEqual([at('2026-06-30T00:00'), true, true])
  })
})

describe('housing rules', () => {
  it('OF-04 counts people to who manages their unit, not to the county in whose houses they sit, and says of how many', () => {
    expect(
      (['central', 'province', 'city', 'county', 'township'] as const).map((level) =>
        managedBy(level, '450103', path),
      ),
    ).toEqual(['450000', '450000', '450100', '450103', '450103'])
    const left = leaverCases(
      [
        { ...unitOf('省厅', 'province'), people: 3, overdue: 1 },
        { ...unitOf('市局', 'city'), people: 2, overdue: 0 },
        { ...unitOf('区局', 'county'), people: 1, overdue: 0 },
      ],
      path,
    )
    const staff = staffByManager(
      [
        { region: '450103', level: 'province', people: 1000 },
        { region: '450102', level: 'province', people: 500 },
        { region: '450103', level: 'county', people: 80 },
      ],
      path,
    )
    const alerts = housingAlerts(left, managed(staff))
    expect(
      alerts.filter(({ unit }) => unit === null).map(({ id, region, count }) => [id, region, count]),
    ).toEqual([
      ['OF-04:450000', '450000', 3],
      ['OF-04:450100', '450100', 2],
      ['OF-04:450103', '450103', 1],
    ])
    expect(alerts[0]?.text.zh).toBe(
      '广西壮族自治区本级:3 人调离或退休满一个月仍占用办公用房(逾期 1 / 黄 2 人,占 0.2%(3/1,500))(如 省厅楼)',
    )
    expect(alerts[2]?.text.zh).toContain('(1/80)')
    expect(alerts.filter(({ unit }) => unit !== null).map(({ id, region }) => [id, region])).toEqual([
      ['OF-04:unit:省厅', '450103'],
      ['OF-04:unit:市局', '450103'],
      ['OF-04:unit:区局', '450103'],
    ])
  })
})

describe('housing rules', () => {
  it('OF-02 asks about each second office; one that is not below the standard, and a third, no approval could cover', () => {
    const office = (
      person: string,
      room: string,
      partM2: number,
      more: Partial<HeldOffice> = {},
    ): HeldOffice => ({
      ...unitOf('区局', 'county'),
      person,
      room,
      grade: 'section.chief',
      limitLevel: 'county',
      roomUnit: '区局',
      partDm2: partM2 * 100,
      ...more,
    })
    const offices = [
      office('a', 'a1', 18),
      office('a', 'a2', 9, { roomUnit: '别处' }),
      office('b', 'b1', 12),
      office('b', 'b2', 18, { roomUnit: '别处' }),
      office('c', 'c1', 9),
      office('c', 'c2', 8),
      office('c', 'c3', 7),
      office('d', 'd1', 18),
    ]
    expect(secondOfficeCases(offices, path).map(({ count, red, area }) => [count, red, area])).toEqual([
      [1, 0, 9],
      [1, 1, 18],
      [1, 1, 8],
    ])
    const [alert] = housingAlerts(secondOfficeCases(offices, path), managed(new Map([['450103', 800]])))
    expect(alert).toMatchObject({ rule: 'OF-02', count: 3, severity: 'info', region: '450103', dueAt: null })
    expect(alert?.text.zh).toBe(
      '青秀区:3 人占用两处以上办公用房(超规 2 / 黄 1 人,占 0.4%(3/800)),审批须核对(如 区局楼)',
    )
    expect(
      housingAlerts(secondOfficeCases(offices, path), managed(new Map([['450103', 100]])))[0]?.severity,
    ).toBe('red')
  })

  it('counts 90 and 180 days and one calendar month back from today in UTC+8', () => {
    expect(housingDays(at('2026-03-31T00:30'))).toEqual({
      idleYellow: '2025-12-31',
      idleRed: '2025-10-02',
      leavers: '2026-02-28',
      leaversRed: '2026-02-01',
    })
  })
})
