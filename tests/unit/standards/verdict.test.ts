import { describe, expect, it } from 'vitest'
import {
  moved,
  standing,
  toMend,
  twiceBeyond,
  worstOf,
  type Line,
} from '../../../src/shared/indices/verdict.ts'

const OVER: Line = { target: 1.5, severe: 3, better: 'less' }
const RULED: Line = { target: 98, severe: 96, better: 'more' }
const of = (value: number | null, n: number | null = 1000) => ({ value, n, decimals: 1 })

describe('how a figure stands', () => {
  it('keeps its line up to the line itself, as it is printed, misses it slightly and then gravely', () => {
    expect([1.2, 1.5, 1.54, 1.56, 3.0, 3.04, 3.06].map((value) => standing(of(value), OVER))).toEqual([
      'kept',
      'kept',
      'kept',
      'slight',
      'slight',
      'slight',
      'severe',
    ])
    expect([99, 98, 97.96, 97.9, 96, 95.9].map((value) => standing(of(value), RULED))).toEqual([
      'kept',
      'kept',
      'kept',
      'slight',
      'slight',
      'severe',
    ])
  })

  it('is not judged over fewer than thirty, without a line or without a figure', () => {
    expect([standing(of(53.8, 13), OVER), standing(of(53.8, 30), OVER)]).toEqual(['small', 'severe'])
    expect(standing(of(53.8, null), OVER)).toBe('severe')
    expect(standing(of(4), { ...OVER, target: null })).toBe('unheld')
    expect(standing(of(null, 13), OVER)).toBe('unknown')
  })

  it('is grave at twice what the line allows', () => {
    expect([twiceBeyond(1.5, 'less'), twiceBeyond(98, 'more')]).toEqual([3, 96])
  })
})

describe('the worst place', () => {
  const part = (id: string, value: number | null, n: number | null) => ({ id, name: id, value, n })

  it('is the highest where less is better and the lowest where more is, and never one without a figure', () => {
    const parts = [part('a', 2, 100), part('b', 5, 100), part('c', null, 100), part('d', 1, 100)]
    expect([worstOf(parts, 'less')?.id, worstOf(parts, 'more')?.id]).toEqual(['b', 'd'])
    expect([worstOf([part('c', null, 9)], 'less'), worstOf([], 'less')]).toEqual([null, null])
  })

  it('is no place of fewer than thirty while a larger one stands beside it; of equal ones the larger', () => {
    const small = part('small', 53.8, 13)
    expect(worstOf([small, part('large', 2.7, 900)], 'less')?.id).toBe('large')
    expect(worstOf([small, part('smaller', 60, 5)], 'less')?.id).toBe('smaller')
    expect(worstOf([part('a', 2, 40), part('b', 2, 400)], 'less')?.id).toBe('b')
  })
})

describe('what moved and what would mend it', () => {
  it('is the difference of what is printed, and not known where one of both is not', () => {
    expect(moved(1.24, 1.46, 1)).toBe(-0.3)
    expect(moved(1.24, 1.16, 1)).toBe(0)
    expect([moved(null, 1, 1), moved(1, null, 1), moved(1, undefined, 1)]).toEqual([null, null, null])
  })

  it('counts to the line: 28 of 1,000 are 13 too many for 1.5 %, 9,760 of 10,000 want 40 for 98 %', () => {
    expect(toMend(28, 1000, 1.5, 'less')).toBe(13)
    expect(toMend(9760, 10_000, 98, 'more')).toBe(40)
    expect([toMend(15, 1000, 1.5, 'less'), toMend(9800, 10_000, 98, 'more')]).toEqual([0, 0])
  })
})
