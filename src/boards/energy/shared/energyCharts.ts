import type { EnergyForecast, EnergySummary } from '#shared/protocol/http.ts'
import { CST_OFFSET_MS, type EpochMs } from '#shared/kernel/units.ts'
import { TOKENS } from '../../../theme/palette.ts'
import type { ChartOption } from '../../../widgets/chart/ChartHost.vue'

const TEAL = '#8fe3dc'
const quiet = { color: TOKENS.textQuiet }
const grid = { left: 2, right: 10, top: 22, bottom: 0, containLabel: true }
const legend = { top: -4, right: 0, itemWidth: 12, itemHeight: 3, itemGap: 6, textStyle: quiet }
const valueAxis = (name: string, scale: boolean) => ({
  type: 'value',
  scale,
  axisLabel: {
    ...quiet,
    formatter: (value: number) => `${value.toLocaleString('en')}${value === 0 ? ` ${name}` : ''}`,
  },
  splitLine: { lineStyle: { color: 'rgba(255,255,255,0.08)' } },
  splitNumber: 1,
})
const categoryAxis = (data: readonly string[], interval: number) => ({
  type: 'category',
  data,
  boundaryGap: false,
  axisLabel: { interval, ...quiet },
  axisLine: { lineStyle: { color: TOKENS.line } },
  axisTick: { show: false },
})
const line = (name: string, data: readonly (number | null)[], style: object, more: object = {}) => ({
  name,
  type: 'line',
  data,
  showSymbol: false,
  lineStyle: style,
  itemStyle: { color: (style as { color?: string }).color ?? TOKENS.text },
  ...more,
})
const tooltip = (unit: string) => ({
  trigger: 'axis',
  valueFormatter: (value: unknown) =>
    typeof value === 'number' ? `${Math.round(value * 10) / 10} ${unit}` : '—',
})

/** Budget line, what was used, what is projected; months January to December. */
export const burnChart = (
  path: EnergySummary['year']['path'],
  names: {
    readonly budget: string
    readonly actual: string
    readonly projection: string
    readonly month: (n: number) => string
  },
): ChartOption => {
  const largest = Math.max(0, ...[...path.budget, ...path.projection].map((kwh) => kwh ?? 0))
  const [by, unit] = largest >= 1e7 ? [1e6, 'GWh'] : [1e3, 'MWh']
  const mwh = (values: readonly (number | null)[]): (number | null)[] =>
    values.map((kwh) => (kwh === null ? null : kwh / by))
  const tone = path.overrunDay ? TOKENS.red : TOKENS.textQuiet
  return {
    grid,
    legend,
    tooltip: tooltip(unit),
    xAxis: categoryAxis(
      Array.from({ length: 12 }, (_, i) => names.month(i + 1)),
      3,
    ),
    yAxis: valueAxis(unit, false),
    series: [
      line(names.budget, mwh(path.budget), { width: 1, color: TOKENS.yellow }),
      line(
        names.actual,
        mwh(path.actual),
        { width: 2, color: TEAL },
        { areaStyle: { color: 'rgba(67,165,162,0.22)' } },
      ),
      line(names.projection, mwh(path.projection), { width: 1.5, type: 'dashed', color: tone }),
    ],
  }
}

const hourName = (at: EpochMs): string => {
  const shifted = new Date(at + CST_OFFSET_MS)
  const hour = shifted.getUTCHours()
  return hour === 0
    ? `${shifted.getUTCMonth() + 1}-${shifted.getUTCDate()}`
    : `${String(hour).padStart(2, '0')}:00`
}

/** Load of today and two days ahead with the band of the held-out errors; what was measured today over it. */
export const forecastChart = (
  forecast: Pick<EnergyForecast, 'hours'>,
  today: readonly (number | null)[],
  names: { readonly forecast: string; readonly band: string; readonly actual: string },
): ChartOption => {
  const { hours } = forecast
  const unit = hours.some(({ kw }) => kw >= 10_000) ? 'MW' : 'kW'
  const by = unit === 'MW' ? 1000 : 1
  const actual = hours.map((_, hour) => {
    const four = today.slice(hour * 4, hour * 4 + 4).filter((kw) => kw !== null)
    return hour < 24 && four.length === 4 ? four.reduce((sum, kw) => sum + kw, 0) / 4 / by : null
  })
  return {
    grid,
    legend: { ...legend, data: [names.actual, names.forecast, names.band] },
    tooltip: tooltip(unit),
    xAxis: categoryAxis(
      hours.map(({ at }) => hourName(at)),
      23,
    ),
    yAxis: valueAxis(unit, false),
    series: [
      line(
        '',
        hours.map(({ low }) => low / by),
        { width: 0, color: 'transparent' },
        { stack: 'band', tooltip: { show: false }, silent: true },
      ),
      line(
        names.band,
        hours.map(({ low, high }) => (high - low) / by),
        { width: 0, color: 'rgba(92,200,255,0.45)' },
        {
          stack: 'band',
          areaStyle: { color: 'rgba(92,200,255,0.2)' },
          tooltip: { show: false },
          silent: true,
        },
      ),
      line(
        names.forecast,
        hours.map(({ kw }) => kw / by),
        { width: 1.5, type: 'dashed', color: TOKENS.accent },
      ),
      line(names.actual, actual, { width: 2, color: TEAL }),
    ],
  }
}
