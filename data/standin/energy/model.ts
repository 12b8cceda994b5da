import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { MeterItem } from '#shared/protocol/platform.ts'
import type { EpochMs, KilowattHours, Kilowatts } from '#shared/kernel/units.ts'
import { steadyExtra } from '../../province/load/daily.ts'
import { faultOn } from '../../province/load/faults.ts'
import { bell, even } from '../../province/load/noise.ts'
import {
  ITEM,
  LOAD_ITEMS,
  traitsOf,
  type LoadBuilding,
  type LoadItem,
  type Traits,
} from '../../province/load/traits.ts'
import { REFERENCE_DAYS, drawOf, scaleOf, sumDraws, type YearlyUse } from '../../province/load/use.ts'
import { dayNumber, dayStart } from '../calendar.ts'
import { coursesOf, doneAt, type DayCourses } from './dayCourse.ts'
import { QUARTERS } from './shapes.ts'

/** One building's draw, scaled to what its ledger says. */
export interface BuildingLoad {
  readonly building: string
  readonly traits: Traits
  /** By item, what a unit of the traits' draw is worth. */
  readonly scale: Float64Array
}
interface MeterState {
  readonly kw: Kilowatts
  /** The register: kWh; m³ of water and gas, GJ of heat and cold; never falls. */
  readonly total: KilowattHours
}

const HOURS = 24
/** Power is the slope of the newest minute. */
const SLOPE_MS = MINUTE_MS
/** What is lost between the main meter and its parts, and how far a sub-meter errs about it. */
const LINE_LOSS = 0.004
/** The registers of all meters began to count here. */
const FIRST_DAY = dayNumber(Date.parse('2025-01-01T00:00:00+08:00'))
const round3 = (value: number): number => Math.round(value * 1000) / 1000
/** What an item's meter shows as sums of what draws; a single one where it is not named. */
const SUMS: Partial<Record<MeterItem, readonly LoadItem[]>> = {
  total: ['01A00', '01B00', '01C00', '01D10', '01D30', '01D60'],
  '01D00': ['01D10', '01D30', '01D60'],
  gas: ['gas-canteen', 'gas-boiler'],
}
const UNPOWERED: ReadonlySet<MeterItem> = new Set([
  'water',
  'gas',
  'gas-canteen',
  'gas-boiler',
  'heat',
  'cool',
])

/** Offices in the south, by floor area: 62 kWh, 1 m³ of water and 0.2 m³ of gas per m² and year, spread by the building. */
const usualUse = (building: LoadBuilding, seed: number): YearlyUse => ({
  electricityKwh:
    building.grossArea * (building.use === 'technical' ? 88 : 62) * (0.7 + 0.65 * even(seed, 1)),
  waterM3: building.grossArea,
  gasM3: building.grossArea * 0.2,
})

/**
 * The load that makes the building's own year: its months and its registers tell the same. `meters` are the items that it
 * is metered by; `days` are those in which the year's use was drawn, the reference year where they are not given.
 */
export const loadOf = (
  building: LoadBuilding,
  latitude: number,
  year: YearlyUse | null,
  meters: readonly MeterItem[] = [],
  days: readonly [number, number] = REFERENCE_DAYS,
): BuildingLoad => {
  const traits = traitsOf(building, latitude, meters)
  return {
    building: building.id,
    traits,
    scale: scaleOf(sumDraws(traits, days[0], days[1]), year ?? usualUse(building, traits.seed)),
  }
}

export interface EnergyModel {
  /** Power now and the register's state; water, gas and heat have no power. */
  at(load: BuildingLoad, item: MeterItem, now: EpochMs): MeterState
  /** A finished day by hour, as the register's differences; null where nothing was read. */
  hours(load: BuildingLoad, item: 'total' | 'water', day: number): (number | null)[]
  /** The register alone. */
  total(load: BuildingLoad, item: MeterItem, now: EpochMs): KilowattHours
  /** Quarter hours of a day whose end is not after `until`; null after it and where nothing was read. */
  quarters(load: BuildingLoad, item: MeterItem, day: number, until: EpochMs): (number | null)[]
  /** The building's gateway is mute for some hours. */
  isMute(load: BuildingLoad, now: EpochMs): boolean
}

