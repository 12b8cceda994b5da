import { describe, expect, it } from 'vitest'
import { chartText, DESK_TEXT_PX } from '../../../src/widgets/chart/chartText.ts'

const option = {
  grid: { left: 4, top: 20, containLabel: true },
  legend: { itemWidth: 10, textStyle: { color: 'red' } },
  xAxis: { type: 'category', data: ['a'] },
  yAxis: [
    { type: 'value', axisLabel: { color: 'blue' } },
    { type: 'value', axisLabel: { fontSize: 9 } },
  ],
  series: [{ type: 'line', data: [1], lineStyle: { width: 2 } }],
}

describe('words of a chart follow the wall', () => {
  it('sizes axes and legend, leaves what the option sizes itself', () => {
    const made = chartText(option, 27) as Record<string, never> as unknown as {
      yAxis: { axisLabel: object }[]
      xAxis: object
      legend: { textStyle: object }
    }
    expect(made.xAxis).toMatchObject({
      axisLabel: { fontSize: 27 },
      nameTextStyle: { fontSize: 27 },
      data: ['a'],
    })
    expect(made.yAxis.map(({ axisLabel }) => axisLabel)).toMatchObject([
      { fontSize: 27, color: 'blue' },
      { fontSize: 9 },
    ])
    expect(made.legend.textStyle).toEqual({ fontSize: 27, color: 'red' })
  })

  it('lengths in pixels grow by the same share', () => {
    expect(chartText(option, DESK_TEXT_PX * 2)).toMatchObject({
      grid: { left: 8, top: 40, containLabel: true },
      legend: { itemWidth: 20 },
      series: [{ data: [1], lineStyle: { width: 4 } }],
    })
  })
})
