import { MINUTE_MS } from '../../kernel/time/time.ts'
import type { DurationMs, EpochMs, KmPerHour, Metres } from '../../kernel/units.ts'
import { metresE7 } from '../../kernel/sphere.ts'
import type { PointColumns } from '../track/points.ts'
import { withoutDrift } from '../drift.ts'
import { pointsBetween } from '../track/points.ts'
import type { PlaceE7 } from './threeWay/track.ts'
import type { Stretch } from './threeWay/uncovered.ts'
import { uncovered } from './threeWay/uncovered.ts'
import { tripFacts } from './trip.ts'

/** 有轨迹无单 [D]: a drive from one long stand to the next, with where it began and how far it came. */
export interface Outing extends Stretch {
  readonly km: number
  readonly begin: PlaceE7
  /** Farthest from where it began. */
  readonly far: PlaceE7
  readonly farM: Metres
}

/** A stand of so long, or a silence, parts two drives. */
const PARTED_MS: DurationMs = 30 * MINUTE_MS

const outingBetween = (points: PointColumns, from: EpochMs, to: EpochMs, fastest: KmPerHour): Outing => {
  const own = pointsBetween(points, from, to)
  const place = (i: number): PlaceE7 => ({ lonE7: own.lonE7[i] as number, latE7: own.latE7[i] as number })
  const begin = place(0)
  let [far, farM] = [begin, 0]
  for (let i = 1; i < own.count; i++) {
    const metres = metresE7(begin.lonE7, begin.latE7, own.lonE7[i] as number, own.latE7[i] as number)
    if (metres > farM) [far, farM] = [place(i), metres]
  }
  return { from, to, begin, far, farM, km: tripFacts(own, { fastest }).km }
}

/** A day's drives of one vehicle, in order of time; drift is no drive, and no place that it came to. */
export const outingsOf = (given: PointColumns): Outing[] => {
  const { points, fastest } = withoutDrift(given)
  const spans: { from: EpochMs; to: EpochMs }[] = []
  for (let i = 0; i < points.count; i++) {
    if ((points.speed[i] as number) < 10) continue
    const at = points.at[i] as number
    const last = spans.at(-1)
    if (last && at - last.to <= PARTED_MS) last.to = at
    else spans.push({ from: at, to: at })
  }
  return spans.map(({ from, to }) => outingBetween(points, from, to, fastest))
}

/** Drives of at least `movedM` that no order touches; an order that was overrun is told by its own verdict. */
export const withoutOrder = (
  drives: readonly Outing[],
  orders: readonly Stretch[],
  limits: { readonly movedM: Metres; readonly slackMs: DurationMs },
): Outing[] =>
  drives.filter((drive) => {
    const left = uncovered([drive], orders, limits)
    return (
      drive.farM >= limits.movedM &&
      left.length === 1 &&
      left[0]?.from === drive.from &&
      left[0].to === drive.to
    )
  })