/** Draws of a building by day: what had been drawn before each, from `first` on. */
interface Window {
  readonly first: number
  /** By day since `first`, WIDTH wide; one more row than days known. */
  before: Float64Array
  known: number
  /** The newest days asked for, with their courses. */
  readonly courses: { readonly day: number; readonly items: DayCourses }[]
}
/** Lights as their sub-meter counts them: a current transformer that was turned round counts a third. */
const LIGHTS_SHOWN = LOAD_ITEMS.length
const REVERSED = 1 / 3
const WIDTH = LOAD_ITEMS.length + 1
/** Days before the first one asked for that are kept too. */
const BACK_DAYS = 46
const STEP_DAYS = 48
const KEPT_COURSES = 2

const scratch = new Float64Array(LOAD_ITEMS.length)
/** Adds a day's draw to what was drawn before it. */
const addDay = (traits: Traits, day: number, before: Float64Array, from: number, to: number): void => {
  drawOf(traits, day, scratch)
  for (let item = 0; item < LIGHTS_SHOWN; item++) before[to + item] = before[from + item]! + scratch[item]!
  before[to + LIGHTS_SHOWN] =
    before[from + LIGHTS_SHOWN]! +
    scratch[ITEM['01A00']]! * (faultOn(traits, day, 'reversed-ct') ? REVERSED : 1)
}
const openWindow = ({ traits }: BuildingLoad, asked: number): Window => {
  const first = Math.max(FIRST_DAY, asked - BACK_DAYS)
  const before = new Float64Array(WIDTH * (STEP_DAYS + 1))
  for (let day = FIRST_DAY; day < first; day++) addDay(traits, day, before, 0, 0)
  return { first, before, known: 0, courses: [] }
}
const extend = (window: Window, traits: Traits, upTo: number): void => {
  while (window.known <= upTo - window.first) {
    const at = window.known * WIDTH
    if (at + 2 * WIDTH > window.before.length) {
      const grown = new Float64Array(window.before.length + WIDTH * STEP_DAYS)
      grown.set(window.before)
      window.before = grown
    }
    addDay(traits, window.first + window.known, window.before, at, at + WIDTH)
    window.known++
  }
}
const coursesIn = (window: Window, traits: Traits, day: number): DayCourses => {
  const found = window.courses.find((each) => each.day === day)
  if (found) return found.items
  const items = coursesOf(traits, day)
  window.courses.push({ day, items })
  if (window.courses.length > KEPT_COURSES) window.courses.shift()
  return items
}

/** A share of the day's draw that comes steadily, as a leak and a load that was left on do. */
const steadyShare = (traits: Traits, day: number, item: number, drawn: number): number =>
  drawn > 0 ? Math.min(1, (steadyExtra(traits, day, item) * traits.parts[item]!) / drawn) : 0

type Windows = WeakMap<BuildingLoad, Window>

const windowOf = (windows: Windows, load: BuildingLoad, day: number): Window => {
  let window = windows.get(load)
  if (!window || day < window.first) windows.set(load, (window = openWindow(load, day)))
  extend(window, load.traits, day)
  return window
}

/** What had been drawn of an item, as its meter counts it. */
const drawnBy = (
  windows: Windows,
  load: BuildingLoad,
  item: number,
  now: EpochMs,
  isShown = false,
): number => {
  const day = Math.max(FIRST_DAY, dayNumber(now))
  const part = Math.max(0, (now - dayStart(day)) / DAY_MS)
  const window = windowOf(windows, load, day)
  const at = (day - window.first) * WIDTH + (isShown && item === ITEM['01A00'] ? LIGHTS_SHOWN : item)
  const [before, after] = [window.before[at]!, window.before[at + WIDTH]!]
  if (part === 0 || after === before) return load.scale[item]! * before
  const course = coursesIn(window, load.traits, day).of(item)
  if (!course) return load.scale[item]! * before
  const steady = steadyShare(load.traits, day, item, after - before)
  return (
    load.scale[item]! * (before + (after - before) * ((1 - steady) * doneAt(course, part) + steady * part))
  )
}

/** Sub-meters err by their class; a sum's meter counts true. */
const shown = (windows: Windows, load: BuildingLoad, item: MeterItem, now: EpochMs): number => {
  const parts = SUMS[item]
  if (parts) return parts.reduce((total, part) => total + drawnBy(windows, load, ITEM[part], now), 0)
  const index: number | undefined = ITEM[item as LoadItem]
  if (index === undefined) return 0
  const error = item.startsWith('01')
    ? 1 - LINE_LOSS + LINE_LOSS * bell(load.traits.seedOfMeters, index, 3)
    : 1
  return error * drawnBy(windows, load, index, now, true)
}

