import type { MeterDayRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { dayName, dayNumber, dayStart } from '../calendar.ts'
import { keyOf } from '../collections.ts'
import { blockFrom } from '../request/block.ts'
import type { Block } from '../request/block.ts'
import type { Summary } from '../request/countyFile.ts'
import type { Walk } from '../request/shelf.ts'
import type { EnergyModel } from './model.ts'
import type { MeteredBuilding, Roster } from './roster.ts'

/** The request way's `meter-days`: made from the model as of the walk's begin, never stored. */
export interface MeterDays {
  summary(county: string, walk: Walk): Promise<Summary>
  block(county: string, walk: Walk): Promise<Block>
}

const QUARTER_MS = 900_000
/** A client that was away longer gets this much of what it missed. */
const LONGEST_DAYS = 31

/** Yesterday and today; further back when `since` reaches further. */
const daysOf = (walk: Walk): number[] => {
  const today = dayNumber(walk.watermark)
  const first = Math.max(
    today - LONGEST_DAYS,
    Math.min(today - 1, walk.since === null ? today : dayNumber(walk.since)),
  )
  return Array.from({ length: today - first + 1 }, (_, index) => first + index)
}
const lastQuarter = (now: EpochMs): EpochMs => Math.floor(now / QUARTER_MS) * QUARTER_MS
/** A finished day changed last at its end; today's at its last full quarter hour. */
const changedAt = (day: number, walk: Walk): EpochMs =>
  Math.min(dayStart(day + 1), lastQuarter(walk.watermark))

export const makeMeterDays = (roster: Roster, model: EnergyModel): MeterDays => {
  const recent = new Map<string, Promise<Block>>()
  const recordsOf = (building: MeteredBuilding, days: readonly number[], walk: Walk): MeterDayRecord[] =>
    days.flatMap((day) =>
      building.meters.map((meter) => ({
        meter: meter.id,
        day: dayName(day),
        values: model.quarters(building.load, meter.item, day, walk.watermark),
        updatedAt: changedAt(day, walk),
      })),
    )
  const make = async (county: string, walk: Walk): Promise<Block> => {
    const days = daysOf(walk).filter((day) => walk.since === null || changedAt(day, walk) >= walk.since)
    const records = (await roster.county(county)).flatMap((building) => recordsOf(building, days, walk))
    return blockFrom(
      records.map((record) => ({
        key: keyOf('meter-days', record),
        updatedAt: record.updatedAt,
        json: JSON.stringify(record),
      })),
    )
  }
  return {
    summary: async (county, walk) => {
      const count =
        (await roster.county(county)).reduce((sum, building) => sum + building.meters.length, 0) *
        daysOf(walk).length
      return { count, newest: lastQuarter(walk.watermark) }
    },
    block: async (county, walk) => {
      const key = `${county} ${walk.watermark} ${walk.since}`
      const found = recent.get(key) ?? make(county, walk)
      recent.set(key, found)
      if (recent.size > 2) recent.delete(recent.keys().next().value!)
      return found
    },
  }
}
