import {
  VEHICLE_FIGURES,
  FIGURE_SOURCE,
  overlapFormula,
  type VehicleFigure,
  type VehicleFigureId,
} from '#shared/vehicles/figures.ts'
import {
  VEHICLE_ANCHORS,
  VEHICLE_INDICES,
  VEHICLE_WEIGHTS,
  type IndexPart,
  type VehicleIndexId,
} from '#shared/vehicles/indices.ts'
import type { RateOf } from '#shared/rate.ts'
import { COST_CLASSES, runningCost, type VehicleSums } from '#shared/vehicles/sums.ts'
import type { DaySpan } from '#shared/supervision/calendar/calendarYears.ts'
import { startOfDay } from '#shared/units.ts'
import type { OrderCard, VehicleFigures, VehicleIndices } from '#shared/protocol/http.ts'
import { formatNumber } from '../../../i18n/format.ts'
import { axisOfRates, bare, printed, printMean, printRate, type Printed } from '../../../i18n/rates.ts'
import { tablesInForce, type Lang, type Why } from '../../../state/stores/index.ts'
import { SERIES_HEX, TOKENS } from '../../../theme/palette.ts'
import type { ChartOption } from '../../../widgets/chart/ChartHost.vue'
import { unitLabels } from '../../common/curve.ts'
import { sortedCopy } from '#shared/lists.ts'

export type Words = (key: string, named?: Record<string, unknown>) => string

/** The head figure of each of 双费双率, with what is derived from it. */
export const FOUR: readonly { readonly id: VehicleFigureId; readonly more: readonly VehicleFigureId[] }[] = [
  { id: 'runningCost', more: ['costPerVehicle', 'costPer100Km', 'costYoY', 'costOverBase'] },
  { id: 'rentalCost', more: ['rentalShare'] },
  { id: 'useDays', more: ['useHours'] },
  { id: 'overlap', more: [] },
]
export const figureOf = (id: VehicleFigureId): VehicleFigure =>
  VEHICLE_FIGURES.find((figure) => figure.id === id) as VehicleFigure

export interface Shown {
  readonly value: number | null
  readonly unit: string
  readonly decimals: number
}
const WAN = 10_000
/** Money from a hundred thousand on in 万元. */
export const shownFigure = (id: VehicleFigureId, value: number | null, t: Words): Shown => {
  const figure = figureOf(id)
  if (figure.unit === '%') return { value, unit: '%', decimals: figure.decimals }
  return value !== null && Math.abs(value) >= 10 * WAN
    ? { value: value / WAN, unit: t('wan'), decimals: 1 }
    : { value, unit: t('yuan'), decimals: figure.decimals }
}
const figureText = (id: VehicleFigureId, value: number | null, t: Words, lang: Lang): string => {
  const shown = shownFigure(id, value, t)
  return `${formatNumber(shown.value, shown.decimals, lang)} ${shown.value === null ? '' : shown.unit}`.trim()
}

export type Compared = Pick<VehicleFigures['overlap'], 'trips' | 'overlapping' | 'of'>
type Bases = VehicleFigures['rows'][number]['bases']
/** 比对 n / N 次: how many trips the rate is of, and of how many that were driven. */
export const comparedText = ({ trips, of }: Compared, t: Words, lang: Lang): string =>
  of === null
    ? t('comparedOnly', { n: formatNumber(trips, 0, lang) })
    : t('comparedOf', { n: formatNumber(trips, 0, lang), all: formatNumber(of, 0, lang) })

