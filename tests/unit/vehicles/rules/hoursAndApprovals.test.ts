import { describe, expect, it } from 'vitest'
import { approvedRegions, type Approval } from '../../../../src/shared/vehicles/rules/vehicleApprovals.ts'
import {
  hoursInheritance,
  makeUnitHours,
  defaultHours,
  type HoursTable,
} from '../../../../src/shared/vehicles/rules/workingHours.ts'
import { isHoliday, isWorkday } from '../../../../server/common/clock/calendar.ts'
import {
  LAT,
  LON,
  METRE,
  MINUTE,
  ORDER,
  TUESDAY,
  at,
  drive,
  fence,
  round,
  watch,
  type Fix,
} from '../../../builders/records/ruleWatch.ts'
import { streamOf } from '../../../../data/province/made/rng.ts'

const YEAR = { from: '01-01', to: '12-31' }

const table = (
  id: string,
  region: string,
  unit: string | null,
  rows: HoursTable['rows'],
  more: Partial<HoursTable> = {},
): HoursTable => ({ id, name: id, region, unit, rows, since: null, until: null, ...more })

const TABLES = [
  table('省', '450000', null, [{ ...YEAR, days: 'workdays', spans: [{ from: '08:00', to: '18:00' }] }]),
  table('市冬夏', '450100', null, [
    { from: '05-01', to: '09-30', days: 'workdays', spans: [{ from: '07:30', to: '19:30' }] },
    { from: '10-01', to: '04-30', days: 'workdays', spans: [{ from: '08:30', to: '17:30' }] },
  ]),
  table('值班', '450103', 'watch', [{ ...YEAR, days: 'all', spans: [{ from: '00:00', to: '24:00' }] }]),
  table('两班', '450103', 'shifts', [
    {
      ...YEAR,
      days: 'workdays',
      spans: [
        { from: '06:00', to: '14:00' },
        { from: '22:00', to: '02:00' },
      ],
    },
  ]),
  table(
    '窗口',
    '450103',
    'counter',
    [{ ...YEAR, days: 'restdays', spans: [{ from: '09:00', to: '16:00' }] }],
    { since: '2026-11-01', until: '2026-11-30' },
  ),
]

const calendar = { isWorkday, isHoliday }

const hoursOf = (unit: string, path: readonly string[]) =>
  makeUnitHours(hoursInheritance(TABLES, unit, path), defaultHours({ from: 7, to: 20 }), calendar)

const NANNING = ['450000', '450100', '450103']

describe('working hours', () => {
  const says = (unit: string, path: readonly string[], time: string): string => {
    const { within, table: applied } = hoursOf(unit, path)(at(time))
    return `${applied.name || applied.level} ${applied.level} ${within ? 'in' : 'out'}`
  }
  it('[VH-05] come from the unit, else its county, city, province, else the default', () => {
    expect([
      says('watch', NANNING, '2026-11-22T03:00'),
      says('any', NANNING, '2026-11-24T08:00'),
      says('any', ['450000', '450200', '450203'], '2026-11-24T08:00'),
      says('any', ['460000'], '2026-11-24T07:00'),
    ]).toEqual(['值班 unit in', '市冬夏 region out', '省 region in', '本系统缺省工作时段 default in'])
  })
  it('[VH-05] follow the seasons to the day, shifts over midnight by the day on which they begin, and the dates of a table', () => {
    expect(
      ['2026-09-30T19:00', '2026-10-08T19:00', '2026-05-06T07:40', '2026-04-30T07:40'].map((time) =>
        says('any', NANNING, time).endsWith('in'),
      ),
    ).toEqual([true, false, true, false])
    expect(
      [
        '2026-11-20T22:30',
        '2026-11-21T01:59',
        '2026-11-21T02:00',
        '2026-11-23T01:00',
        '2026-11-20T15:00',
      ].map((time) => says('shifts', NANNING, time).endsWith('in')),
    ).toEqual([true, true, false, false, false])
    expect([
      says('counter', NANNING, '2026-11-28T10:00'),
      says('counter', NANNING, '2026-12-05T10:00'),
    ]).toEqual(['窗口 unit in', '市冬夏 region out'])
  })
  it('[VH-05] know a Saturday that is a workday, an ordinary one and a public holiday', () => {
    expect(
      ['2026-10-10T10:00', '2026-10-17T10:00', '2026-10-01T10:00'].map((time) =>
        says('any', NANNING, time).endsWith('in'),
      ),
    ).toEqual([true, false, false])
  })
  it('[VH-05] [VH-06] decide the rule, and the case names the table', () => {
    const use = (unit: string, time: string) => {
      const one = watch({ start: at(time), subject: { unit, hours: hoursOf(unit, NANNING) } })
      one.see(drive(6))
      return one.breaches[0]
    }
    expect(use('any', '2026-11-24T18:30')).toMatchObject({
      rule: 'VH-05',
      detail: { cause: 'no-order', hours: { name: '市冬夏', level: 'region', region: '450100' } },
    })
    expect(use('watch', '2026-11-24T23:30')).toMatchObject({
      rule: 'VH-06',
      detail: { hours: { name: '值班', level: 'unit' } },
    })
    expect(use('any', '2026-11-24T10:00')).toMatchObject({ rule: 'VH-06' })
  })
})

