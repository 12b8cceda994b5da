import { DAY_MS } from '#shared/kernel/time/time.ts'
import { faultsOn } from './faults.ts'
import { bell, hashOf } from './noise.ts'
import { useOf, type DayUse } from './occupancy.ts'
import { ITEM, LOAD_ITEMS, REFERENCE_FROM, type LoadItem, type Traits } from './traits.ts'
import { FIRST_WEATHER_DAY, weatherOf } from './weather.ts'

/** What rest days keep of an item's working day. */
const REST: Readonly<Record<LoadItem, number>> = {
  '01A00': 0.34,
  '01B00': 0.26,
  '01C00': 0.45,
  '01D10': 1,
  '01D30': 0.14,
  '01D60': 0.8,
  '01D1A': 1,
  water: 0.3,
  'gas-canteen': 0.12,
  'gas-boiler': 0.25,
  heat: 0.82,
  cool: 0.3,
  pv: 1,
}
/** How much of a building's restlessness an item shares, and its own white noise. */
const UNREST: Readonly<Record<LoadItem, readonly [number, number]>> = {
  '01A00': [1, 0.02],
  '01B00': [1.3, 0.05],
  '01C00': [0.8, 0.03],
  '01D10': [0.1, 0.006],
  '01D30': [0.9, 0.05],
  '01D60': [0.5, 0.04],
  '01D1A': [0.1, 0.004],
  water: [1, 0.07],
  'gas-canteen': [0.9, 0.05],
  'gas-boiler': [0.8, 0.06],
  heat: [0.5, 0.03],
  cool: [1.1, 0.05],
  pv: [0, 0.04],
}
const RESTS = LOAD_ITEMS.map((name) => REST[name])
const SHARED = LOAD_ITEMS.map((name) => UNREST[name][0])
const OWN = LOAD_ITEMS.map((name) => UNREST[name][1])
/** A day keeps this much of the day before; the eight newest days stand for all. */
const KEEPS = 0.72
const MEMORY = 8
/** Growth never runs further than this many years from the reference. */
const FARTHEST_YEARS = 4

/** The newest building's last bells, so that a walk over its days draws one a day. */
const ring = { seed: 0, day: Number.NaN, bells: new Float64Array(MEMORY) }
/** The day's restlessness of a building: autocorrelated, deviation 1. */
const restlessness = (seed: number, day: number): number => {
  const { bells } = ring
  if (ring.seed === seed && ring.day === day - 1) {
    bells.copyWithin(0, 1)
    bells[MEMORY - 1] = bell(seed, day, 51)
  } else if (ring.seed !== seed || ring.day !== day)
    for (let i = 0; i < MEMORY; i++) bells[i] = bell(seed, day - MEMORY + 1 + i, 51)
  ring.seed = seed
  ring.day = day
  let sum = 0
  for (let i = 0; i < MEMORY; i++) sum = sum * KEEPS + bells[i]!
  return sum * Math.sqrt(1 - KEEPS * KEEPS)
}
/** An item's own white noise of a day, even, deviation 1: two items share one draw of lots. */
const own = (lots: number, item: number): number =>
  (((item & 1) === 0 ? lots & 0xffff : lots >>> 16) / 65_535 - 0.5) * 3.4641

const positive = (value: number): number => (value > 0 ? value : 0)
/** Degrees beyond a limit, flattening where the machines run at their most. */
const degrees = (beyond: number): number => (beyond <= 0 ? 0 : beyond / (1 + beyond * 0.045))

/** Course of an item by weather alone, before presence; about 1 over the year. */
const byWeather = (
  traits: Traits,
  item: number,
  felt: number,
  mean: number,
  sun: number,
  season: number,
): number => {
  switch (item) {
    case ITEM['01A00']:
      return 1 - 0.06 * season
    case ITEM['01B00']:
      return (
        0.1 +
        traits.warmth * (0.24 * degrees(felt - traits.coolFromC) + 0.13 * degrees(traits.heatFromC - felt))
      )
    case ITEM['01D10']:
      return 1 + 0.008 * (felt - 20)
    case ITEM['01D60']:
      return 1 - 0.012 * (mean - 20)
    case ITEM.water:
      return 1 + 0.014 * (mean - 20)
    case ITEM['gas-boiler']:
      return Math.max(0.25, 1 - 0.035 * (mean - 18))
    case ITEM.cool:
      return positive(felt - traits.coolFromC - 1) * 0.25
    case ITEM.pv:
      return sun
    default:
      return 1
  }
}

