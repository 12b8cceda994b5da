import { startOfDay, type DayString, type DurationMs } from '../../kernel/units.ts'
import { withoutDrift } from '../drift.ts'
import type { PointColumns } from '../track/points.ts'
import { tripFacts } from './trip.ts'

const QUARTERS = 96
const QUARTER_MS: DurationMs = 900_000

/** What a vehicle did in each quarter hour of a day. */
export interface TripQuarters {
  readonly km: number[]
  readonly movingMs: number[]
  /** Reports that no vehicle can have driven to, which are left out. */
  readonly drift: number
}

const part = (points: PointColumns, from: number, to: number): PointColumns => ({
  ...points,
  count: to - from,
  at: points.at.subarray(from, to),
  lonE7: points.lonE7.subarray(from, to),
  latE7: points.latE7.subarray(from, to),
  speed: points.speed.subarray(from, to),
})

/**
 * One vehicle's day by quarter hour: what lies between two reports counts to the quarter of the later one, so
 * that the parts sum to the whole.
 */
export const tripQuarters = (given: PointColumns, day: DayString): TripQuarters => {
  const { points, drift, fastest } = withoutDrift(given)
  const found: TripQuarters = {
    drift,
    km: Array.from({ length: QUARTERS }, () => 0),
    movingMs: Array.from({ length: QUARTERS }, () => 0),
  }
  const quarterOf = (i: number): number =>
    Math.floor(((points.at[i] as number) - startOfDay(day)) / QUARTER_MS)
  for (let i = 0; i < points.count;) {
    const quarter = quarterOf(i)
    let end = i
    while (end < points.count && quarterOf(end) === quarter) end++
    if (quarter >= 0 && quarter < QUARTERS) {
      const { km, movingMs } = tripFacts(part(points, Math.max(i - 1, 0), end), { fastest })
      found.km[quarter] = km
      found.movingMs[quarter] = movingMs
    }
    i = end
  }
  return found
}