const APPROVAL: Approval = { regions: [], outsideHours: false, holiday: false, since: null, until: null }

const leave = (north: number): Fix[] =>
  Array.from({ length: 6 }, (_, i) => ({ t: i, north: north + i * 200, kmh: 40 }))

const outside = (approval: Approval | null, north: number, more: Partial<typeof ORDER> = {}) => {
  const one = watch({ orders: [{ ...ORDER, id: 'O1', approval, ...more }] })
  one.see(leave(north))
  return one.breaches
}

const drives = (time: string, approval: Approval | null) => {
  const start = at(time)
  const one = watch({
    start,
    orders: [{ ...ORDER, id: 'O1', start: start - 10 * MINUTE, end: start + 60 * MINUTE, approval }],
  })
  one.see(drive(6))
  return one.breaches[0]
}

describe('what an order approves', () => {
  it('[VH-09] opens only the regions that it lists: destination and way, nothing beside or beyond', () => {
    expect(outside({ ...APPROVAL, regions: ['450200'] }, 23_000)).toEqual([])
    expect(outside({ ...APPROVAL, regions: ['450200'] }, 32_000)[0]).toMatchObject({
      rule: 'VH-09',
      fence: { id: 'area' },
      detail: { approved: ['450200'], order: 'O1' },
    })
    expect(outside({ ...APPROVAL, regions: ['450200', '450300'] }, 32_000)).toEqual([])
    expect(outside(null, 23_000, { toRegion: '450200' })).toEqual([])
    expect(outside(null, 32_000, { toRegion: '450200' })).toHaveLength(4)
    expect(outside(APPROVAL, 23_000, { toRegion: null })[0]?.rule).toBe('VH-09')
  })

  it('[VH-09] opens them only in its own time', () => {
    const until = TUESDAY + 2 * MINUTE
    expect(outside({ ...APPROVAL, regions: ['450200'], until }, 23_000)[0]).toMatchObject({
      rule: 'VH-09',
      at: TUESDAY + 5 * MINUTE,
    })
    expect(
      approvedRegions({ ...ORDER, approval: { ...APPROVAL, regions: ['450200'], until } }, until, 0),
    ).toEqual(['450200'])
    expect(
      approvedRegions({ ...ORDER, approval: { ...APPROVAL, regions: ['450200'], until } }, until + 1, MINUTE),
    ).toEqual([])
  })

  it('[VH-02] [VH-05] lets it out at night and on a holiday only where that is approved, while it is approved', () => {
    expect(drives('2026-11-24T21:00', APPROVAL)).toMatchObject({
      rule: 'VH-05',
      detail: { cause: 'not-approved', order: 'O1', hours: { level: 'default' } },
    })
    expect(drives('2026-10-01T10:00', { ...APPROVAL, outsideHours: true })).toMatchObject({
      rule: 'VH-02',
      detail: { cause: 'not-approved' },
    })
    for (const [time, approval] of [
      ['2026-11-24T21:00', { ...APPROVAL, outsideHours: true }],
      ['2026-10-01T10:00', { ...APPROVAL, holiday: true }],
      ['2026-11-24T10:00', APPROVAL],
      ['2026-11-24T21:00', null],
    ] as const)
      expect(drives(time, approval)).toBeUndefined()
    expect(
      drives('2026-11-24T21:00', { ...APPROVAL, outsideHours: true, until: at('2026-11-24T20:59') })?.rule,
    ).toBe('VH-05')
  })
})

