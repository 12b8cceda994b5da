import { byCoverage } from '#shared/energy/coverage.ts'
import { TOKENS } from '../../theme/palette.ts'
import type { ChartOption } from '../../widgets/chart/ChartHost.vue'

/** Ninety-six quarter hours of a civil day as `HH:MM`. */
export const QUARTERS: readonly string[] = Array.from(
  { length: 96 },
  (_, i) => `${String(Math.floor(i / 4)).padStart(2, '0')}:${String((i % 4) * 15).padStart(2, '0')}`,
)

/** Without the newest quarter hour: it is still filling, and would draw a fall that is none. */
export const wholeQuarters = (values: readonly (number | null)[]): readonly (number | null)[] => {
  const newest = values.findLastIndex((value) => value !== null)
  return values.map((value, i) => (i === newest ? null : value))
}

/** Labels of a value axis: the lowest carries the unit, so that the axis needs no name above it. */
export const unitLabels = (unit: string) => ({
  color: TOKENS.textQuiet,
  formatter: (value: number, index: number) =>
    `${value.toLocaleString('en')}${index === 0 && unit ? ` ${unit}` : ''}`,
})

const LEGEND = {
  top: -4,
  right: 0,
  itemWidth: 12,
  itemHeight: 3,
  itemGap: 6,
  textStyle: { color: TOKENS.textQuiet },
}
const DAY_AXIS = {
  type: 'category' as const,
  data: QUARTERS as string[],
  boundaryGap: false,
  axisLabel: { interval: 23, color: TOKENS.textQuiet },
  axisLine: { lineStyle: { color: TOKENS.line } },
  axisTick: { show: false },
}
const quietLine = (type: 'dashed' | 'dotted') => ({
  type: 'line' as const,
  showSymbol: false,
  lineStyle: { width: 1, type, color: TOKENS.textQuiet },
  itemStyle: { color: TOKENS.textQuiet },
})
const MW_FROM_KW = 10_000
/** Today against yesterday (kW) over one day, in MW from ten of them; gaps stay gaps. */
export const dayCurve = (
  todayKw: readonly (number | null)[],
  yesterdayKw: readonly (number | null)[],
  names: { readonly today: string; readonly yesterday: string; readonly thin?: string },
  covered: { readonly today: readonly (number | null)[]; readonly yesterday: readonly (number | null)[] } = {
    today: [],
    yesterday: [],
  },
): ChartOption => {
  const [today, yesterday] = [
    byCoverage(wholeQuarters(todayKw), covered.today),
    byCoverage(yesterdayKw, covered.yesterday),
  ]
  const thin = [today.thin, yesterday.thin].filter((values) => values.some((kw) => kw !== null))
  const large = [...todayKw, ...yesterdayKw].some((kw) => kw !== null && kw >= MW_FROM_KW)
  const unit = large ? 'MW' : 'kW'
  const scaled = (values: readonly (number | null)[]): (number | null)[] =>
    values.map((kw) => (kw === null || !large ? kw : kw / 1000))
  return {
    grid: { left: 2, right: 8, top: 22, bottom: 0, containLabel: true },
    legend: LEGEND,
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown) =>
        typeof value === 'number' ? `${(Math.round(value * 10) / 10).toLocaleString('en')} ${unit}` : '—',
    },
    xAxis: DAY_AXIS,
    yAxis: {
      type: 'value',
      axisLabel: unitLabels(unit),
      splitLine: { lineStyle: { color: 'rgba(255,255,255,0.08)' } },
      splitNumber: 1,
    },
    series: [
      {
        name: names.yesterday,
        ...quietLine('dashed'),
        data: scaled(yesterday.whole),
      },
      {
        name: names.today,
        type: 'line',
        data: scaled(today.whole),
        showSymbol: false,
        lineStyle: { width: 2, color: '#8fe3dc' },
        itemStyle: { color: '#8fe3dc' },
        areaStyle: { color: 'rgba(67,165,162,0.22)' },
      },
      ...thin.map((values) => ({
        name: names.thin ?? names.today,
        ...quietLine('dotted'),
        data: scaled(values),
      })),
    ],
  }
}
