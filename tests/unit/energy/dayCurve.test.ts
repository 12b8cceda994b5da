import { describe, expect, it } from 'vitest'
import { dayCurve, QUARTERS, unitLabels, wholeQuarters } from '../../../src/boards/common/curve.ts'

const NAMES = { today: '今日', yesterday: '昨日', thin: '缺表' }
interface Drawn {
  readonly tooltip: { valueFormatter(value: unknown): string }
  readonly yAxis: { axisLabel: { formatter(value: number, index: number): string } }
  readonly series: readonly { name: string; data: readonly (number | null)[]; lineStyle: { type?: string } }[]
}
const drawn = (...given: Parameters<typeof dayCurve>): Drawn => dayCurve(...given) as unknown as Drawn
const told = ({ series }: Drawn) => series.map(({ name, data }) => [name, data])

describe('a day’s load beside the day before', () => {
  it('stands over the ninety-six quarter hours of a day', () => {
    expect([QUARTERS.length, QUARTERS[0], QUARTERS[37], QUARTERS[95]]).toEqual([
      96,
      '00:00',
      '09:15',
      '23:45',
    ])
  })

  it('leaves out the quarter hour that is still filling, and keeps gaps as gaps', () => {
    expect(wholeQuarters([3, null, 4, 2, null])).toEqual([3, null, 4, null, null])
    expect(wholeQuarters([null, null])).toEqual([null, null])
    const curve = drawn([3, null, 4, 2, null], [5, 6, null, 7, 8], NAMES)
    expect(told(curve)).toEqual([
      ['昨日', [5, 6, null, 7, 8]],
      ['今日', [3, null, 4, null, null]],
    ])
  })

  it('is in kW, and in MW from ten of them on either day', () => {
    const small = drawn([9_999, 1], [9_999, 9_999], NAMES)
    expect(small.series[0]?.data).toEqual([9_999, 9_999])
    expect(small.tooltip.valueFormatter(9_999.44)).toBe('9,999.4 kW')
    const large = drawn([500, 1], [10_000, null], NAMES)
    expect(told(large)).toEqual([
      ['昨日', [10, null]],
      ['今日', [0.5, null]],
    ])
    expect([large.tooltip.valueFormatter(12.34), large.tooltip.valueFormatter('-')]).toEqual(['12.3 MW', '—'])
    expect(large.yAxis.axisLabel.formatter(0, 0)).toBe('0 MW')
  })

  it('draws apart the quarter hours in which few meters reported', () => {
    const curve = drawn([4, 5, 6, 7], [1, 2, 3, 4], NAMES, { today: [1, 0.2, 1, 1], yesterday: [1, 1, 1, 1] })
    expect(curve.series.map(({ name }) => name)).toEqual(['昨日', '今日', '缺表'])
    expect(curve.series[2]?.data[1]).toBe(5)
    expect(curve.series[2]?.lineStyle.type).toBe('dotted')
    const unnamed = drawn(
      [4, 5, 6, 7],
      [],
      { today: '今日', yesterday: '昨日' },
      { today: [1, 0.2, 1, 1], yesterday: [] },
    )
    expect(unnamed.series[2]?.name).toBe('今日')
  })
})

describe('the labels of an axis', () => {
  it('carry the unit at the lowest alone', () => {
    const { formatter } = unitLabels('kW')
    expect([formatter(0, 0), formatter(1200, 1), unitLabels('').formatter(0, 0)]).toEqual([
      '0 kW',
      '1,200',
      '0',
    ])
  })
})
