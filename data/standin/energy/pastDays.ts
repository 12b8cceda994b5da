import type { EnergyDayRecord, WeatherDayRecord } from '#shared/protocol/platform.ts'
import type { Province } from '../../province/Province.ts'
import { dayName, dayNumber, dayStart } from '../calendar.ts'
import { keyOf } from '../collections.ts'
import { share } from '../hash.ts'
import { blockFrom, type Block } from '../request/block.ts'
import type { Walk } from '../request/shelf.ts'
import { climateOf, temperature } from '../../province/load/weather.ts'
import type { EnergyModel } from './model.ts'
import type { MeterDays } from './meterDays.ts'
import type { MeteredBuilding, Roster } from './roster.ts'

/** Finished days that a first walk gets: six weeks of use, and of the weather. */
const PAST_DAYS = 42
/** Days ahead that the weather is forecast for. */
const AHEAD_DAYS = 3
const round1 = (value: number): number => Math.round(value * 10) / 10

/** Finished days before the walk's own, newest last; a `since` leaves out what had ended before it. */
const finishedDays = (walk: Walk): number[] => {
  const today = dayNumber(walk.watermark)
  const first =
    walk.since === null ? today - PAST_DAYS : Math.max(today - PAST_DAYS, dayNumber(walk.since) - 1)
  return Array.from({ length: Math.max(0, today - first) }, (_, i) => first + i).filter(
    (day) => walk.since === null || dayStart(day + 1) >= walk.since,
  )
}

const KEPT_BLOCKS = 2

/** A county's block serves all pages of a walk. */
const remembered = (
  make: (county: string, walk: Walk) => Promise<Block>,
): ((county: string, walk: Walk) => Promise<Block>) => {
  const recent = new Map<string, Promise<Block>>()
  return (county, walk) => {
    const key = `${county} ${dayNumber(walk.watermark)} ${walk.since}`
    const found = recent.get(key) ?? make(county, walk)
    recent.set(key, found)
    if (recent.size > KEPT_BLOCKS) recent.delete(recent.keys().next().value!)
    return found
  }
}

/** The request way's `energy-days`: made from the model, never stored. */
export const makeEnergyDays = (roster: Roster, model: EnergyModel): MeterDays => {
  const recordsOf = (building: MeteredBuilding, days: readonly number[]): EnergyDayRecord[] =>
    days.map((day) => ({
      building: building.building,
      day: dayName(day),
      values: model.hours(building.load, 'total', day),
      ...(building.meters.some(({ item }) => item === 'water')
        ? { water: model.hours(building.load, 'water', day) }
        : {}),
      updatedAt: dayStart(day + 1),
    }))
  return {
    summary: async (county, walk) => ({
      count: (await roster.county(county)).length * finishedDays({ ...walk, since: null }).length,
      newest: dayStart(dayNumber(walk.watermark)),
    }),
    block: remembered(async (county, walk) => {
      const days = finishedDays(walk)
      const records = (await roster.county(county)).flatMap((building) => recordsOf(building, days))
      return blockFrom(
        records.map((record) => ({
          key: keyOf('energy-days', record),
          updatedAt: record.updatedAt,
          json: JSON.stringify(record),
        })),
      )
    }),
  }
}

/** The request way's `weather-days`: a station errs by some tenths of a degree, a forecast by more the further it looks. */
export const makeWeatherDays = (province: Province): MeterDays => {
  const latitudes = new Map(province.regions.map((region) => [region.code, region.center[1]]))
  const recordOf = (region: string, day: number, today: number): WeatherDayRecord => {
    const climate = climateOf(latitudes.get(region) ?? 23)
    const ahead = Math.max(0, day - today + 1)
    const error = (share(Number(region), day, 51) - 0.5) * (1 + 1.6 * ahead)
    return {
      region,
      day: dayName(day),
      meanC: round1(temperature(climate, day) + error),
      kind: day < today ? 'measured' : 'forecast',
      updatedAt: day < today ? dayStart(day + 1) : dayStart(today),
    }
  }
  const daysOf = (walk: Walk): number[] => {
    const today = dayNumber(walk.watermark)
    return [
      ...finishedDays(walk),
      ...Array.from({ length: AHEAD_DAYS }, (_, i) => today + i).filter(
        () => walk.since === null || dayStart(today) >= walk.since,
      ),
    ]
  }
  return {
    summary: async (_, walk) => ({
      count: PAST_DAYS + AHEAD_DAYS,
      newest: dayStart(dayNumber(walk.watermark)),
    }),
    block: async (county, walk): Promise<Block> => {
      const today = dayNumber(walk.watermark)
      const records = daysOf(walk).map((day) => recordOf(county, day, today))
      return blockFrom(
        records.map((record) => ({
          key: keyOf('weather-days', record),
          updatedAt: record.updatedAt,
          json: JSON.stringify(record),
        })),
      )
    },
  }
}
