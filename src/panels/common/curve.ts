import { TOKENS } from '../../theme/palette.ts'
import type { ChartOption } from '../../widgets/ChartHost.vue'

/** Ninety-six quarter hours of a civil day as `HH:MM`. */
export const QUARTERS: readonly string[] = Array.from({ length: 96 }, (_, i) => `${String(Math.floor(i / 4)).padStart(2, '0')}:${String((i % 4) * 15).padStart(2, '0')}`)

/** Without the newest quarter hour: it is still filling, and would draw a fall that is none. */
export const wholeQuarters = (values: readonly (number | null)[]): readonly (number | null)[] => {
  const newest = values.findLastIndex((value) => value !== null)
  return values.map((value, i) => (i === newest ? null : value))
}

/** Today against yesterday over one day; gaps stay gaps. */
export const dayCurve = (today: readonly (number | null)[], yesterday: readonly (number | null)[], names: { readonly today: string; readonly yesterday: string; readonly unit: string }): ChartOption => ({
  grid: { left: 4, right: 8, top: 28, bottom: 4, containLabel: true },
  legend: { top: 0, right: 0, itemWidth: 14, itemHeight: 3, textStyle: { color: TOKENS.textQuiet } },
  tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => (typeof value === 'number' ? `${Math.round(value).toLocaleString('en')} ${names.unit}` : '—') },
  xAxis: { type: 'category', data: QUARTERS, boundaryGap: false, axisLabel: { interval: 23, color: TOKENS.textQuiet }, axisLine: { lineStyle: { color: TOKENS.line } }, axisTick: { show: false } },
  yAxis: { type: 'value', name: names.unit, nameTextStyle: { color: TOKENS.textQuiet, align: 'left' }, axisLabel: { color: TOKENS.textQuiet }, splitLine: { lineStyle: { color: 'rgba(255,255,255,0.08)' } }, splitNumber: 3 },
  series: [
    { name: names.yesterday, type: 'line', data: yesterday, showSymbol: false, lineStyle: { width: 1, type: 'dashed', color: TOKENS.textQuiet }, itemStyle: { color: TOKENS.textQuiet } },
    { name: names.today, type: 'line', data: wholeQuarters(today), showSymbol: false, lineStyle: { width: 2, color: '#8fe3dc' }, itemStyle: { color: '#8fe3dc' }, areaStyle: { color: 'rgba(67,165,162,0.22)' } },
  ],
})
