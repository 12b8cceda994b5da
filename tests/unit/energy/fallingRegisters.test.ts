import { describe, expect, it } from 'vitest'
import {
  judgeFall,
  segment,
  totalFault,
  withoutStrays,
  type MeterRule,
} from '../../../src/shared/energy/series/registers.ts'
import { makeEnergyBook } from '../../../server/energy/quarters/book.ts'
import { readColumns, ReadingWriter } from '../../../server/energy/quarters/columns.ts'
import { admitReadings } from '../../../server/energy/live/doors/readings.ts'
import { makeRoster } from '../../../server/energy/live/roster.ts'
import { markOf } from '../../../server/energy/quarters/sheets.ts'
import { DAY, at, register, PLAIN, RATED, shelfOf, shuffled } from './registers.ts'

const day = '2026-03-10'

const meter = (ratedKw: number, digits: number | null = null) =>
  makeRoster(
    [
      {
        ordinal: 1,
        id: 'M1',
        building: 'B1',
        county: '450102',
        item: 'total',
        ratedKw,
        ratio: 1,
        digits,
        changes: [],
      },
    ],
    new Map(),
  )

/** Registers one after another through the book, as every way of readings brings them. */
const counted = (
  ratedKw: number,
  registers: readonly (readonly [string, number])[],
  digits: number | null = null,
) => {
  const falls: number[] = []
  const book = makeEnergyBook({
    onUse: () => undefined,
    onFall: (_meter, _newest, { total }) => void falls.push(total / 1000),
  })
  book.setRoster(meter(ratedKw, digits))
  const sheet = book.hold(day).sheet
  for (const [time, kwh] of registers) {
    const writer = new ReadingWriter(1)
    writer.add(1, at(time), Math.round(kwh * 1000), Number.NaN)
    book.apply(readColumns(writer.bytes()), at(time))
  }
  const row = sheet.row(1) * 96
  return {
    kwh: sheet.sum(sheet.row(1)) / 1000,
    falls,
    marks: [...sheet.marks().subarray(row, row + 96)].map(markOf).join('').replaceAll('.', ''),
    newest: (book.newest(1)?.total ?? 0) / 1000,
  }
}

describe('a register that falls', () => {
  it('by 0.1 kWh for a moment is no new register', () => {
    expect(
      counted(100, [
        ['00:00', 700],
        ['06:00', 699.9],
        ['06:15', 701],
      ]),
    ).toMatchObject({ kwh: 1, falls: [699.9], newest: 701 })
    expect(segment(register('00:00', 700), register('06:00', 699.9), RATED)).toEqual({ used: 0, mark: 'b' })
  })

  it('to zero for one reading counts nothing, of a known rating or not', () => {
    for (const rated of [0, 100])
      expect(
        counted(rated, [
          ['00:00', 50_000],
          ['00:15', 0],
          ['00:30', 50_010],
        ]),
      ).toMatchObject({ kwh: 10, falls: [0] })
    expect(
      counted(0, [
        ['00:00', 50_000],
        ['00:15', 0],
        ['00:30', 0],
        ['00:45', 50_010],
      ]),
    ).toMatchObject({ kwh: 10, falls: [0] })
  })

  it('and rises from there, or stays there for half an hour, began anew: its use from then on counts', () => {
    expect(
      counted(0, [
        ['00:00', 50_000],
        ['00:15', 2],
        ['00:30', 4],
      ]),
    ).toMatchObject({ kwh: 4, newest: 4 })
    expect(
      counted(0, [
        ['00:00', 50_000],
        ['00:15', 0],
        ['00:30', 0],
        ['00:45', 0],
        ['01:00', 0],
        ['01:15', 3],
      ]),
    ).toMatchObject({ kwh: 3, newest: 3 })
  })
})

describe('a register that falls', () => {
  it('by a rollover or a recorded change goes on at once', () => {
    expect(
      counted(
        0,
        [
          ['00:00', 99_998],
          ['00:15', 1],
        ],
        5,
      ),
    ).toMatchObject({ kwh: 3, falls: [], newest: 1 })
    const changed: MeterRule = { ...PLAIN, changes: [{ at: at('00:10'), total: 50_001_000, first: 0 }] }
    expect(judgeFall(register('00:00', 50_000), null, register('00:15', 1), changed)).toBe('take')
  })

  it('is told from a stray value among late readings too', () => {
    const late = [
      register('09:00', 50_000),
      register('09:15', 50_005),
      register('09:45', 50_015),
      register('09:30', 0),
      register('10:00', 50_020),
    ]
    for (let seed = 1; seed <= 10; seed++) {
      const shelf = shelfOf([DAY], PLAIN)
      for (const reading of shuffled(late, seed)) shelf.merge(0, reading.at, reading.total)
      expect(shelf.total()).toBe(20_000)
    }
    const fresh = [register('09:00', 5), register('09:15', 0), register('09:30', 8)]
    expect(withoutStrays(fresh, PLAIN)).toHaveLength(3)
  })
})

describe('a register that falls', () => {
  it('FFFFFFFF, less than nothing and more than any meter shows are no readings; the others of the message are', () => {
    expect([0, 12.5, 999_999_999].map(totalFault)).toEqual([null, null, null])
    for (const total of [4_294_967_295, 42_949_672.95, -1, Number.NaN, 1e300])
      expect(totalFault(total)).toMatch(/^expected a register/)
    const two = makeRoster(
      ['M1', 'M2'].map((id, i) => ({
        ordinal: i + 1,
        id,
        building: 'B1',
        county: '450102',
        item: i === 0 ? ('total' as const) : ('water' as const),
        ratedKw: 0,
        ratio: 1,
        digits: null,
        changes: [],
      })),
      new Map(),
    )
    const { writer, rejected } = admitReadings(
      two,
      'platform',
      [
        {
          building: 'B1',
          at: at('09:00'),
          meters: [
            { meter: 'M1', total: 4_294_967_295, kw: null },
            { meter: 'M2', total: 7, kw: 1e300 },
          ],
        },
      ],
      at('09:01'),
    )
    const read = readColumns(writer.bytes())
    expect([read.length, read.kw[0]]).toEqual([1, Number.NaN])
    expect(rejected).toEqual([
      expect.objectContaining({ field: 'meters', reason: expect.stringContaining('FFFFFFFF') }),
    ])
  })
})
