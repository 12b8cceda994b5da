import type { MeterItem } from '#shared/protocol/platform.ts'
import type { EpochMs, KilowattHours, Kilowatts } from '#shared/units.ts'
import { DAY_MS, dayNumber, dayStart, isWorkingDayNumber } from '../calendar.ts'
import { hashText, share } from '../hash.ts'
import { FLAT, LOAD_ITEMS, QUARTERS, VARIANTS, makeShapes, rateAt, sumAt } from './shapes.ts'
import type { LoadItem, Shape } from './shapes.ts'

/** What one building draws in the mean, by item: kWh (m³ for water and gas) a day over the year. */
export interface BuildingLoad {
  readonly building: string
  /** Latitude band of the weather, whole degrees. */
  readonly climate: number
  readonly cohort: number
  /** In LOAD_ITEMS order. */
  readonly daily: Float64Array
  readonly hash: number
}
export interface MeterState {
  readonly kw: Kilowatts
  /** The register: kWh, m³ for water and gas; never falls. */
  readonly total: KilowattHours
}

/** The registers of all meters began to count here. */
const FIRST_DAY = dayNumber(Date.parse('2025-01-01T00:00:00+08:00'))
/** Seven usual ways of living, then four that an operator should notice. */
const USUAL = 7
const WASTEFUL = USUAL
const WEEKENDER = USUAL + 1
const LEAPER = USUAL + 2
const STUCK = USUAL + 3
const COHORTS = USUAL + 4
const YEAR = 365.25
const round3 = (value: number): number => Math.round(value * 1000) / 1000

/** Mean air temperature of a day in °C: the year's course of South China by latitude, with spells of a few days. */
export const temperature = (climate: number, day: number): number => {
  const year = Math.cos(((day % YEAR) / YEAR - 0.55) * 2 * Math.PI)
  const spell = (share(climate, Math.floor(day / 3), 11) + share(climate, Math.floor((day + 1) / 3), 11) + share(climate, day, 13)) / 3
  return 22.2 - (climate - 23) * 0.7 + (7.6 + (climate - 23) * 0.4) * year + (spell - 0.5) * 9
}

const weather = (climate: number, day: number): number => {
  const degrees = temperature(climate, day)
  return 0.14 + Math.max(0, degrees - 22) * 0.26 + Math.max(0, 11 - degrees) * 0.1
}
const REST: Record<LoadItem, number> = { '01A00': 0.34, '01B00': 0.22, '01C00': 0.45, '01D10': 0.97, '01D30': 0.2, '01D60': 0.86, '01D1A': 0.98, water: 0.3, 'gas-canteen': 0.15, 'gas-boiler': 0.3 }
/** What an item's meter shows as sums of what draws; a single one where it is not named. */
const SUMS: Partial<Record<MeterItem, readonly LoadItem[]>> = {
  total: ['01A00', '01B00', '01C00', '01D10', '01D30', '01D60'],
  '01D00': ['01D10', '01D30', '01D60'],
  gas: ['gas-canteen', 'gas-boiler'],
}
const UNPOWERED: ReadonlySet<LoadItem> = new Set(['water', 'gas-canteen', 'gas-boiler'])
const WORKING_SHARE = 250 / 365

/** A year's consumption of a building; null where the ledger has no months of it. */
export interface YearlyUse {
  readonly electricityKwh: number
  readonly waterM3: number
  readonly gasM3: number
}

/** Offices in the south, by floor area: 62 kWh, 1 m³ of water and 0.2 m³ of gas per m² and year, spread by the building. */
const usualUse = (building: { readonly grossArea: number; readonly use: string }, hash: number): YearlyUse => ({
  electricityKwh: building.grossArea * (building.use === 'technical' ? 88 : 62) * (0.7 + 0.65 * share(hash, 1)),
  waterM3: building.grossArea,
  gasM3: building.grossArea * 0.2,
})

/** Shares of 信息中心, 厨房餐厅, 其他 in 特殊用电 by what the building has; what it lacks lies with the others. */
const specialOf = (has: ReadonlySet<MeterItem>): readonly [number, number, number] => (has.has('01D10') ? [0.6, 0.25, 0.15] : has.has('01D30') ? [0, 0.6, 0.4] : [0, 0, 1])

const cohortOf = (hash: number): number => {
  const odd = [0.03, 0.042, 0.054, 0.064].findIndex((limit) => share(hash, 6) < limit)
  return odd < 0 ? hash % USUAL : USUAL + odd
}

/** The load that makes the building's own year: its months and its registers tell the same. `meters` are the items that it is metered by. */
export const loadOf = (
  building: { readonly id: string; readonly grossArea: number; readonly use: string },
  latitude: number,
  year: YearlyUse | null,
  meters: readonly MeterItem[] = [],
): BuildingLoad => {
  const hash = hashText(building.id)
  const use = year ?? usualUse(building, hash)
  const shares = [0.4 + 0.08 * share(hash, 2), 0.32 + 0.08 * share(hash, 3), 0.09 + 0.03 * share(hash, 4), 0.1 + 0.06 * share(hash, 5)]
  const whole = shares.reduce((sum, part) => sum + part, 0)
  const kwh = use.electricityKwh / YEAR
  const [lights, air, power, special] = shares.map((part) => (kwh * part) / whole) as [number, number, number, number]
  const has = new Set(meters)
  const parts = specialOf(has).map((part) => special * part)
  const gas = use.gasM3 / YEAR
  const boiler = has.has('gas-boiler') ? 0.45 : 0
  const effectiveness = 1.3 + 1.2 * share(hash, 7) ** 1.6
  const daily = Float64Array.from([lights, air, power, ...parts, parts[0]! / effectiveness, use.waterM3 / YEAR, gas * (1 - boiler), gas * boiler])
  return { building: building.id, climate: Math.round(latitude), cohort: cohortOf(hash), daily, hash }
}

