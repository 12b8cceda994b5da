import {
  VEHICLE_ANCHORS,
  VEHICLE_INDICES,
  VEHICLE_WEIGHTS,
  type IndexPart,
  type VehicleIndexId,
} from '#shared/vehicles/indices.ts'
import type { DaySpan } from '#shared/supervision/calendar/calendarYears.ts'
import { startOfDay } from '#shared/kernel/units.ts'
import type { VehicleIndices } from '#shared/protocol/http.ts'
import { formatNumber } from '../../../../i18n/format.ts'
import { namesIn } from '../../../../i18n/names.ts'
import { tablesInForce, type Lang, type Why } from '../../../../state/stores/index.ts'
import { SERIES_HEX, TOKENS } from '../../../../theme/palette.ts'
import type { ChartOption } from '../../../../widgets/chart/ChartHost.vue'
import { sortedCopy } from '#shared/kernel/language/lists.ts'
import type { Words } from './figures.ts'

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
        name: namesIn(row.name, lang),
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
    title: `${namesIn(row.name, lang)} · ${index.name[lang]}${month ? ` · ${month}` : ''}`,
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
