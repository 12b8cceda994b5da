import { describe, expect, it } from 'vitest'
import { yearShare } from '../../../src/shared/energy/insight/pace.ts'
import { platformQuarters, quarterOf } from '../../../src/shared/energy/series/quarters.ts'

const at = (time: string): number => Date.parse(`2026-03-10T${time}:00+08:00`)

describe('quarter hours of a day', () => {
  it('take a platform’s value only where the quarter had ended when it was written', () => {
    expect(platformQuarters('2026-03-10', [1, null, 3, 4], at('00:45'))).toEqual([
      { quarter: 0, kwh: 1 },
      { quarter: 2, kwh: 3 },
    ])
    expect(quarterOf(at('23:59'))).toBe(95)
  })
})

describe('the year', () => {
  it('is half gone at the start of July 2nd, noon', () => {
    expect(yearShare(Date.parse('2026-07-02T12:00:00+08:00'))).toBeCloseTo(0.5, 6)
  })
})
