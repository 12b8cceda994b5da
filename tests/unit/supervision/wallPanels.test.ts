import { describe, expect, it } from 'vitest'
import { classYear } from '../../../src/boards/supervision/panels/class-year/viewModel.ts'
import {
  crossingAtLeast,
  answerOf,
  inkOn,
  placesThatFit,
  sortedBy,
  type PlaceRow,
} from '../../../src/boards/supervision/panels/place-matrix/viewModel.ts'
import { shadeOf } from '../../../src/boards/common/verdict/shade.ts'

const over = { better: 'less', breaks: [0.5, 1, 1.5, 3], decimals: 1 } as const

describe('the year of the counties', () => {
  const names = ['2026-03', '2026-04', '2026-05']
  const now = { month: '2026-06', values: [0.2, 3.2, null] }

  it('is a column a month, the first of the names left to the month of now, each judged by the breaks of now', () => {
    const kept = [
      { month: '2026-03', values: [9, 9, 9] },
      { month: '2026-04', values: [1.2, 3.1, 4], by: 'platform' as const },
      { month: '2026-05', values: [0.4, 3.0, null] },
    ]
    expect(classYear(names, kept, now, over)).toEqual([
      { month: '2026-04', counts: [0, 0, 1, 0, 2], noData: 0, handed: true },
      { month: '2026-05', counts: [1, 0, 0, 1, 0], noData: 1, handed: false },
      { month: '2026-06', counts: [1, 0, 0, 0, 1], noData: 1, handed: false },
    ])
  })

  it('has a gap where a month was not kept, not a column of zeros', () => {
    expect(classYear(names, [], now, over).map(({ counts }) => counts === null)).toEqual([true, true, false])
  })
})

const row = (id: string, ...values: (number | null)[]): PlaceRow => ({
  id,
  name: id,
  cells: values.map((value) => ({
    value,
    text: String(value),
    figure: String(value),
    hex: null,
    crosses: (value ?? 0) > 2,
  })),
})

describe('places by question', () => {
  const rows = [row('a', 1, 98), row('b', null, 90), row('c', 3, 99), row('d', 3, null)]

  it('stand worst first by the question that is asked, those without a figure last', () => {
    expect(sortedBy(rows, 0, 'less').map(({ id }) => id)).toEqual(['c', 'd', 'a', 'b'])
    expect(sortedBy(rows, 1, 'more').map(({ id }) => id)).toEqual(['b', 'a', 'c', 'd'])
  })

  it('are counted by how many lines they cross', () => {
    expect([crossingAtLeast(rows, 1), crossingAtLeast(rows, 2)]).toEqual([4, 1])
  })

  it('are told in a word: those beyond most lines, else beyond any, else none', () => {
    expect([answerOf(rows, 2), answerOf(rows, 1), answerOf(rows, 0)]).toEqual([
      { key: 'many', n: 1, of: 2 },
      { key: 'many', n: 4, of: 1 },
      { key: 'unjudged', n: 0, of: 0 },
    ])
    expect(answerOf([row('a', 1, 2)], 2)).toEqual({ key: 'none', n: 1, of: 2 })
  })

  it('stand whole: the first of them that fit, in names as long as theirs', () => {
    const size = { lies: false, width: 40, height: 9 }
    expect(placesThatFit(rows, size)).toEqual({ rows: rows.slice(0, 3), namesEm: 5.2 })
    const [long] = [{ ...rows[0]!, name: '宁明县城东路中93号大院' }]
    expect(placesThatFit([long], size).namesEm).toBeCloseTo(11.32)
    expect(placesThatFit([{ ...rows[0]!, name: 'Fangchenggang' }], size).namesEm).toBeCloseTo(7.48)
    expect(placesThatFit([long], { ...size, width: 18 }).namesEm).toBe(10)
    expect(placesThatFit(rows, { lies: true, width: 19, height: 9 }).rows).toHaveLength(2)
    expect(placesThatFit(rows, { ...size, height: 0 }).rows).toHaveLength(4)
  })

  it('are written in the ink that stands out', () => {
    expect([inkOn('#e39b2e'), inkOn('#93d2cd'), inkOn('#2c2750'), inkOn('#17565c')]).toEqual([
      '#060d18',
      '#060d18',
      '#eaf2fb',
      '#eaf2fb',
    ])
  })
})

describe('the colour of an answer', () => {
  const line = { target: 98, severe: 96, better: 'more' } as const
  const figure = (value: number | null, n: number | null = 100) => ({ value, n, decimals: 1 })
  const klassOf = (value: number | null, n?: number | null): number =>
    shadeOf({ ramp: 'vehicle' }, figure(value, n), line, null).klass

  it('is by the line where no index answers: what is kept by how much of the allowance it takes', () => {
    expect([99.5, 98.5, 98.1, 98, 97.9, 95.9].map((value) => klassOf(value))).toEqual([0, 1, 2, 2, 3, 4])
    expect(shadeOf({ ramp: 'vehicle' }, figure(95.9), line, null)).toMatchObject({
      hex: '#9cc6f2',
      crosses: true,
    })
  })

  it('is by the classes of the index that answers, and says apart whether the line is crossed', () => {
    const held = { target: 2, severe: 4, better: 'less' } as const
    expect(shadeOf({ ramp: 'over' }, figure(1.6), held, over)).toMatchObject({ klass: 3, crosses: false })
    expect(shadeOf({ ramp: 'over' }, figure(2.1), held, over)).toMatchObject({ klass: 3, crosses: true })
  })

  it('is none without a figure, without a line, and over few', () => {
    expect([klassOf(null), klassOf(90, 29)]).toEqual([-1, -1])
    const unheld = { target: null, severe: null, better: 'less' } as const
    expect(shadeOf({}, figure(5), unheld, null)).toEqual({ klass: -1, hex: null, crosses: false })
  })
})
