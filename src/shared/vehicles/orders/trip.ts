import { MINUTE_MS } from '../../kernel/time/time.ts'
import type { DurationMs, EpochMs, KmPerHour } from '../../kernel/units.ts'
import { canDrive, metresBetween, withoutDrift } from '../drift.ts'
import type { PointColumns } from '../track/points.ts'

export interface TripOptions {
  /** At and above it a vehicle moves, km/h. */
  readonly movingKmh?: number
  /** Between two reports further apart nothing is known: neither kilometres nor minutes are counted. */
  readonly gapMs?: DurationMs
  /** A stand still of at least so long is a stop. */
  readonly stopMs?: DurationMs
  /** How fast it can have been, where these reports are a part of a longer track. */
  readonly fastest?: KmPerHour
}

interface TripStop {
  readonly from: EpochMs
  readonly to: EpochMs
  /** Where it stood, degrees × 1e7. */
  readonly lonE7: number
  readonly latE7: number
}

export interface TripFacts {
  readonly points: number
  /** 飘移点: of them, those that no vehicle can have driven to; nothing else here counts them. */
  readonly drift: number
  /** Sum of the straight lines between reports of which at least one moves: a little below what the odometer says. */
  readonly km: number
  readonly movingMs: DurationMs
  /** First and last report that moves; null when none does. */
  readonly firstMovingAt: EpochMs | null
  readonly lastMovingAt: EpochMs | null
  readonly stops: readonly TripStop[]
  /** Time within the track of which nothing is known; a silence through which it stood is none. */
  readonly unknownMs: DurationMs
}

const DEFAULTS = { movingKmh: 1, gapMs: 5 * MINUTE_MS, stopMs: 5 * MINUTE_MS }
/** Between two reports of a vehicle that stood. */
const RESTING_M = 200

/**
 * Kilometres, times and stops (停留) of one vehicle's track in order of time. Formula [D] 本系统口径:
 * straight lines between reports at most `gapMs` apart, drift left out.
 */
export const tripFacts = (given: PointColumns, options: TripOptions = {}): TripFacts => {
  const { points: p, drift, fastest } = withoutDrift(given, options.fastest)
  const { movingKmh, gapMs, stopMs } = { ...DEFAULTS, ...options }
  const moves = (i: number): boolean => (p.speed[i] as number) >= movingKmh * 10
  const facts = {
    metres: 0,
    movingMs: 0,
    unknownMs: 0,
    first: null as EpochMs | null,
    last: null as EpochMs | null,
  }
  const stops: TripStop[] = []
  let stood = -1
  const endStop = (last: number): void => {
    if (stood >= 0 && (p.at[last] as number) - (p.at[stood] as number) >= stopMs)
      stops.push({
        from: p.at[stood] as number,
        to: p.at[last] as number,
        lonE7: p.lonE7[stood] as number,
        latE7: p.latE7[stood] as number,
      })
    stood = -1
  }
  for (let i = 0; i < p.count; i++) {
    const moving = moves(i)
    if (moving) {
      facts.first ??= p.at[i] as number
      facts.last = p.at[i] as number
    }
    const lasted = i === 0 ? 0 : (p.at[i] as number) - (p.at[i - 1] as number)
    if (lasted > gapMs || (i > 0 && !canDrive(p, i - 1, i, fastest)))
      facts.unknownMs += moving || moves(i - 1) || metresBetween(p, i - 1, i) > RESTING_M ? lasted : 0
    else if (i > 0 && (moving || moves(i - 1))) {
      facts.metres += metresBetween(p, i - 1, i)
      facts.movingMs += lasted
    }
    if (moving) endStop(i)
    else if (stood < 0) stood = i
  }
  endStop(p.count - 1)
  return {
    points: given.count,
    drift,
    km: facts.metres / 1000,
    movingMs: facts.movingMs,
    firstMovingAt: facts.first,
    lastMovingAt: facts.last,
    stops,
    unknownMs: facts.unknownMs,
  }
}
