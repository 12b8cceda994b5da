import { metresE7 } from '../../../kernel/sphere.ts'
import type { DurationMs, EpochMs, Metres } from '../../../kernel/units.ts'
import type { TripFacts } from '../trip.ts'
import { type ThreeWayLimits, THREE_WAY } from './limits.ts'

/** A vehicle that is not seen may drive so fast. */
export const UNSEEN_KMH = 60
/** Within its yard a vehicle is parked; nearer than a stop round the corner. */
const PARKED_M: Metres = 120

/** What is kept of an order's track. */
export interface TrackFacts extends Omit<TripFacts, 'stops' | 'drift'> {
  readonly stops: number
  /** Not known of orders that were judged before drift was left out. */
  readonly drift?: number
  /** Nearest stand to the destination, m; null where it is not known or it stood nowhere. */
  readonly destinationM?: Metres | null
  /** The longest stand away from base and destination. */
  readonly awayMs?: DurationMs
}
export interface PlaceE7 {
  readonly lonE7: number
  readonly latE7: number
}

const metresTo = (a: PlaceE7, b: PlaceE7): Metres => metresE7(a.lonE7, a.latE7, b.lonE7, b.latE7)

/**
 * The part of a vehicle's track that is one order's: from its last stand at the base before the order's start
 * to its first stand there after the end. Another outing beside it is not this order's.
 */
export const outingOf = (
  stops: TripFacts['stops'],
  base: PlaceE7 | null,
  { start, end }: { readonly start: EpochMs; readonly end: EpochMs },
): { readonly from: EpochMs; readonly to: EpochMs } => {
  const home = base === null ? [] : stops.filter((stop) => metresTo(stop, base) <= PARKED_M)
  return {
    from: Math.max(0, ...home.filter(({ from }) => from < start).map(({ from }) => from)),
    to: Math.min(
      Infinity,
      ...home.filter(({ from, to }) => to > end && from > start).map(({ to }) => to - 1),
    ),
  }
}

/** `stops` of at least `ARRIVED_MS`; stands before it set out from its base and after it came home are not on the way. */
export const trackFacts = (
  { stops, ...facts }: TripFacts,
  base: PlaceE7 | null = null,
  destination: PlaceE7 | null = null,
  { arrivedM }: Pick<ThreeWayLimits, 'arrivedM'> = THREE_WAY,
): TrackFacts => {
  const onWay = stops.filter(
    ({ from, to }) =>
      facts.firstMovingAt !== null &&
      facts.lastMovingAt !== null &&
      to > facts.firstMovingAt &&
      from < facts.lastMovingAt,
  )
  const away = onWay.filter((stop) =>
    [base, destination].every((place) => place === null || metresTo(stop, place) > arrivedM),
  )
  return {
    ...facts,
    stops: onWay.length,
    destinationM:
      destination === null || onWay.length === 0
        ? null
        : Math.min(...onWay.map((stop) => metresTo(stop, destination))),
    awayMs: Math.max(0, ...away.map(({ from, to }) => to - from)),
  }
}
