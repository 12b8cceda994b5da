import { DAY_MS } from '../../kernel/time/time.ts'
import type { Celsius, DayString, KilowattHours } from '../../kernel/units.ts'
import { HOURS, type DayType, type LoadDay } from './dayTypes.ts'
import {
  BAND_LIMITS,
  bandsOf,
  coverageOf,
  keyOf,
  type BandKey,
  type Bands,
  type Coverage,
  type Outcome,
} from './forecastBand.ts'
import { solve } from './leastSquares.ts'

/**
 * Load of each hour by day type × temperature regression, its level drawn to the last days, blended with the seasonal naïve (the same
 * hours of the newest day of the same type). The weight of the blend is what did best on days before the held-out ones. [D]
 */
export interface ForecastModel {
  /** By hour: working day, rest day, cooling degrees on each, heating degrees. null while there are too few days. */
  readonly coefficients: readonly (readonly number[])[] | null
  /** By hour, actual ÷ fitted of the last days of each type. */
  readonly level: Readonly<Record<BandKey, readonly number[]>>
  /** Share of the regression in the blend, 0–1. */
  readonly weight: number
}

/** 本系统口径 [D]. */
export const FORECAST_LIMITS = {
  coolingC: 22 as Celsius,
  heatingC: 12 as Celsius,
  /** Fewer whole days of a type than this, and only the naïve speaks. */
  leastDays: 5,
  /** Days at the end that no fit sees: their error is what is printed. */
  holdOutDays: 7,
  weights: [0, 0.25, 0.5, 0.75, 1],
  /** A load this much above the same hours of the days before is warned of. */
  warnAbove: 1.15,
  /** Least-squares ridge, relative to the number of days. */
  ridge: 0.02,
  /** The level is that of the last days of a type, each day back counting this much of the next. */
  levelDays: 5,
  levelKeeps: 0.6,
} as const

interface ErrorPair {
  readonly model: number | null
  readonly naive: number | null
  /** Of how many hours or days each is the mean. */
  readonly n: number
  readonly naiveN: number
}
export interface HoldOut {
  /** Mean absolute percentage error over the held-out hours, %. */
  readonly hourly: ErrorPair
  /** The same over the days' sums. */
  readonly daily: ErrorPair
  readonly days: readonly DayString[]
  /** Of the held-out hours, what the band from the days before them held. */
  readonly coverage: Coverage
}

const features = (type: DayType, meanC: Celsius | null): number[] => {
  const cooling = meanC === null ? 0 : Math.max(0, meanC - FORECAST_LIMITS.coolingC)
  const heating = meanC === null ? 0 : Math.max(0, FORECAST_LIMITS.heatingC - meanC)
  return type === 'work' ? [1, 0, cooling, 0, heating] : [0, 1, 0, cooling, heating]
}
const sumOf = (hours: readonly (number | null)[]): number | null =>
  hours.some((kwh) => kwh === null) ? null : hours.reduce<number>((sum, kwh) => sum + (kwh as number), 0)
const whole = (days: readonly LoadDay[]): (LoadDay & { kwh: number })[] =>
  days.flatMap((day) => {
    const kwh = sumOf(day.hours)
    return kwh === null || kwh <= 0 ? [] : [{ ...day, kwh }]
  })

const fitted = (
  coefficients: ForecastModel['coefficients'],
  type: DayType,
  meanC: Celsius | null,
): number[] | null => {
  if (coefficients === null) return null
  const x = features(type, meanC)
  return coefficients.map((hour) =>
    Math.max(
      0,
      x.reduce((sum, value, i) => sum + value * (hour[i] as number), 0),
    ),
  )
}

/** The newest days of a type; of a holiday those of the one that is on, of a weekend none of a holiday. */
const newest = (days: readonly LoadDay[], key: BandKey): readonly LoadDay[] => {
  if (key !== 'holiday') return days.filter((day) => keyOf(day) === key).slice(-FORECAST_LIMITS.levelDays)
  const running = days.slice(days.findLastIndex((day) => !day.isHoliday) + 1)
  return running.length > 0 ? running : newest(days, 'rest')
}

const levelOf = (
  coefficients: ForecastModel['coefficients'],
  days: readonly LoadDay[],
  key: BandKey,
): number[] => {
  const last = newest(days, key)
  const fits = last.map((day) => fitted(coefficients, day.type, day.meanC))
  const weights = last.map((_, i) => FORECAST_LIMITS.levelKeeps ** (last.length - 1 - i))
  return Array.from({ length: HOURS }, (_, hour) => {
    const fit = fits.reduce((sum, each, i) => sum + (weights[i] as number) * (each?.[hour] ?? 0), 0)
    return fit > 0
      ? last.reduce((sum, day, i) => sum + (weights[i] as number) * (day.hours[hour] as number), 0) / fit
      : 1
  })
}

/** Fits on whole days alone; a day with a gap teaches nothing. `weight` is 1 until it is chosen. */
export const fit = (days: readonly LoadDay[], weight = 1): ForecastModel => {
  const usable = whole(days)
  const usual = usable.filter((day) => !day.isHoliday)
  const enough = usual.length >= 2 * FORECAST_LIMITS.leastDays
  const coefficients = enough
    ? solve(
        usual.map((day) => features(day.type, day.meanC)),
        usual.map((day) => day.hours as readonly number[]),
        FORECAST_LIMITS.ridge * usual.length,
        2,
      )
    : null
  return {
    coefficients,
    level: {
      work: levelOf(coefficients, usable, 'work'),
      rest: levelOf(coefficients, usable, 'rest'),
      holiday: levelOf(coefficients, usable, 'holiday'),
    },
    weight,
  }
}