/** 供暖季 15 November to 15 March, longer in the far north; by degrees below 18 °C. */
const heating = (day: number, felt: number, climate: number): number => {
  const name = new Date(day * DAY_MS).toISOString().slice(5, 10)
  const isFar = climate / 2 >= 42
  const [from, to] = isFar ? ['10-20', '04-15'] : ['11-15', '03-15']
  return name >= from || name <= to ? positive(18 - felt) * 0.2 : 0
}

const presenceOf = (traits: Traits, item: number, use: DayUse, isWeekendLoad: boolean): number => {
  if (item === ITEM.pv) return 1
  const rest = RESTS[item]!
  if (use.isWork || isWeekendLoad) return rest + (1 - rest) * (use.isWork ? use.presence : 0.97)
  return rest >= 0.95 ? rest : Math.min(0.95, rest * traits.rest * use.rest)
}

/**
 * A building's draw on a day, by item, against its mean of the reference year as far as weather and people make it: the
 * course of weather and calendar, growth, retrofits, moves, days that resemble the day before, and what is wrong with it.
 */
export const dayOfLoad = (traits: Traits, day: number, out: Float64Array): Float64Array => {
  const { meanC, feltC, sun } = weatherOf(traits.climate, day)
  const at = Math.max(0, day - FIRST_WEATHER_DAY)
  const [felt, mean, light] = [feltC[at]!, meanC[at]!, sun[at]!]
  const season = -Math.cos((((day - FIRST_WEATHER_DAY) / 365.2425 + 0.03) % 1) * 2 * Math.PI)
  const use = useOf(day)
  const faults = faultsOn(traits, day)
  const years = Math.max(-FARTHEST_YEARS, Math.min(FARTHEST_YEARS, (day - REFERENCE_FROM - 182) / 365))
  const moved = traits.move && day >= traits.move.from ? 1 + traits.move.by : 1
  const level = Math.exp(traits.growth * years) * moved
  const unrest = restlessness(traits.seed, day) * traits.unrest
  const isWeekendLoad = !use.isWork && faults.some(({ kind }) => kind === 'weekend')
  const racks = 1 + traits.racks.by * Math.floor((day - REFERENCE_FROM) / traits.racks.every)
  let lots = 0
  for (let item = 0; item < out.length; item++) {
    if ((item & 1) === 0) lots = hashOf(traits.seed, day, item + 60)
    if (traits.parts[item] === 0) {
      out[item] = 0
      continue
    }
    const weather =
      item === ITEM.heat
        ? heating(day, felt, traits.climate)
        : byWeather(traits, item, felt, mean, light, season)
    const saved =
      traits.retrofit && traits.retrofit.item === item && day >= traits.retrofit.from
        ? 1 - traits.retrofit.saves
        : 1
    const grown =
      item === ITEM['01D10'] || item === ITEM['01D1A'] ? racks : item === ITEM.pv ? 1 : level * saved
    out[item] = positive(
      weather *
        presenceOf(traits, item, use, isWeekendLoad) *
        grown *
        (1 + unrest * SHARED[item]! + own(lots, item) * OWN[item]!),
    )
  }
  for (const fault of faults) {
    if (fault.kind === 'outage')
      for (let item = 0; item < ITEM.water; item++)
        out[item]! *= 1 - ((fault.hours[1] - fault.hours[0]) / 24) * 0.9
  }
  return out
}

/** What a fault adds to an item's day, as a steady draw against the item's usual day. */
export const steadyExtra = (traits: Traits, day: number, item: number): number => {
  if (item !== ITEM['01A00'] && item !== ITEM.water) return 0
  const kind = item === ITEM.water ? 'leak' : 'base-jump'
  const fault = faultsOn(traits, day).find((each) => each.kind === kind)
  return fault ? fault.size * 0.7 : 0
}
