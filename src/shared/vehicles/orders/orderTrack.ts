import type { DurationMs, EpochMs } from '../../kernel/units.ts'
import { withoutDrift } from '../drift.ts'
import { pointsBetween, type PointColumns } from '../track/points.ts'
import { ARRIVED_MS, THREE_WAY, type ThreeWayLimits } from './threeWay/limits.ts'
import { outingOf, trackFacts, type PlaceE7, type TrackFacts } from './threeWay/track.ts'
import { tripFacts } from './trip.ts'

export interface OrderGround {
  readonly start: EpochMs
  readonly end: EpochMs
  /** The vehicle's depot, and where the order sends it; null where they are not known. */
  readonly base: PlaceE7 | null
  readonly destination: PlaceE7 | null
}

/** What of the order lies before the first report and after the last: nothing is known of it. */
const silentMs = (
  { count, at }: PointColumns,
  { start, end }: OrderGround,
  slackMs: DurationMs,
): DurationMs => {
  if (count === 0) return 0
  const [before, after] = [(at[0] as number) - start, end - (at[count - 1] as number)]
  return (before > slackMs ? before : 0) + (after > slackMs ? after : 0)
}

/** The order's own part of its vehicle's track without drift, and what it says. */
export const orderTrack = (
  given: PointColumns,
  ground: OrderGround,
  limits: ThreeWayLimits = THREE_WAY,
): { readonly points: PointColumns; readonly track: TrackFacts } => {
  const { points, fastest } = withoutDrift(given)
  const { from, to } = outingOf(tripFacts(points, { stopMs: ARRIVED_MS, fastest }).stops, ground.base, ground)
  const own = pointsBetween(points, from, to)
  const track = trackFacts(
    tripFacts(own, { stopMs: ARRIVED_MS, fastest }),
    ground.base,
    ground.destination,
    limits,
  )
  const drift = pointsBetween(given, from, to).count - own.count
  return {
    points: own,
    track: {
      ...track,
      points: track.points + drift,
      drift,
      unknownMs: track.unknownMs + silentMs(points, ground, limits.slackMs),
    },
  }
}
