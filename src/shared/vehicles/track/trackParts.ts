import { MINUTE_MS } from '../../kernel/time/time.ts'
import type { DurationMs, EpochMs, LonLat } from '../../kernel/units.ts'
import { canDrive, withoutDrift } from '../drift.ts'
import { makePoints, type PointColumns } from './points.ts'

/** One report as a track's answer holds it. */
export interface TrackPoint {
  readonly at: EpochMs
  readonly lon: number
  readonly lat: number
  readonly speedKmh: number
}

/** A track's reports as columns. */
export const columnsOf = (points: readonly TrackPoint[]): PointColumns => {
  const columns = makePoints(points.length)
  for (const [i, point] of points.entries()) {
    columns.at[i] = point.at
    columns.lonE7[i] = Math.round(point.lon * 1e7)
    columns.latE7[i] = Math.round(point.lat * 1e7)
    columns.speed[i] = Math.round(point.speedKmh * 10)
  }
  return columns
}

/** The lines that a track is drawn as: without drift, broken at a silence and where no vehicle can have driven straight on. */
export const trackParts = (points: readonly TrackPoint[], gapMs: DurationMs = 5 * MINUTE_MS): LonLat[][] => {
  const { points: p, fastest } = withoutDrift(columnsOf(points))
  const parts: LonLat[][] = []
  for (let i = 0; i < p.count; i++) {
    const isNew =
      i === 0 || (p.at[i] as number) - (p.at[i - 1] as number) > gapMs || !canDrive(p, i - 1, i, fastest)
    if (isNew) parts.push([])
    parts.at(-1)?.push([(p.lonE7[i] as number) / 1e7, (p.latE7[i] as number) / 1e7])
  }
  return parts.filter((part) => part.length > 1)
}
