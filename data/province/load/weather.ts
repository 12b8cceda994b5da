import { DAY_MS } from '#shared/kernel/time/time.ts'
import { bell, even } from './noise.ts'

/** The weather is made from here on, day after day. Day numbers count from 1970-01-01 in UTC+8. */
export const FIRST_WEATHER_DAY = Date.UTC(2022, 0, 1) / DAY_MS
const YEAR = 365.2425
/** Half a degree of latitude shares its weather. */
export const climateOf = (latitude: number): number => Math.round(latitude * 2)
const latitudeOf = (climate: number): number => climate / 2

/** A band's weather by day since FIRST_WEATHER_DAY. */
export interface Weather {
  /** Mean air temperature, °C. */
  readonly meanC: Float64Array
  /** What a building feels of it: its walls remember the day before. */
  readonly feltC: Float64Array
  /** Sunshine against the yearly mean. */
  readonly sun: Float64Array
}

/** Distance of a day from the middle of January, as the year's course: −1 coldest, 1 warmest. */
const course = (day: number): number =>
  -Math.cos((((day - FIRST_WEATHER_DAY) % YEAR) / YEAR - 0.048) * 2 * Math.PI)

/**
 * Mean and half swing of the year by latitude, after long-time means of Nanning 21.7 ± 7.8, Wuhan 17 ± 12,
 * Jinan 14.5 ± 14, Harbin 4.5 ± 21 °C.
 */
const yearOf = (latitude: number): readonly [number, number] => [
  21.9 - 0.66 * (latitude - 22.8),
  7.6 + 0.55 * (latitude - 22.8),
]

const AIR = 101
const LOCAL = 102
const SURGE = 103
const CLOUD = 104
const MONTHLY = 105
const YEARLY = 106
const SPELL_DAYS = 38

/** Slow anomalies: a warm or cold year, and within it spells of weeks. */
const slow = (day: number): number => {
  const [knot, part] = [Math.floor(day / SPELL_DAYS), (day % SPELL_DAYS) / SPELL_DAYS]
  return (
    bell(YEARLY, Math.floor(day / YEAR)) * 0.5 +
    (bell(MONTHLY, knot) * (1 - part) + bell(MONTHLY, knot + 1) * part) * 0.95
  )
}

/**
 * Day by day: weather that stays for some days (first-order autoregression shared by the country and by the band), cold
 * surges between November and March that fall in a day or two and recover within a week, clouds that cool the summer.
 */
const grow = (climate: number, days: number): Weather => {
  const latitude = latitudeOf(climate)
  const [mean, swing] = yearOf(latitude)
  const made = { meanC: new Float64Array(days), feltC: new Float64Array(days), sun: new Float64Array(days) }
  let [air, local, surge, cloud] = [0, 0, 0, 0]
  for (let i = 0; i < days; i++) {
    const day = FIRST_WEATHER_DAY + i
    const season = course(day)
    const unrest = 1 - 0.35 * season
    air = 0.76 * air + 1.45 * unrest * bell(AIR, day)
    local = 0.7 * local + 0.5 * bell(LOCAL, day, climate)
    surge = surge * 0.72 - (season < -0.2 && even(SURGE, day) < 0.07 ? 3.5 + 4 * even(SURGE, day, 1) : 0)
    cloud = 0.6 * cloud + 0.8 * bell(CLOUD, day)
    const cooled = Math.max(0, season) * Math.max(0, cloud) * 0.9
    made.meanC[i] = mean + swing * season + slow(day) + air + local + surge - cooled
    made.feltC[i] = i === 0 ? made.meanC[i]! : 0.65 * made.meanC[i]! + 0.35 * made.feltC[i - 1]!
    made.sun[i] = Math.max(0.12, (1 + (0.22 + 0.01 * (latitude - 22)) * season) * (1 - 0.3 * cloud))
  }
  return made
}

const known = new Map<number, Weather>()
/** A band's weather up to a day at least; the same numbers however far it is asked. */
export const weatherOf = (climate: number, upTo: number): Weather => {
  const wanted = upTo - FIRST_WEATHER_DAY + 1
  const found = known.get(climate)
  if (found && found.meanC.length >= wanted) return found
  const made = grow(climate, Math.max(1, wanted) + 400)
  known.set(climate, made)
  return made
}

/** Mean air temperature of a day, °C. @throws for a day before the weather begins. */
export const temperature = (climate: number, day: number): number => {
  if (day < FIRST_WEATHER_DAY)
    throw new RangeError(`weather of day ${day}: expected one from ${FIRST_WEATHER_DAY} on`)
  return weatherOf(climate, day).meanC[day - FIRST_WEATHER_DAY]!
}
