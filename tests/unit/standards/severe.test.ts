import { describe, expect, it } from 'vitest'
import { severeOf } from '../../../src/shared/indices/severe.ts'

const less = { better: 'less', breaks: [0.5, 1, 1.5, 3], decimals: 1 } as const
const more = { better: 'more', breaks: [99, 98.5, 98, 95], decimals: 1 } as const
const place = (id: string, value: number | null, n: number | null = 100) => ({ id, value, n })
const ids = (found: readonly { readonly id: string }[]): string => found.map(({ id }) => id).join('')

describe('the severe places of an index', () => {
  it('are those of the grave class, worst first, whichever way is better', () => {
    const high = [place('a', 3.2), place('b', 9), place('c', 3.0), place('d', 1), place('e', null)]
    expect(ids(severeOf(less, high))).toBe('ba')
    expect(ids(severeOf(more, [place('a', 94), place('b', 12), place('c', 95), place('d', 99)]))).toBe('ba')
  })

  it('are judged as printed: what reads 3.0 is not beyond 3.0', () => {
    expect(severeOf(less, [place('a', 3.04)])).toEqual([])
    expect(ids(severeOf(less, [place('a', 3.06)]))).toBe('a')
  })

  it('have those counted over few behind all others, of equals the larger first', () => {
    const places = [place('a', 50, 12), place('b', 4, 40), place('c', 4, 400), place('d', 4, 40)]
    expect(ids(severeOf(less, places))).toBe('cbda')
  })

  it('are at most nine, and all of them where that is asked', () => {
    const many = Array.from({ length: 14 }, (_, i) => place(String(i), 10 + i))
    expect(severeOf(less, many).map(({ value }) => value)).toEqual([23, 22, 21, 20, 19, 18, 17, 16, 15])
    expect(severeOf(less, many, Infinity)).toHaveLength(14)
  })
})
