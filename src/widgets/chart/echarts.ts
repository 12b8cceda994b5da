import {
  BarChart,
  GaugeChart,
  LineChart,
  PieChart,
  RadarChart,
  SankeyChart,
  ScatterChart,
  TreemapChart,
} from 'echarts/charts'
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  MarkPointComponent,
  PolarComponent,
  RadarComponent,
  TooltipComponent,
} from 'echarts/components'
import { init, registerTheme, use, type ECharts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { SERIES_HEX, TOKENS } from '../../theme/palette.ts'

/** The one place that knows ECharts: tree-shaken, dark from the tokens. */
use([
  BarChart,
  GaugeChart,
  LineChart,
  PieChart,
  RadarChart,
  SankeyChart,
  ScatterChart,
  TreemapChart,
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  MarkPointComponent,
  PolarComponent,
  RadarComponent,
  TooltipComponent,
  CanvasRenderer,
])

const axis = {
  axisLine: { lineStyle: { color: 'rgba(255,255,255,0.26)' } },
  axisTick: { show: false },
  axisLabel: { color: TOKENS.textQuiet },
  splitLine: { lineStyle: { color: 'rgba(255,255,255,0.08)' } },
  nameTextStyle: { color: TOKENS.textQuiet },
}
registerTheme('guanlan', {
  color: [...SERIES_HEX],
  backgroundColor: 'transparent',
  textStyle: { color: TOKENS.text },
  legend: { textStyle: { color: TOKENS.textQuiet }, icon: 'roundRect', itemWidth: 10, itemHeight: 6 },
  tooltip: {
    backgroundColor: TOKENS.groundRaised,
    borderColor: 'rgba(255,255,255,0.26)',
    textStyle: { color: TOKENS.text },
  },
  categoryAxis: { ...axis, splitLine: { show: false } },
  valueAxis: axis,
  timeAxis: axis,
  logAxis: axis,
})

export const makeChart = (element: HTMLElement, pixelRatio: number): ECharts =>
  init(element, 'guanlan', { renderer: 'canvas', devicePixelRatio: pixelRatio })
