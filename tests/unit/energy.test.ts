import { describe, expect, it } from 'vitest'
import { wholeMeters } from '../../src/shared/energy/items.ts'
import { projectYear, yearShare } from '../../src/shared/energy/pace.ts'
import { consumption, platformQuarters, quarterOf } from '../../src/shared/energy/quarters.ts'

const at = (time: string): number => Date.parse(`2026-03-10T${time}:00+08:00`)

describe('quarter hours of a register', () => {
  it('split what was used at the quarter hour, by time', () => {
    const pieces = consumption({ at: at('09:10'), total: 100 }, { at: at('09:20'), total: 104 }, 0)
    expect(pieces).toEqual([
      { day: '2026-03-10', quarter: 36, kwh: 2, mark: 'm' },
      { day: '2026-03-10', quarter: 37, kwh: 2, mark: 'm' },
    ])
  })

  it('give nothing for a repeat, a late reading, or the first one', () => {
    expect(consumption(null, { at: at('09:00'), total: 5 }, 0)).toEqual([])
    expect(consumption({ at: at('09:00'), total: 5 }, { at: at('09:00'), total: 5 }, 0)).toEqual([])
    expect(consumption({ at: at('09:00'), total: 5 }, { at: at('08:59'), total: 4 }, 0)).toEqual([])
  })

  it('mark a gap as estimated and lose none of its energy, over midnight too', () => {
    const pieces = consumption({ at: at('22:00'), total: 0 }, { at: at('22:00') + 4 * 3_600_000, total: 16 }, 0)
    expect(pieces).toHaveLength(16)
    expect(pieces.every(({ mark, kwh }) => mark === 'e' && kwh === 1)).toBe(true)
    expect(pieces.filter(({ day }) => day === '2026-03-11')).toHaveLength(8)
  })

  it('count a register that began anew from zero, and leave out what exceeds 1.25 × the rated power', () => {
    expect(consumption({ at: at('09:00'), total: 9000 }, { at: at('09:15'), total: 3 }, 100)).toEqual([{ day: '2026-03-10', quarter: 36, kwh: 3, mark: 'r' }])
    expect(consumption({ at: at('09:00'), total: 10 }, { at: at('09:15'), total: 50 }, 100)).toEqual([{ day: '2026-03-10', quarter: 37, kwh: 0, mark: 'x' }])
  })

  it('take a platform’s value only where the quarter had ended when it was written', () => {
    expect(platformQuarters('2026-03-10', [1, null, 3, 4], at('00:45'))).toEqual([{ quarter: 0, kwh: 1 }, { quarter: 2, kwh: 3 }])
    expect(quarterOf(at('23:59'))).toBe(95)
  })
})

describe('a building’s whole', () => {
  it('is its total meter, else its four 分项, and never water or gas', () => {
    expect(wholeMeters([{ item: 'total' }, { item: '01A00' }, { item: 'water' }])).toEqual([{ item: 'total' }])
    expect(wholeMeters([{ item: '01A00' }, { item: '01B00' }, { item: 'gas' }])).toEqual([{ item: '01A00' }, { item: '01B00' }])
  })
})

describe('the year', () => {
  it('is half gone at the start of July 2nd, noon', () => {
    expect(yearShare(Date.parse('2026-07-02T12:00:00+08:00'))).toBeCloseTo(0.5, 6)
  })

  it('ends by last year’s shape where that is known, else by the share gone; the first week says nothing', () => {
    const july = Date.parse('2026-07-02T12:00:00+08:00')
    expect(projectYear(600, july, { toDateKwh: 400, wholeKwh: 1000 })).toBe(1500)
    expect(projectYear(600, july, null)).toBeCloseTo(1200, 6)
    expect(projectYear(10, Date.parse('2026-01-03T00:00:00+08:00'), null)).toBeNull()
  })
})
