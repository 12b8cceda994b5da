import { describe, expect, it } from 'vitest'
import { reckon, withReading } from '../../../src/shared/energy/insight/dayLine.ts'
import { holderOf, sharesOf } from '../../../src/shared/energy/holders.ts'
import {
  endedQuarters,
  foldDays,
  foldQuarters,
  noCell,
  periodStart,
} from '../../../src/shared/energy/series/periods.ts'
import { segment, type MeterRule, type Register } from '../../../src/shared/energy/series/registers.ts'
import { contributionsOf } from '../../../src/shared/energy/series/rollItems.ts'
import { startOfDay } from '../../../src/shared/kernel/units.ts'
import {
  makeDaySheet,
  packRegisters,
  unpackRegisters,
  type DaySheet,
} from '../../../server/energy/quarters/sheets.ts'
import { DAY, at, register, PLAIN, RATED, shelfOf, shuffled } from './registers.ts'

describe('two neighbouring registers', () => {
  it('give what was used; over a gap it is marked as estimated, over a week nothing is said', () => {
    expect(segment(register('09:00', 10), register('09:15', 13), RATED)).toEqual({ used: 3000, mark: 'm' })
    expect(segment(register('09:00', 10), register('12:00', 13), RATED)).toEqual({ used: 3000, mark: 'e' })
    expect(segment(register('09:00', 10), register('09:01', 13, '2026-03-17'), RATED)).toEqual({
      used: 0,
      mark: 'g',
    })
  })

  it('leave out what exceeds 1.25 × the rated power, judged over a quarter hour at least', () => {
    expect(segment(register('09:00', 10), register('09:15', 50), RATED)).toEqual({ used: 0, mark: 'x' })
    expect(segment(register('09:00', 10), register('09:01', 35), RATED)).toEqual({ used: 25_000, mark: 'm' })
  })

  it('tell a fall apart: recorded change, rollover, fresh start, running backwards', () => {
    const changed: MeterRule = { ...RATED, changes: [{ at: at('09:05'), total: 9_004_000, first: 100_000 }] }
    expect(segment(register('09:00', 9000), register('09:15', 102), changed)).toEqual({
      used: 6000,
      mark: 'r',
    })
    expect(segment(register('09:00', 9998), register('09:15', 3), { ...RATED, width: 10_000_000 })).toEqual({
      used: 5000,
      mark: 'o',
    })
    expect(segment(register('09:00', 9000), register('09:15', 3), RATED)).toEqual({ used: 3000, mark: 'r' })
    expect(segment(register('09:00', 9000), register('09:15', 8999.5), RATED)).toEqual({ used: 0, mark: 'b' })
    expect(segment(register('09:00', 9000), register('09:15', 8000), PLAIN).mark).toBe('b')
  })
})

describe('a quarter hour', () => {
  it('keeps its first and last register and those about a fall, in whatever order they come', () => {
    const readings = [
      register('09:00', 100),
      register('09:03', 104),
      register('09:05', 1),
      register('09:08', 2),
      register('09:14', 6),
    ]
    const orders = [
      readings,
      readings.toReversed(),
      [2, 0, 4, 1, 3].map((i) => readings[i] as Register),
      [...readings, ...readings],
    ]
    for (const order of orders) {
      const kept = order.reduce<readonly Register[]>(withReading, [])
      expect(reckon(kept, startOfDay(DAY), 36, 36, RATED).values[0]).toBe(4000 + 1000 + 5000)
    }
    expect(
      withReading([readings[0] as Register, readings[1] as Register], register('09:01', 102)),
    ).toHaveLength(2)
  })

  it('is split at its border in whole Wh: what one loses the next has', () => {
    const line = reckon([register('09:10', 0), register('09:17', 0.01)], startOfDay(DAY), 36, 37, PLAIN)
    expect([...line.values]).toEqual([7, 3])
  })
})
const DAYS = ['2026-03-08', '2026-03-09', DAY, '2026-03-11']

describe('readings in any order', () => {
  it('come to the same quarters, sums and registers, over days without any reading too', () => {
    const readings = [
      register('22:10', 1000, '2026-03-08'),
      register('22:20', 1001, '2026-03-08'),
      register('23:58', 1003, '2026-03-08'),
      register('00:07', 1010),
      register('00:16', 1011),
      register('08:00', 1020),
      register('08:04', 1, DAY),
      register('23:50', 9),
      register('00:20', 10, '2026-03-11'),
    ]
    const inOrder = shelfOf(DAYS)
    for (const reading of readings) inOrder.merge(0, reading.at, reading.total)
    const rows = DAYS.map(inOrder.row)
    expect(inOrder.total()).toBe(20_000 + 1000 + 9000)
    expect(rows[1]?.marks).toBe('e'.repeat(96))
    for (let seed = 1; seed <= 20; seed++) {
      const other = shelfOf(DAYS)
      for (const reading of shuffled([...readings, ...readings], seed))
        other.merge(0, reading.at, reading.total)
      expect(DAYS.map(other.row)).toEqual(rows)
      expect(other.total()).toBe(30_000)
    }
  })

  it('say when a day that they touch is not at hand', () => {
    const two = shelfOf(DAYS.slice(2))
    expect(two.merge(0, at('10:00'), 5)).toBe(true)
    expect(two.merge(0, at('10:00', '2026-03-05'), 1)).toBe(false)
  })

  it('survive packing, wide falls of the register among them', () => {
    const shelf = shelfOf([DAY], { ...PLAIN, width: 1e13 })
    for (const reading of [register('08:00', 9_999_999_990), register('08:05', 5), register('08:10', 6)])
      shelf.merge(0, reading.at, reading.total)
    expect(shelf.row(DAY)).toMatchObject({ marks: `${'.'.repeat(32)}o${'.'.repeat(63)}` })
    const again = makeDaySheet(DAY, 1)
    const sheet = shelf.sheets.get(DAY) as DaySheet
    unpackRegisters(again, again.ensure(0), packRegisters(sheet, 0))
    expect(again.chain(32)).toEqual(sheet.chain(32))
    expect(again.chain(32)).toHaveLength(3)
  })
})

