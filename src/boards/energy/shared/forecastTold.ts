import { DAY_MS } from '#shared/kernel/time/time.ts'
import { BAND_LIMITS } from '#shared/energy/insight/forecastBand.ts'
import { FORECAST_LIMITS } from '#shared/energy/insight/forecast.ts'
import type { DaySpan } from '#shared/supervision/calendar/calendarYears.ts'
import type { EnergyForecast } from '#shared/protocol/http.ts'
import { formatNumber } from '../../../i18n/format.ts'
import { printed, printMean, printRate, type Printed } from '../../../i18n/rates.ts'
import type { Lang, Why } from '../../../state/stores/index.ts'

type Words = (key: string, named?: Record<string, unknown>) => string
const DAY_HOURS = 24

/** The hours and days that were held out; of what was told before each error kept its own n, those of whole days. */
const heldOut = ({ days, hourly, daily }: EnergyForecast['holdOut']) => ({
  hours: (n: number): number => n || (hourly.model === null ? 0 : days.length * DAY_HOURS),
  days: (n: number): number => n || (daily.model === null ? 0 : days.length),
})

/** The forecast's error on hours that it never saw, the seasonal naïve's beside it, each with the hours that it is the mean of. */
export const hourlyError = (
  { holdOut }: EnergyForecast,
  t: Words,
  lang: Lang,
): { readonly model: Printed; readonly naive: Printed } => {
  const { hours } = heldOut(holdOut)
  const { model, naive, n, naiveN } = holdOut.hourly
  return {
    model: printMean(model, hours(n), t('hours'), lang),
    naive: printMean(naive, hours(naiveN), t('hours'), lang),
  }
}

/** What the band held of the held-out hours. */
export const coverageText = ({ holdOut: { coverage } }: EnergyForecast, t: Words, lang: Lang): string => {
  const held = printRate(
    coverage.share === null
      ? null
      : { part: Math.round(coverage.share * coverage.hours), base: coverage.hours },
    t('hours'),
    lang,
  )
  return t('coverageOf', { holds: `${BAND_LIMITS.holds * 100}%`, share: printed(held) })
}

/** From the first day that it learnt from to the last hour that it tells. */
export const forecastDays = ({ hours, trainedOn, toldAt, asOf }: EnergyForecast): DaySpan => ({
  from: (toldAt ?? asOf) - trainedOn * DAY_MS,
  to: hours.at(-1)?.at ?? toldAt ?? asOf,
})

/** null while tomorrow lies in the usual. */
export const aboveText = ({ above, aboveOf }: EnergyForecast, t: Words, lang: Lang): string | null =>
  above === null || above <= FORECAST_LIMITS.warnAbove
    ? null
    : t('warned', { value: printed(printMean((above - 1) * 100, aboveOf, t('days'), lang, 0)) })

/** A load forecast taken apart: formula, errors beside the naïve way's, band, weather. */
export const explainForecast = (forecast: EnergyForecast, t: Words, lang: Lang): Why => {
  const { holdOut } = forecast
  const { model, naive } = hourlyError(forecast, t, lang)
  const daily = (percent: number | null, n: number): string =>
    printed(printMean(percent, heldOut(holdOut).days(n), t('days'), lang))
  const filled = printRate(
    { part: Math.round(forecast.filled * forecast.filledOf), base: forecast.filledOf },
    t('hours'),
    lang,
  )
  return {
    title: t('title'),
    value: `MAPE ${printed(model)}`,
    formula: t('formula'),
    source: t('source'),
    mark: 'D',
    threshold: t('naive', { value: printed(naive) }),
    rows: [
      {
        label: t('daily'),
        value: `${daily(holdOut.daily.model, holdOut.daily.n)} (${t('naive', { value: daily(holdOut.daily.naive, holdOut.daily.naiveN) })})`,
      },
      {
        label: t('error', { days: holdOut.days.length }),
        value: holdOut.days.length > 0 ? `${holdOut.days[0]} – ${holdOut.days.at(-1)}` : '—',
      },
      { label: t('coverage'), value: coverageText(forecast, t, lang) },
      { label: t('rightOf'), value: t('rightText') },
      { label: t('weight'), value: formatNumber(forecast.weight, 2, lang) },
      { label: t('trained'), value: String(forecast.trainedOn) },
      { label: t('filled'), value: printed(filled) },
      ...forecast.weather.map(({ day, meanC }) => ({
        label: `${t('weather')} ${day}`,
        value: `${formatNumber(meanC, 1, lang)} ℃`,
      })),
    ],
    at: forecast.toldAt,
    workdays: forecastDays(forecast),
  }
}