export const basesOf = ({ sums, before }: VehicleFigures): Bases => ({
  daysUsed: sums.daysUsed,
  daysDue: sums.daysDue,
  hoursUsed: sums.hoursUsed,
  hoursDue: sums.hoursDue,
  rental: sums.rental,
  running: runningCost(sums as VehicleSums),
  before: before ? runningCost(before as VehicleSums) : 0,
  baseVehicles: sums.baseVehicles,
})
/** What a share is of, where the figure is one. */
const SHARES: Partial<Record<VehicleFigureId, (bases: Bases, compared: Compared) => RateOf>> = {
  rentalShare: ({ rental, running }) => ({ part: rental, base: rental + running }),
  useDays: ({ daysUsed, daysDue }) => ({ part: daysUsed, base: daysDue }),
  useHours: ({ hoursUsed, hoursDue }) => ({ part: hoursUsed, base: hoursDue }),
  overlap: (_, { trips, overlapping }) => ({ part: overlapping, base: trips }),
}
const SHARE_UNITS: Partial<Record<VehicleFigureId, string>> = {
  rentalShare: 'yuan',
  useDays: 'vehicleDays',
  useHours: 'hours',
  overlap: 'tripUnit',
}
/** What a change is measured against: the cost a year before, the vehicles that have a base. */
const CHANGES: Partial<
  Record<VehicleFigureId, { readonly base: (bases: Bases) => number; readonly unit: string }>
> = {
  costYoY: { base: ({ before }) => before, unit: 'yuan' },
  costOverBase: { base: ({ baseVehicles }) => baseVehicles, unit: 'veh' },
}
/** A share or a change with its n; null for a figure that is neither. */
export const rateOf = (
  id: VehicleFigureId,
  value: number | null,
  bases: Bases,
  compared: Compared,
  t: Words,
  lang: Lang,
): Printed | null => {
  const [share, change] = [SHARES[id], CHANGES[id]]
  if (share) return printRate(share(bases, compared), t(SHARE_UNITS[id] ?? ''), lang)
  if (!change) return null
  const text = printMean(value, change.base(bases), t(change.unit), lang)
  return value !== null && value > 0 ? { ...text, value: `+${text.value}` } : text
}
const rateAxis = (
  id: VehicleFigureId,
  points: readonly { readonly bases?: Bases; readonly trips?: number }[],
  t: Words,
  lang: Lang,
) => ({
  name: axisOfRates(
    points.map(
      ({ bases, trips }) =>
        trips ??
        (bases
          ? (CHANGES[id]?.base(bases) ??
            SHARES[id]?.(bases, { trips: 0, overlapping: 0, of: null }).base ??
            0)
          : 0),
    ),
    t(CHANGES[id]?.unit ?? SHARE_UNITS[id] ?? ''),
    lang,
  ),
  nameTextStyle: { color: TOKENS.textQuiet, align: 'left' },
  axisLabel: unitLabels(''),
})
/** Room for the name of an axis of rates. */
const RATES_TOP = 26

/** Hours that a vehicle is due on a working day: 13 for 7–20, 8 for office hours, as its platform reckons. */
export const hoursADay = (
  { hoursDue, daysDue }: Pick<VehicleSums, 'hoursDue' | 'daysDue'>,
  lang: Lang,
): string => (daysDue > 0 && hoursDue > 0 ? `${formatNumber(hoursDue / daysDue, 1, lang)} h` : '—')

const costRows = (sums: VehicleSums, t: Words, lang: Lang): { label: string; value: string }[] =>
  COST_CLASSES.map((name) => ({ label: t(name), value: `${formatNumber(sums[name], 0, lang)} ${t('yuan')}` }))
export const overlapBasis = (by: VehicleFigures['overlap']['by'], t: Words): string =>
  by === null ? t('notCompared') : t({ tracks: 'byTracks', platform: 'byPlatform', both: 'byBoth' }[by])
const ROWS: Record<
  VehicleFigure['group'],
  (data: VehicleFigures, t: Words, lang: Lang) => { label: string; value: string }[]
