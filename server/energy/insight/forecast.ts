import { DAY_MS, HOUR_MS } from '#shared/kernel/time/time.ts'
import { HOURS, type LoadDay } from '#shared/energy/insight/dayTypes.ts'
import { isHoliday, keyOf, type Band } from '#shared/energy/insight/forecastBand.ts'
import { aboveUsual, forecastDay, learn } from '#shared/energy/insight/forecast.ts'
import type { EnergyForecast } from '#shared/protocol/http.ts'
import { dayOf, startOfDay, type DayString, type EpochMs } from '#shared/kernel/units.ts'

export type Told = Pick<
  EnergyForecast,
  'hours' | 'holdOut' | 'weight' | 'trainedOn' | 'filled' | 'filledOf' | 'above' | 'aboveOf' | 'weather'
>
export interface Weather {
  readonly meanC: number
  readonly kind: 'measured' | 'forecast'
}

/** Weather of many places as one, °C to the tenth; null of none. */
export const meanWeather = (places: readonly Weather[]): Weather | null => {
  const first = places[0]
  if (!first) return null
  const sum = places.reduce((total, { meanC }) => total + meanC, 0)
  return { meanC: Math.round((sum / places.length) * 10) / 10, kind: first.kind }
}

/** Today and the two days after it. */
const AHEAD = [0, 1, 2] as const
const LEAST_DAYS = 8

const hoursOf = (day: DayString, kwh: readonly number[], [low, high]: Band): Told['hours'] =>
  kwh.map((value, hour) => ({
    at: startOfDay(day) + hour * HOUR_MS,
    kw: value,
    low: value * Math.min(1, low),
    high: value * Math.max(1, high),
  }))

/** Forecast of a load by what it did on the days before today; null with less than eight days. `days` ascend. */
export const tellForecast = (given: {
  readonly days: readonly LoadDay[]
  readonly now: EpochMs
  readonly isWorkday: (day: DayString) => boolean
  readonly weather: (day: DayString) => Weather | null
  readonly filled: number
  readonly filledOf: number
}): Told | null => {
  const today = dayOf(given.now)
  const history = given.days.filter((day) => day.day < today)
  if (history.length < LEAST_DAYS) return null
  const { model, bands, holdOut } = learn(history)
  const ahead = AHEAD.map((offset) => dayOf(given.now + offset * DAY_MS))
  const hours = ahead.flatMap((day) => {
    const ahead = {
      day,
      type: given.isWorkday(day) ? ('work' as const) : ('rest' as const),
      isHoliday: isHoliday(day, given.isWorkday),
      meanC: given.weather(day)?.meanC ?? history.at(-1)?.meanC ?? null,
    }
    const kwh = forecastDay(model, history, ahead)
    return kwh === null ? [] : hoursOf(day, kwh, bands[keyOf(ahead)])
  })
  const weather = ahead.flatMap((day) => {
    const found = given.weather(day)
    return found ? [{ day, ...found }] : []
  })
  const kind = given.isWorkday(ahead[1] as DayString) ? ('work' as const) : ('rest' as const)
  const above =
    hours.length < 48
      ? { share: null, days: 0 }
      : aboveUsual(
          history,
          kind,
          hours.slice(24, 48).map(({ kw }) => kw),
        )
  const told = {
    weight: model.coefficients === null ? null : model.weight,
    trainedOn: history.length,
    filled: given.filled,
    filledOf: given.filledOf,
  }
  return {
    hours,
    holdOut: { ...holdOut, days: [...holdOut.days] },
    ...told,
    above: above.share,
    aboveOf: above.days,
    weather,
  }
}

/** Sums of several loads by day; a day that one of them lacks is left out, and so never read as a fall. */
export const sumLoads = (
  loads: readonly ReadonlyMap<DayString, Float64Array>[],
  isWorkday: (day: DayString) => boolean,
  meanC: (day: DayString) => number | null,
): LoadDay[] => {
  const lists = loads.filter((load) => load.size > 0)
  const counts = new Map<DayString, number>()
  const sums = new Map<DayString, Float64Array>()
  for (const load of lists) {
    for (const [day, hours] of load) {
      const sum = sums.get(day) ?? new Float64Array(HOURS)
      for (let hour = 0; hour < HOURS; hour++) sum[hour] = (sum[hour] as number) + (hours[hour] as number)
      sums.set(day, sum)
      counts.set(day, (counts.get(day) ?? 0) + 1)
    }
  }
  return [...sums]
    .filter(([day]) => counts.get(day) === lists.length)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, hours]) => ({
      day,
      hours: [...hours],
      type: isWorkday(day) ? 'work' : 'rest',
      isHoliday: isHoliday(day, isWorkday),
      meanC: meanC(day),
    }))
}