/** A stuck meter shows what it showed when it stuck. */
const shownAt = (load: BuildingLoad, now: EpochMs): EpochMs => {
  const day = dayNumber(now)
  const fault = faultOn(load.traits, day, 'stuck')
  if (!fault) return now
  const [from, to] = fault.hours.map((hour) => dayStart(day) + hour * HOUR_MS) as [number, number]
  return now > from && now < to ? from : now
}

const totalAt = (windows: Windows, load: BuildingLoad, item: MeterItem, now: EpochMs): number => {
  const base = 150 + 900 * even(load.traits.seed, ITEM[(SUMS[item] ?? [item as LoadItem])[0]!] ?? 0, 9)
  return base + shown(windows, load, item, item === 'total' ? shownAt(load, now) : now)
}

const at = (windows: Windows, load: BuildingLoad, item: MeterItem, now: EpochMs): MeterState => {
  const total = totalAt(windows, load, item, now)
  const kw = UNPOWERED.has(item)
    ? 0
    : Math.max(0, (total - totalAt(windows, load, item, now - SLOPE_MS)) * (HOUR_MS / SLOPE_MS))
  return { kw: round3(kw), total: round3(total) }
}

/** What an item's courses give in an hour, without going by its register. */
const drawnInHour = (load: BuildingLoad, window: Window, day: number, item: number, hour: number): number => {
  const at = (day - window.first) * WIDTH + item
  const drawn = window.before[at + WIDTH]! - window.before[at]!
  const course = drawn > 0 ? coursesIn(window, load.traits, day).of(item) : null
  if (!course) return 0
  const steady = steadyShare(load.traits, day, item, drawn)
  return (
    load.scale[item]! *
    drawn *
    ((1 - steady) * (course.done[hour + 1]! - course.done[hour]!) + steady / HOURS)
  )
}

const hours = (
  windows: Windows,
  load: BuildingLoad,
  item: 'total' | 'water',
  day: number,
): (number | null)[] => {
  const [begin, parts] = [dayStart(day), SUMS[item] ?? [item as LoadItem]]
  const silent = faultOn(load.traits, day, 'missing')
  const isSilent = (hour: number): boolean =>
    silent !== null && hour >= silent.hours[0] && hour < silent.hours[1]
  if (item === 'total' && faultOn(load.traits, day, 'stuck'))
    return Array.from({ length: HOURS }, (_, hour) =>
      isSilent(hour)
        ? null
        : round3(
            totalAt(windows, load, item, begin + (hour + 1) * HOUR_MS) -
              totalAt(windows, load, item, begin + hour * HOUR_MS),
          ),
    )
  const window = windowOf(windows, load, day)
  return Array.from({ length: HOURS }, (_, hour) =>
    isSilent(hour)
      ? null
      : round3(parts.reduce((sum, part) => sum + drawnInHour(load, window, day, ITEM[part], hour), 0)),
  )
}

const isMute = (load: BuildingLoad, now: EpochMs): boolean => {
  const day = dayNumber(now)
  const fault = faultOn(load.traits, day, 'missing')
  return (
    fault !== null &&
    now >= dayStart(day) + fault.hours[0] * HOUR_MS &&
    now < dayStart(day) + fault.hours[1] * HOUR_MS
  )
}

const quarters = (
  windows: Windows,
  load: BuildingLoad,
  item: MeterItem,
  day: number,
  until: EpochMs,
): (number | null)[] => {
  const begin = dayStart(day)
  const state = (quarter: number): number => round3(totalAt(windows, load, item, begin + quarter * 900_000))
  let before = state(0)
  return Array.from({ length: QUARTERS }, (_, quarter) => {
    const end = begin + (quarter + 1) * 900_000
    if (end > until) return null
    const after = state(quarter + 1)
    const drawn = round3(after - before)
    before = after
    return isMute(load, end - 1) ? null : drawn
  })
}

/** Everything follows from the load and the instant: power is the slope of the register, quarter hours are its differences. */
export const makeEnergyModel = (): EnergyModel => {
  const windows: Windows = new WeakMap()
  return {
    at: (load, item, now) => at(windows, load, item, now),
    hours: (load, item, day) => hours(windows, load, item, day),
    total: (load, item, now) => round3(totalAt(windows, load, item, now)),
    isMute,
    quarters: (load, item, day, until) => quarters(windows, load, item, day, until),
  }
}