/** The same hours of the newest earlier whole day of this type, a week before where there is one; null where there is none. */
export const naiveDay = (
  history: readonly LoadDay[],
  type: DayType,
  day: DayString,
): readonly KilowattHours[] | null => {
  const same = whole(history).filter((each) => each.type === type && each.day < day)
  const week = new Date(Date.parse(`${day}T00:00:00Z`) - 7 * DAY_MS).toISOString().slice(0, 10)
  const found = same.find((each) => each.day === week) ?? same.at(-1)
  return found ? (found.hours as readonly number[]) : null
}

const blend = (
  model: ForecastModel,
  day: DayAhead,
  naive: readonly number[] | null,
  weight: number,
): readonly KilowattHours[] | null => {
  const regressed = fitted(model.coefficients, day.type, day.meanC)?.map(
    (kwh, hour) => kwh * (model.level[keyOf(day)][hour] as number),
  )
  if (!regressed) return naive
  return naive === null
    ? regressed
    : regressed.map((kwh, hour) => weight * kwh + (1 - weight) * (naive[hour] as number))
}

export type DayAhead = Pick<LoadDay, 'day' | 'type' | 'meanC' | 'isHoliday'>
/** A day's forecast ÷ the mean of the last `days` such days; null where there is none. Above `warnAbove` it is warned of. */
export const aboveUsual = (
  history: readonly LoadDay[],
  type: DayType,
  kwh: readonly KilowattHours[],
): { readonly share: number | null; readonly days: number } => {
  const last = whole(history)
    .filter((day) => day.type === type)
    .slice(-FORECAST_LIMITS.levelDays)
  const usual = last.reduce((sum, day) => sum + day.kwh, 0) / Math.max(1, last.length)
  return { share: usual > 0 ? kwh.reduce((sum, hour) => sum + hour, 0) / usual : null, days: last.length }
}

/** Twenty-four hours of a day ahead; null while there is neither a fit nor an earlier day of the type. */
export const forecastDay = (
  model: ForecastModel,
  history: readonly LoadDay[],
  day: DayAhead,
): readonly KilowattHours[] | null => blend(model, day, naiveDay(history, day.type, day.day), model.weight)

const percent = (errors: readonly number[]): number | null =>
  errors.length === 0 ? null : (errors.reduce((sum, error) => sum + error, 0) / errors.length) * 100
const errorPair = (model: readonly number[], naive: readonly number[]): ErrorPair => ({
  model: percent(model),
  naive: percent(naive),
  n: model.length,
  naiveN: naive.length,
})

interface Trial {
  readonly hours: number[]
  readonly days: number[]
  readonly outcomes: Outcome[]
}
const measure = (trial: Trial, actual: LoadDay, guess: readonly number[] | null): void => {
  if (guess === null) return
  let [sum, guessed, known] = [0, 0, 0]
  const ratios: number[] = []
  actual.hours.forEach((kwh, hour) => {
    if (kwh === null || kwh <= 0) return
    trial.hours.push(Math.abs((guess[hour] as number) - kwh) / kwh)
    if ((guess[hour] as number) > 0) ratios.push(kwh / (guess[hour] as number))
    sum += kwh
    guessed += guess[hour] as number
    known++
  })
  if (known === HOURS) trial.days.push(Math.abs(guessed - sum) / sum)
  trial.outcomes.push({ key: keyOf(actual), ratios })
}
const emptyTrial = (): Trial => ({ hours: [], days: [], outcomes: [] })

interface Try {
  readonly day: LoadDay
  readonly model: ForecastModel
  readonly naive: readonly number[] | null
}
/** Each day with what was known before it, and nothing else. */
const prepare = (days: readonly LoadDay[], tested: readonly LoadDay[]): Try[] =>
  tested.map((day) => {
    const before = days.filter((each) => each.day < day.day)
    return { day, model: fit(before), naive: naiveDay(before, day.type, day.day) }
  })
const tryOut = (tries: readonly Try[], weight: number): Trial => {
  const trial = emptyTrial()
  for (const { day, model, naive } of tries)
    measure(trial, day, weight === 0 ? naive : blend(model, day, naive, weight))
  return trial
}

const bestWeight = (tries: readonly Try[]): number => {
  const tried = FORECAST_LIMITS.weights.map((weight) => ({
    weight,
    error: percent(tryOut(tries, weight).hours) ?? Number.POSITIVE_INFINITY,
  }))
  return tried.reduce((best, each) => (each.error < best.error ? each : best)).weight
}

/**
 * The model for the days after the last one, and its error on the newest days that were held out: each is forecast a day
 * ahead from the days before it alone, with the weather as it was measured. The blend and the band that is tested were
 * chosen on the days before those; the bands for the days to come also know the held-out ones. `days` ascend and have ended.
 */
export const learn = (
  days: readonly LoadDay[],
): { readonly model: ForecastModel; readonly bands: Bands; readonly holdOut: HoldOut } => {
  const held = days.slice(-FORECAST_LIMITS.holdOutDays)
  const earlier = days.slice(0, -FORECAST_LIMITS.holdOutDays)
  const before = prepare(earlier, earlier.slice(-BAND_LIMITS.calibrationDays))
  const weight = bestWeight(before.slice(-FORECAST_LIMITS.holdOutDays))
  const tries = prepare(days, held)
  const [trial, naive, calibration] = [tryOut(tries, weight), tryOut(tries, 0), tryOut(before, weight)]
  return {
    model: fit(days, weight),
    bands: bandsOf([...calibration.outcomes, ...trial.outcomes]),
    holdOut: {
      hourly: errorPair(trial.hours, naive.hours),
      daily: errorPair(trial.days, naive.days),
      days: held.map(({ day }) => day),
      coverage: coverageOf(bandsOf(calibration.outcomes), trial.outcomes),
    },
  }
}
