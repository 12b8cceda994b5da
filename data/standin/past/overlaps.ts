import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { setImmediate as breathe } from 'node:timers/promises'
import type { OverlapMonthRecord } from '#shared/protocol/platform.ts'
import { inSlices } from '#shared/kernel/language/steps.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { LEAST_POINTS, overlapSteps, resample, type Trip } from '#shared/vehicles/orders/overlap.ts'
import { makePoints, type PointColumns } from '#shared/vehicles/track/points.ts'
import { tripFacts } from '#shared/vehicles/orders/trip.ts'
import type { OrderRecord, VehicleTrackRecord } from '#shared/protocol/platform.ts'
import { orderAt } from '../../province/vehicles/orderLife.ts'
import { daysIn, isWorkday, monthsBefore } from '../../province/vehicles/orders.ts'
import type { Province } from '../../province/Province.ts'
import { dayNumber, dayStart } from '../calendar.ts'
import { keyOf } from '../collections.ts'
import { blockFrom, type Block } from '../request/block.ts'
import type { SeriesShelf } from '../request/shelf.ts'
import type { PastDriver } from './drive.ts'

export interface OverlapMonthsDeps {
  readonly driver: PastDriver
  readonly province: Pick<Province, 'lives' | 'countyCodes'>
  /** Ids of a county's units, and how many they are. */
  readonly units: (county: string) => Promise<readonly string[]>
  readonly unitCount: (county: string) => Promise<number>
  readonly begun: EpochMs
  readonly months: number
}

/** Coarser than a day's tracks: only the ways are compared. */
const REPORT_MS = 20_000
const STEP_S = 4
const AFTER_MS = 30 * MINUTE_MS
/** Positions and readings go out meanwhile. */
const SLICE_MS = 15

const pointsOf = (
  { at, lon, lat, speedKmh }: VehicleTrackRecord,
  from: EpochMs,
  to: EpochMs,
): PointColumns => {
  const rows = at.flatMap((time, i) => (time >= from && time <= to ? [i] : []))
  const points = makePoints(rows.length)
  rows.forEach((row, i) => {
    points.at[i] = at[row]!
    points.lonE7[i] = Math.round(lon[row]! * 1e7)
    points.latE7[i] = Math.round(lat[row]! * 1e7)
    points.speed[i] = Math.round(speedKmh[row]! * 10)
  })
  return points
}

const tripsOf = (orders: readonly OrderRecord[], tracks: readonly VehicleTrackRecord[]): Trip[] => {
  const byVehicle = new Map(tracks.map((track) => [track.vehicle, track]))
  return orders.flatMap((order) => {
    const track = byVehicle.get(order.vehicle)
    if (!track) return []
    const points = pointsOf(track, order.start - AFTER_MS / 2, order.end + AFTER_MS)
    return [
      {
        id: order.id,
        vehicle: order.vehicle,
        start: tripFacts(points).firstMovingAt ?? order.start,
        path: resample(points),
        to: order.destination ? [order.destination.lon * 1e6, order.destination.lat * 1e6] : null,
      },
    ]
  })
}

/** One working day of a month: its second Wednesday, or the next working day. */
const sampleDay = (month: string): string => {
  const days = daysIn(month)
  const second = days.filter((day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 3)[1]!
  return days.slice(days.indexOf(second)).find(isWorkday) ?? second
}

const monthOf = async (
  deps: OverlapMonthsDeps,
  county: string,
  month: string,
): Promise<OverlapMonthRecord[]> => {
  const { province, driver, units } = deps
  const day = sampleDay(month)
  const orders = (province.lives?.(county, [day]) ?? []).flatMap((life) =>
    life.cancelled ? [] : (orderAt(life, Infinity) ?? []),
  )
  const number = dayNumber(Date.parse(`${day}T12:00:00+08:00`))
  const { tracks } = await driver.drive({
    county,
    day: number,
    orders,
    step: STEP_S,
    reportMs: REPORT_MS,
    ordersOnly: true,
  })
  const trips = tripsOf(orders, tracks)
  const counted = new Set(trips.filter(({ path }) => path.length >= 3 * LEAST_POINTS).map(({ id }) => id))
  const { pairs } = await inSlices(overlapSteps(trips), SLICE_MS, breathe)
  const paired = new Set(pairs.flatMap(({ shorter, longer }) => [shorter, longer]))
  const byUnit = Map.groupBy(
    orders.filter(({ id }) => counted.has(id)),
    ({ unit }) => unit,
  )
  return (await units(county)).map((unit) => {
    const mine = byUnit.get(unit) ?? []
    return {
      unit,
      month,
      days: 1,
      trips: mine.length,
      overlapping: mine.filter(({ id }) => paired.has(id)).length,
      updatedAt: countedAt(deps, month),
    }
  })
}

/** On the third day after the month, or at once where the platform's own time began before that. */
const countedAt = ({ begun }: OverlapMonthsDeps, month: string): EpochMs =>
  Math.min(
    dayStart(dayNumber(Date.parse(`${daysIn(month).at(-1)!}T12:00:00+08:00`)) + 3),
    dayStart(dayNumber(begun)),
  )

const make = async (deps: OverlapMonthsDeps, county: string): Promise<Block> => {
  const { begun, months } = deps
  const records: OverlapMonthRecord[] = []
  for (const month of monthsBefore(begun, months)) records.push(...(await monthOf(deps, county, month)))
  return blockFrom(
    records.map((record) => ({
      key: keyOf('overlap-months', record),
      updatedAt: record.updatedAt,
      json: JSON.stringify(record),
    })),
  )
}

/**
 * The request way's `overlap-months`: what the platform compared itself in months of which it hands over no
 * tracks, on one working day of each.
 */
export const makeOverlapMonths = (deps: OverlapMonthsDeps): SeriesShelf => {
  const { province, unitCount, begun, months } = deps
  const recent = new Map<string, Promise<Block>>()
  return {
    places: province.countyCodes,
    summary: async (county) => ({
      count: (await unitCount(county)) * months,
      newest: dayStart(dayNumber(begun)),
    }),
    block: (county) => {
      const found = recent.get(county) ?? make(deps, county)
      recent.clear()
      recent.set(county, found)
      return found
    },
  }
}