describe('what an order approves', () => {
  it('[VH-06] names a departure before its order, and a return after it', () => {
    const early = watch({
      orders: [{ ...ORDER, id: 'O1', start: TUESDAY + 60 * MINUTE, end: TUESDAY + 120 * MINUTE }],
    })
    early.see(drive(6))
    expect(early.breaches[0]).toMatchObject({ rule: 'VH-06', detail: { cause: 'early', order: 'O1' } })
    const late = watch({ orders: [{ ...ORDER, id: 'O1', end: TUESDAY + 5 * MINUTE }] })
    late.see([...drive(6), ...Array.from({ length: 40 }, (_, i): Fix => ({ t: 6 + i, north: 900 }))])
    expect(late.breaches).toMatchObject([
      {
        rule: 'VH-06',
        severity: 'yellow',
        at: TUESDAY + 36 * MINUTE,
        detail: { cause: 'late', order: 'O1' },
      },
    ])
  })
})

/** So long along a line so far north, a report each 3 s with a receiver's noise. */
const along = (north: number, sigma: number, reports: number, from = 0): Fix[] => {
  const rng = streamOf(9, `noise/${north}/${sigma}`)
  return Array.from({ length: reports }, (_, i) => ({
    t: (from + i) / 20,
    north: north + rng.normal() * sigma,
    east: i * 3,
    kmh: 30,
  }))
}

const area = fence('area', 'allowed', 'keep-in', {
  type: 'polygon',
  polygons: [
    [
      [
        [LON - 1, LAT - 1],
        [LON + 1, LAT - 1],
        [LON + 1, LAT + 5000 * METRE],
        [LON - 1, LAT + 5000 * METRE],
      ],
    ],
  ],
})

const zone = fence('zone', 'forbidden', 'keep-out', {
  type: 'polygon',
  polygons: [
    [
      [
        [LON - 1, LAT + 3000 * METRE],
        [LON + 1, LAT + 3000 * METRE],
        [LON + 1, LAT + 3200 * METRE],
        [LON - 1, LAT + 3200 * METRE],
      ],
    ],
  ],
})

const fences = [area, fence('depot', 'depot', 'keep-in', round(0, 40)), zone]

describe('a border', () => {
  it('[VH-09] says nothing for two hours on it with 15 m of noise, on the road beside a forbidden place neither', () => {
    for (const north of [5000, 4990, 5010, 2995]) {
      const one = watch({ orders: [ORDER], fences })
      one.see(along(north, 15, 2400))
      expect(one.breaches, String(north)).toEqual([])
    }
  })

  it('[VH-09] is told once it is really left, again only after it was really kept, and never by two far reports alone', () => {
    const one = watch({ orders: [ORDER], fences })
    one.see([...along(4000, 15, 40), ...along(6000, 15, 2, 40), ...along(4000, 15, 40, 42)])
    expect(one.breaches).toEqual([])
    one.see(along(5300, 15, 100, 100))
    expect(one.breaches[0]).toMatchObject({
      rule: 'VH-09',
      fence: { id: 'area' },
      at: TUESDAY + (104 / 20) * MINUTE,
    })
    const told = one.breaches.length
    one.see([...along(4990, 5, 2, 210), ...along(5020, 2, 40, 212)])
    expect(one.breaches.length).toBe(told + 40)
    one.see([...along(4900, 5, 10, 260), ...along(5040, 2, 40, 270)])
    expect(one.breaches.length).toBe(told + 40)
  })

  it('[VH-09] of a forbidden place counts from well inside', () => {
    const one = watch({ orders: [ORDER], fences })
    one.see(along(3100, 5, 20))
    expect(one.breaches[0]).toMatchObject({ rule: 'VH-09', severity: 'red', fence: { id: 'zone' } })
  })
})