describe('a meter that reads each hour', () => {
  it('is measured, once its interval is known; a meter that missed a reading is estimated over the gap', () => {
    const shelf = shelfOf([DAY], PLAIN)
    const hourly = (
      [
        ['08:10', 0],
        ['09:10', 4],
        ['10:10', 8],
        ['11:10', 12],
        ['12:10', 15],
      ] as const
    ).map(([time, kwh]) => register(time, kwh))
    for (const reading of hourly) shelf.merge(0, reading.at, reading.total)
    expect(shelf.row(DAY).marks.slice(32, 49)).toBe('m'.repeat(17))
    for (let seed = 1; seed <= 10; seed++) {
      const other = shelfOf([DAY], PLAIN)
      for (const reading of shuffled(hourly, seed)) other.merge(0, reading.at, reading.total)
      expect(other.row(DAY)).toEqual(shelf.row(DAY))
    }
    const missed = shelfOf([DAY], PLAIN)
    for (const [time, kwh] of [
      ['08:00', 0],
      ['08:15', 1],
      ['09:00', 4],
      ['09:15', 5],
    ] as const)
      missed.merge(0, at(time), kwh * 1000)
    expect(missed.row(DAY).marks.slice(32, 37)).toBe('meeem')
  })
})

describe('items', () => {
  it('sum to the whole with the rest, whatever a building meters', () => {
    const sets = [
      ['total', '01A00', '01D10'],
      ['total', '01D00', '01D10', '01D30'],
      ['01A00', '01B00', '01D10'],
      ['total'],
      ['gas', 'gas-canteen'],
      ['gas-canteen', 'gas-boiler'],
    ] as const
    for (const metered of sets) {
      const sums = new Map<string, number>()
      metered.forEach((item, i) =>
        contributionsOf(item, new Set(metered)).forEach(({ item: into, sign }) =>
          sums.set(into, (sums.get(into) ?? 0) + sign * (100 - i * 7)),
        ),
      )
      const of = (item: string): number => sums.get(item) ?? 0
      expect(of('01A00') + of('01B00') + of('01C00') + of('01D00') + of('rest:total')).toBe(of('total'))
      expect(of('01D10') + of('01D30') + of('01D60') + of('rest:01D00')).toBe(of('01D00'))
      expect(of('gas-canteen') + of('gas-boiler') + of('rest:gas')).toBe(of('gas'))
    }
  })
})

describe('holders of a building', () => {
  it('are its units by used area, its empty rooms and its common parts', () => {
    expect(holderOf({ category: 'office', state: 'in-use', unit: 'U' })).toBe('U')
    expect(holderOf({ category: 'office', state: 'idle', unit: null })).toBe('vacant')
    expect(holderOf({ category: 'equipment', state: 'in-use', unit: 'U' })).toBe('common')
    expect(holderOf({ category: 'service', state: 'in-use', unit: null })).toBe('common')
    expect(
      sharesOf(
        new Map([
          ['vacant', 1],
          ['U', 3],
        ]),
      ),
    ).toEqual([
      { holder: 'U', share: 0.75 },
      { holder: 'vacant', share: 0.25 },
    ])
    expect(sharesOf(new Map())).toEqual([{ holder: 'common', share: 1 }])
  })
})

describe('periods', () => {
  it('of a longer name are sums of the shorter', () => {
    const quarters = Array.from({ length: 96 }, (_, i) => ({ ...noCell(), wh: i, have: 1, expected: 1 }))
    const hours = foldQuarters('hour', DAY, quarters)
    expect(hours.get(`${DAY}T08`)?.wh).toBe(32 + 33 + 34 + 35)
    const day = foldQuarters('day', DAY, quarters).get(DAY)
    expect([...hours.values()].reduce((sum, { wh }) => sum + wh, 0)).toBe(day?.wh)
    expect(
      foldDays('year', [
        [DAY, day ?? noCell()],
        ['2026-04-01', { ...noCell(), wh: 5 }],
      ]).get('2026')?.wh,
    ).toBe(4560 + 5)
    expect(periodStart(`${DAY}T08:15`)).toBe(at('08:15'))
    expect(periodStart('2026-03')).toBe(at('00:00', '2026-03-01'))
    expect([endedQuarters(DAY, at('08:20')), endedQuarters('2026-03-11', at('08:20'))]).toEqual([33, 0])
  })
})