> = {
  running: ({ sums, before, months }, t, lang) => [
    ...costRows(sums as VehicleSums, t, lang),
    { label: t('vehicles'), value: formatNumber(sums.vehicles, 0, lang) },
    { label: t('kilometres'), value: `${formatNumber(sums.kilometres, 0, lang)} km` },
    {
      label: t('before'),
      value: before ? `${formatNumber(runningCost(before as VehicleSums), 0, lang)} ${t('yuan')}` : '—',
    },
    {
      label: t('base'),
      value:
        sums.baseVehicles > 0
          ? `${formatNumber(sums.baseCost, 0, lang)} ${t('yuan')} (${t('months', { n: months.length })})`
          : '—',
    },
  ],
  rental: ({ sums }, t, lang) => [
    { label: t('rental'), value: `${formatNumber(sums.rental, 0, lang)} ${t('yuan')} / ${sums.rentals}` },
    {
      label: figureOf('runningCost').name[lang],
      value: `${formatNumber(runningCost(sums as VehicleSums), 0, lang)} ${t('yuan')}`,
    },
  ],
  use: ({ sums }, t, lang) => [
    ...(['daysUsed', 'daysDue', 'hoursUsed', 'hoursDue'] as const).map((name) => ({
      label: t(name),
      value: formatNumber(sums[name], 0, lang),
    })),
    { label: t('hoursADay'), value: hoursADay(sums as VehicleSums, lang) },
  ],
  overlap: ({ overlap }, t, lang) => [
    { label: t('trips'), value: comparedText(overlap, t, lang) },
    { label: t('overlapping'), value: formatNumber(overlap.overlapping, 0, lang) },
    {
      label: t('saved'),
      value: overlap.by === 'platform' ? '—' : `${formatNumber(overlap.savedKm, 1, lang)} km`,
    },
    { label: t('daysCompared'), value: formatNumber(overlap.days, 0, lang) },
    { label: t('basisLabel'), value: overlapBasis(overlap.by, t) },
    { label: t('period'), value: `${overlap.from} – ${overlap.to}` },
  ],
}

/** A figure with its n where it is a share. */
export const printedOf = (
  id: VehicleFigureId,
  value: number | null,
  bases: Bases,
  compared: Compared,
  t: Words,
  lang: Lang,
): string => {
  const rate = rateOf(id, value, bases, compared, t, lang)
  return rate ? printed(rate) : figureText(id, value, t, lang)
}

/** Formula, source, mark, inputs and age of a figure. */
export const whyFigure = (id: VehicleFigureId, data: VehicleFigures, t: Words, lang: Lang): Why => {
  const figure = figureOf(id)
  return {
    title: `${data.name} · ${figure.name[lang]} · ${data.period}`,
    value: printedOf(id, data.values[id], basesOf(data), data.overlap, t, lang),
    formula: (id === 'overlap' ? overlapFormula(tablesInForce()?.overlap) : figure.formula)[lang],
    source: FIGURE_SOURCE[lang],
    mark: figure.mark,
    ...(id === 'overlap' ? { feeds: ['vehicle-overlap'] as const } : {}),
    rows: ROWS[figure.group](data, t, lang),
    at: data.asOf,
  }
}

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
  const scale = money && most >= 10 * WAN ? WAN : 1
  const unit = scale === WAN ? t('wan') : t('yuan')
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

export interface PartRow {
  readonly id: string
  readonly name: string
  readonly kind: 'region' | 'unit'
  readonly value: number | null
  readonly text: string
  /** What a rate is of, where that is not the whole. */
  readonly of: string
  /** 0–1 of the widest bar. */
  readonly share: number
}
/** Parts of a place by a figure, highest first; what is not known stands last. */
export const partRows = (
  data: VehicleFigures,
  id: VehicleFigureId,
  t: Words,
  lang: Lang,
): readonly PartRow[] => {
  const rows = data.rows.map(({ id: row, name, kind, values, bases, overlap }) => {
    const share = rateOf(id, values[id], bases, overlap, t, lang)
    const of = id === 'overlap' && overlap.trips > 0 ? comparedText(overlap, t, lang) : (share?.n ?? '')
    return {
      id: row,
      name,
      kind,
      value: values[id],
      text: share ? bare(share) : figureText(id, values[id], t, lang),
      of,
    }
  })
  const most = Math.max(0, ...rows.map(({ value }) => Math.abs(value ?? 0)))
  return sortedCopy(rows, (a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity)).map((row) => ({
    ...row,
    share: most > 0 ? Math.abs(row.value ?? 0) / most : 0,
  }))
}

