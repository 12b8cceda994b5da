import {
  FIGURE_SOURCE,
  overlapFormula,
  type VehicleFigure,
  type VehicleFigureId,
} from '#shared/vehicles/figures.ts'
import { COST_CLASSES, runningCost, type VehicleSums } from '#shared/vehicles/sums.ts'
import type { VehicleFigures } from '#shared/protocol/http.ts'
import { formatNumber } from '../../../../i18n/format.ts'
import { namesIn } from '../../../../i18n/names.ts'
import { tablesInForce, type Lang, type Why } from '../../../../state/stores/index.ts'
import { type Words, figureOf } from './figures.ts'
import { comparedText, printedOf, basesOf } from './rates.ts'

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

/** Formula, source, mark, inputs and age of a figure. */
export const whyFigure = (id: VehicleFigureId, data: VehicleFigures, t: Words, lang: Lang): Why => {
  const figure = figureOf(id)
  return {
    title: `${namesIn(data.name, lang)} · ${figure.name[lang]} · ${data.period}`,
    value: printedOf(id, data.values[id], basesOf(data), data.overlap, t, lang),
    formula: (id === 'overlap' ? overlapFormula(tablesInForce()?.overlap) : figure.formula)[lang],
    source: FIGURE_SOURCE[lang],
    mark: figure.mark,
    ...(id === 'overlap' ? { feeds: ['vehicle-overlap'] as const } : {}),
    rows: ROWS[figure.group](data, t, lang),
    at: data.asOf,
  }
}