export interface EnergyModel {
  /** Power now and the register's state; water and gas have no power. The parts sum to the whole. */
  at(load: BuildingLoad, item: MeterItem, now: EpochMs): MeterState
  /** Quarter hours of a day whose end is not after `until`; null after it and where nothing was read. */
  quarters(load: BuildingLoad, item: MeterItem, day: number, until: EpochMs): (number | null)[]
  /** The building's gateway is mute: about one day in a hundred, for some hours. */
  isMute(load: BuildingLoad, now: EpochMs): boolean
}

/** Everything follows from the load and the instant: power is the slope of the register, quarter hours are its differences. */
export const makeEnergyModel = (): EnergyModel => {
  const usual = makeShapes(false)
  const wasteful = makeShapes(true)
  const sums = new Map<number, number[]>()
  const yearMean = new Map<number, number>()

  const meanWeather = (climate: number): number => {
    const known = yearMean.get(climate)
    if (known !== undefined) return known
    const mean = Array.from({ length: 366 }, (_, day) => weather(climate, FIRST_DAY + day)).reduce((sum, value) => sum + value, 0) / 366
    yearMean.set(climate, mean)
    return mean
  }
  /** Some buildings leave everything on over every other weekend. */
  const works = (cohort: number, day: number): boolean => isWorkingDayNumber(day) || (cohort === WEEKENDER && share(Math.floor((day + 3) / 7), 29) < 0.5)
  /** That day's draw as a multiple of the yearly mean. */
  const factor = (climate: number, item: number, cohort: number, day: number): number => {
    const name = LOAD_ITEMS[item]!
    const rest = REST[name]
    const use = (works(cohort, day) ? 1 : rest) / (WORKING_SHARE + (1 - WORKING_SHARE) * rest)
    const air = name === '01B00' ? weather(climate, day) / meanWeather(climate) : 1
    const leap = cohort === LEAPER && share(Math.floor(day / 2), climate, 31) < 0.12 ? 1.9 : 1
    return use * air * leap * (0.93 + 0.14 * share(cohort, item, day, climate))
  }
  /** Yearly-mean days drawn before each day since the first; grown as far as asked. */
  const drawnBefore = (climate: number, item: number, cohort: number, index: number): readonly number[] => {
    const key = (climate * LOAD_ITEMS.length + item) * COHORTS + cohort
    const known = sums.get(key) ?? [0]
    sums.set(key, known)
    while (known.length <= index) known.push(known.at(-1)! + factor(climate, item, cohort, FIRST_DAY + known.length - 1))
    return known
  }
  const shapeOf = (item: number, cohort: number, day: number): Shape => {
    if (cohort === STUCK && share(day, 37) < 0.45) return FLAT
    const tables = cohort === WASTEFUL ? wasteful : usual
    const table = works(cohort, day) ? tables.working : tables.resting
    return table[item]![Math.floor(share(cohort, day, 17) * VARIANTS)]!
  }
  const one = (load: BuildingLoad, item: number, now: EpochMs): MeterState => {
    const day = dayNumber(now)
    const part = (now - dayStart(day)) / DAY_MS
    const index = Math.max(0, day - FIRST_DAY)
    const days = drawnBefore(load.climate, item, load.cohort, index + 1)
    const drawn = days[index + 1]! - days[index]!
    const shape = shapeOf(item, load.cohort, day)
    const before = 200 + 300 * share(load.hash, item, 9) + days[index]!
    const daily = load.daily[item]!
    const kw = UNPOWERED.has(LOAD_ITEMS[item]!) ? 0 : (daily * drawn * rateAt(shape, part)) / 24
    return { kw: round3(kw), total: round3(daily * (before + drawn * sumAt(shape, part))) }
  }
  const at = (load: BuildingLoad, item: MeterItem, now: EpochMs): MeterState => {
    const sum = SUMS[item]
    if (!sum) return one(load, LOAD_ITEMS.indexOf(item as LoadItem), now)
    const parts = sum.map((part) => one(load, LOAD_ITEMS.indexOf(part), now))
    return { kw: round3(parts.reduce((sum, p) => sum + p.kw, 0)), total: round3(parts.reduce((sum, p) => sum + p.total, 0)) }
  }
  const isMute = (load: BuildingLoad, now: EpochMs): boolean => {
    const day = dayNumber(now)
    if (share(load.hash, day, 21) >= 0.01) return false
    const begin = dayStart(day) + Math.floor(share(load.hash, day, 22) * 80) * 900_000
    return now >= begin && now < begin + 3 * 3_600_000
  }
  return {
    at,
    isMute,
    quarters: (load, item, day, until) => {
      const begin = dayStart(day)
      const state = (quarter: number): number => at(load, item, begin + quarter * 900_000).total
      let before = state(0)
      return Array.from({ length: QUARTERS }, (_, quarter) => {
        const end = begin + (quarter + 1) * 900_000
        if (end > until) return null
        const after = state(quarter + 1)
        const drawn = round3(after - before)
        before = after
        return isMute(load, end - 1) ? null : drawn
      })
    },
  }
}
