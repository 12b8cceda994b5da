import type { VehicleFigureId } from '#shared/vehicles/figures.ts'
import type { VehicleFigures } from '#shared/protocol/http.ts'
import { formatNumber } from '../../../../i18n/format.ts'
import { bare, printed, printRate } from '../../../../i18n/rates.ts'
import type { Lang } from '../../../../state/stores/index.ts'
import { SERIES_HEX, TOKENS } from '../../../../theme/palette.ts'
import type { ChartOption } from '../../../../widgets/chart/ChartHost.vue'
import { unitLabels } from '../../../common/curve.ts'
import { type Words, figureOf, moneyScale } from './figures.ts'
import { comparedText, rateAxis, rateOf } from './rates.ts'

/** Room for the name of an axis of rates. */
const RATES_TOP = 26

/** As many months as have room, the first and the last before the others. */
const MONTH_LABELS = {
  color: TOKENS.textQuiet,
  hideOverlap: true,
  interval: 'auto',
  showMinLabel: true,
  showMaxLabel: true,
} as const

/** 重叠率 by month: a full mark is this system's own comparison of tracks, a hollow one the platform's. */
const overlapOption = ({ overlapTrend }: VehicleFigures, t: Words, lang: Lang): ChartOption => ({
  grid: { left: 4, right: 10, top: RATES_TOP, bottom: 0, containLabel: true },
  tooltip: {
    trigger: 'axis',
    valueFormatter: (value: unknown, i: number) => {
      const point = overlapTrend[i]
      return typeof value === 'number' && point
        ? `${bare(printRate({ part: point.overlapping, base: point.trips }, t('tripUnit'), lang))} · ${comparedText(point, t, lang)}`
        : '—'
    },
  },
  xAxis: { type: 'category', data: overlapTrend.map(({ month }) => month.slice(2)), axisLabel: MONTH_LABELS },
  yAxis: { type: 'value', ...rateAxis('overlap', overlapTrend, t, lang), splitNumber: 2, scale: true },
  series: [
    {
      type: 'line',
      name: figureOf('overlap').name[lang],
      lineStyle: { width: 2 },
      itemStyle: { color: SERIES_HEX[0] },
      symbolSize: 7,
      showAllSymbol: true,
      data: overlapTrend.map(({ value, by }) => ({
        value: value === null ? null : Math.round(value * 10) / 10,
        symbol: by === 'platform' ? 'emptyCircle' : 'circle',
      })),
    },
  ],
})

/** Thirteen months of one figure; 双率 as a line, 双费 as bars. */
export const trendOption = (data: VehicleFigures, id: VehicleFigureId, t: Words, lang: Lang): ChartOption => {
  if (id === 'overlap') return overlapOption(data, t, lang)
  const values = data.trend.map(({ values: at }) => at[id])
  const money = figureOf(id).unit === '元'
  const most = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)))
  const scale = money ? moneyScale(most, lang) : 1
  const unit = scale > 1 ? t('wan') : t('yuan')
  return {
    grid: { left: 4, right: 10, top: money ? 8 : RATES_TOP, bottom: 0, containLabel: true },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown, i: number) => {
        const point = data.trend[i]
        if (typeof value !== 'number' || !point) return '—'
        const rate = rateOf(id, value, point.bases, data.overlap, t, lang)
        return rate ? printed(rate) : `${formatNumber(value, 1, lang)} ${unit}`
      },
    },
    xAxis: { type: 'category', data: data.trend.map(({ month }) => month.slice(2)), axisLabel: MONTH_LABELS },
    yAxis: {
      type: 'value',
      ...(money ? { axisLabel: unitLabels(unit) } : rateAxis(id, data.trend, t, lang)),
      splitNumber: 2,
      scale: !money,
    },
    series: [
      {
        type: money ? 'bar' : 'line',
        name: figureOf(id).name[lang],
        data: values.map((value) => (value === null ? null : Math.round((value / scale) * 10) / 10)),
        barMaxWidth: 18,
        showSymbol: false,
        itemStyle: { color: SERIES_HEX[0] },
        lineStyle: { width: 2 },
      },
    ],
  }
}
