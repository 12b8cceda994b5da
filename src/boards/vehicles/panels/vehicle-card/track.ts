import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { Track } from '#shared/protocol/http.ts'
import { dayOf, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import { fastestOf } from '#shared/vehicles/drift.ts'
import { columnsOf } from '#shared/vehicles/track/trackParts.ts'
import { tripFacts, type TripFacts } from '#shared/vehicles/orders/trip.ts'
import { TOKENS } from '../../../../theme/palette.ts'
import { clockText } from '../../../../i18n/format.ts'
import { unitLabels } from '../../../common/curve.ts'
import type { ChartOption } from '../../../../widgets/chart/ChartHost.vue'

/** A silence so long is a gap in the line, not a straight drive. */
const GAP_MS = 300_000

/** Speed over time, gaps left open, a line where the clock stands. */
export const speedChart = (track: Track, now: EpochMs, name: string): ChartOption => {
  const line: (readonly [EpochMs, number | null])[] = []
  for (const [i, point] of track.points.entries()) {
    const before = track.points[i - 1]
    if (before && point.at - before.at > GAP_MS) line.push([before.at + 1, null])
    line.push([point.at, point.speedKmh])
  }
  const label = (at: number): string => clockText(at).time.slice(0, 5)
  return {
    animation: false,
    grid: { left: 4, right: 22, top: 8, bottom: 0, containLabel: true },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown) => (typeof value === 'number' ? `${Math.round(value)} km/h` : '—'),
    },
    xAxis: {
      type: 'time',
      min: track.from,
      max: track.to,
      axisLabel: { color: TOKENS.textQuiet, hideOverlap: true, formatter: label },
      axisLine: { lineStyle: { color: TOKENS.line } },
    },
    yAxis: {
      type: 'value',
      axisLabel: unitLabels('km/h'),
      splitLine: { lineStyle: { color: 'rgba(255,255,255,0.08)' } },
      splitNumber: 2,
    },
    series: [
      {
        name,
        type: 'line',
        data: line,
        showSymbol: false,
        sampling: 'lttb',
        lineStyle: { width: 1.5, color: '#8fe3dc' },
        itemStyle: { color: '#8fe3dc' },
        areaStyle: { color: 'rgba(67,165,162,0.22)' },
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: TOKENS.accent, type: 'solid', width: 2 },
          data: now >= track.from && now <= track.to ? [{ xAxis: now }] : [],
        },
      },
    ],
  }
}

export interface TrackFacts extends TripFacts {
  /** 停驶: from the first report to the last, less what it drove and what is unknown. */
  readonly stoodMs: DurationMs
}

/** Kilometres, times and stops of the track, as far as an instant. */
export const factsOf = (track: Track, until: EpochMs = Number.POSITIVE_INFINITY): TrackFacts => {
  const points = track.points.filter((point) => point.at <= until)
  const facts = tripFacts(columnsOf(points), { fastest: fastestOf(columnsOf(track.points)) })
  const span = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)
  return { ...facts, stoodMs: Math.max(0, span - facts.movingMs - facts.unknownMs) }
}

/** `HH:MM–HH:MM`, the day before it when the two are not on one. */
export const spanText = (from: EpochMs, to: EpochMs): string => {
  const hour = (at: EpochMs): string => clockText(at).time.slice(0, 5)
  return dayOf(from) === dayOf(to)
    ? `${hour(from)}–${hour(to)}`
    : `${dayOf(from)} ${hour(from)} – ${dayOf(to)} ${hour(to)}`
}

/** `1:05 h` of a duration. */
export const hoursText = (ms: number): string =>
  `${Math.floor(ms / HOUR_MS)}:${String(Math.floor((ms % HOUR_MS) / MINUTE_MS)).padStart(2, '0')}`
