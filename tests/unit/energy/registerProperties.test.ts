import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ceilingOf,
  segment,
  usedBy,
  withoutStrays,
  type MeterRule,
  type Register,
} from '../../../src/shared/energy/series/registers.ts'
import { holds } from '../../builders/plain/property.ts'
import { at, PLAIN, RATED, shelfOf } from './registers.ts'

const DAY = '2026-03-10'
const MINUTE = 60_000
/** Readings of one day in order of time, each with a total of its own; anything a meter may say. */
const chain = (most: number): fc.Arbitrary<Register[]> =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.nat({ max: most })), { minLength: 2, maxLength: 12 })
    .map((steps) => {
      let minute = 0
      return steps.map(([gap, total]) => ({ at: at('00:00', DAY) + (minute += gap) * MINUTE, total }))
    })
/** The same of a meter that only rises, within its rated power. */
const rising = chain(2_000).map((readings) => {
  let total = 100_000
  return readings.map((reading) => ({ ...reading, total: (total += reading.total) }))
})
const rule: fc.Arbitrary<MeterRule> = fc.record({
  ratedW: fc.nat({ max: 200_000 }),
  width: fc.constantFrom(0, 4, 6),
  changes: fc.array(
    fc.record({
      at: fc.nat({ max: 86_400_000 }).map((ms) => at('00:00', DAY) + ms),
      total: fc.nat(),
      first: fc.nat(),
    }),
    { maxLength: 2 },
  ),
})

describe('registers', () => {
  it('of any kind never give less than nothing, nor more than the rated power lets through', () => {
    holds(fc.tuple(chain(5_000_000), rule), ([readings, of]) => {
      for (let i = 1; i < readings.length; i++) {
        const [a, b] = [readings[i - 1] as Register, readings[i] as Register]
        const { used } = segment(a, b, of)
        expect(used).toBeGreaterThanOrEqual(0)
        expect(Number.isFinite(used)).toBe(true)
        if (of.ratedW > 0) expect(used).toBeLessThanOrEqual(ceilingOf(of, b.at - a.at))
      }
    })
  })

  it('of a rising meter sum to its whole way, read often or seldom', () => {
    holds(rising, (readings) => {
      let sum = 0
      for (let i = 1; i < readings.length; i++)
        sum += segment(readings[i - 1] as Register, readings[i] as Register, PLAIN).used
      const [first, last] = [readings[0] as Register, readings.at(-1) as Register]
      expect(sum).toBe(last.total - first.total)
      expect(withoutStrays(readings, PLAIN)).toEqual(readings)
    })
  })

  it('are split by the clock into parts that sum to the whole', () => {
    holds(fc.tuple(rising, fc.double({ min: 0, max: 1, noNaN: true })), ([[a, b], part]) => {
      if (!a || !b) return
      const used = b.total - a.total
      const middle = Math.round(a.at + (b.at - a.at) * part)
      const before = usedBy(a, b, used, middle)
      expect(Number.isInteger(before)).toBe(true)
      expect(before + (usedBy(a, b, used, b.at) - before)).toBe(used)
      expect(before).toBeGreaterThanOrEqual(0)
      expect(before).toBeLessThanOrEqual(used)
    })
  })

  it('give the same amounts and marks in whatever order they come', () => {
    holds(
      fc.tuple(rising, fc.array(fc.nat(), { minLength: 12, maxLength: 12 })),
      ([readings, keys]) => {
        const told = (order: readonly Register[]) => {
          const shelf = shelfOf([DAY], RATED)
          for (const reading of order) shelf.merge(0, reading.at, reading.total)
          return { total: shelf.total(), ...shelf.row(DAY) }
        }
        const mixed = readings
          .map((reading, i) => [keys[i] as number, reading] as const)
          .sort(([a], [b]) => a - b)
          .map(([, reading]) => reading)
        expect(told(mixed)).toEqual(told(readings))
      },
      150,
    )
  })
})

describe('marks of seldom readings', () => {
  it('are judged by the intervals beside them, also where the one between came last', () => {
    const told = (order: readonly string[]): string => {
      const shelf = shelfOf([DAY], RATED)
      for (const time of order) shelf.merge(0, at(time, DAY), 100_000)
      return shelf.row(DAY).marks.slice(0, 4)
    }
    expect(told(['00:01', '00:20', '00:41', '00:42', '00:43'])).toBe('mmm.')
    expect(told(['00:20', '00:41', '00:42', '00:43', '00:01'])).toBe('mmm.')
  })
})