export type IndexRow = VehicleIndices['rows'][number]
/** One or two places over the five indices. */
export const radarOption = (rows: readonly IndexRow[], lang: Lang): ChartOption => ({
  legend: { bottom: 0, textStyle: { color: TOKENS.textQuiet } },
  tooltip: { trigger: 'item' },
  radar: {
    radius: '58%',
    axisNameGap: 6,
    center: ['50%', '47%'],
    indicator: VEHICLE_INDICES.map(({ name }) => ({ name: name[lang], max: 100 })),
    axisName: { color: TOKENS.text },
    splitNumber: 4,
    splitArea: { show: false },
    splitLine: { lineStyle: { color: 'rgba(255,255,255,0.14)' } },
    axisLine: { lineStyle: { color: 'rgba(255,255,255,0.14)' } },
  },
  series: [
    {
      type: 'radar',
      symbolSize: 4,
      data: rows.map((row, i) => ({
        name: row.name,
        value: VEHICLE_INDICES.map(({ id }) => Math.round(row.indices[id].score ?? 0)),
        areaStyle: { opacity: 0.16 },
        itemStyle: { color: SERIES_HEX[i] },
      })),
    },
  ],
})

/** Highest score of an index first. */
export const indexRows = (data: VehicleIndices, id: VehicleIndexId): readonly IndexRow[] =>
  sortedCopy(data.rows, (a, b) => (b.indices[id].score ?? -1) - (a.indices[id].score ?? -1))

/** A part's value as its unit has it. */
const partText = ({ unit }: IndexPart, value: number | null | undefined, t: Words, lang: Lang): string => {
  if (value == null) return '—'
  if (unit === '%') return `${formatNumber(value * 100, 1, lang)}%`
  return `${formatNumber(value, unit === 'yuan' || unit === 'min' ? 0 : 2, lang)} ${t(`part-${unit}`)}`
}

/** The workdays of a month, `YYYY-MM`, that the five indices count. */
export const monthDays = (month: string | null): DaySpan | null =>
  month === null ? null : { from: startOfDay(`${month}-01`), to: startOfDay(`${month}-28`) }

export const whyIndex = (
  row: IndexRow,
  id: VehicleIndexId,
  month: string | null,
  at: number | null,
  t: Words,
  lang: Lang,
): Why => {
  const index = VEHICLE_INDICES.find((one) => one.id === id)!
  const own = row.indices[id]
  const tables = tablesInForce()
  const [weights, anchors] = [
    (tables?.weights ?? VEHICLE_WEIGHTS)[id],
    (tables?.anchors ?? VEHICLE_ANCHORS)[id],
  ]
  return {
    title: `${row.name} · ${index.name[lang]}${month ? ` · ${month}` : ''}`,
    value: `${formatNumber(own.score, 1, lang)} (${t('ofPeers', { rank: own.rank ?? '—', n: row.peers })})`,
    formula: `${index.parts.map((part) => `${part.name[lang]} ${Math.round((weights[part.id] ?? part.weight) * 1000) / 10}%`).join(' + ')};${t('indexFormula')}`,
    source: t('indexSource'),
    mark: 'D',
    feeds: ['vehicle-indices'],
    ...(month === null ? {} : { workdays: monthDays(month) as DaySpan }),
    rows: index.parts.map((part: IndexPart) => {
      const found = own.parts.find(({ id: one }) => one === part.id)
      const { zero, full } = anchors[part.id] ?? part.anchor
      const scale = t('scale', { zero: partText(part, zero, t, lang), full: partText(part, full, t, lang) })
      const value =
        found && found.value !== null
          ? t('partOf', {
              value: partText(part, found.value, t, lang),
              n: formatNumber(found.n, 0, lang),
              score: formatNumber(found.score, 1, lang),
            })
          : t('partUnknown')
      return { label: `${part.name[lang]} (${scale})`, value }
    }),
    at,
  }
}

type Reason = NonNullable<OrderCard['threeWay']>['reasons'][number]
/** A reason as a sentence. */
export const reasonText = ({ code, values }: Reason, t: Words): string =>
  t(code === 'return' || code === 'fuel' ? `${code}-off` : code, {
    ...values,
    ...(typeof values['kind'] === 'string' ? { kind: t(`kind-${values['kind']}`) } : {}),
  })
export const VERDICT_HEX = {
  green: TOKENS.green,
  yellow: TOKENS.yellow,
  red: TOKENS.red,
  unknown: '#93a4b8',
} as const
