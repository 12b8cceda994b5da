import { HOUR_MS, MINUTE_MS } from '../kernel/time/time.ts'
import type { DurationMs, KmPerHour, Metres } from '../kernel/units.ts'
import { metresE7 } from '../kernel/sphere.ts'
import { copyPoint, makePoints, type PointColumns } from './track/points.ts'

/** 飘移 [D]: what no vehicle can drive. A receiver's own error is no drift. */
const DRIFT = {
  /** Whatever it reports; and the limit of a track that reports no speed. */
  fastestKmh: 200,
  /** Of the highest speed that the track reports, and no less than a road allows anyone. */
  fastestTimes: 1.5,
  leastFastestKmh: 100,
  errorM: 200 as Metres,
  /** So many points in a row elsewhere are where the vehicle is; fewer are drift. */
  movedPoints: 5,
  /** A stay elsewhere that ends where it began within this time was drift, however many points it had. */
  awayMs: (10 * MINUTE_MS) as DurationMs,
}

/** Straight line between two reports of one track. */
export const metresBetween = (p: PointColumns, i: number, j: number): Metres =>
  metresE7(p.lonE7[i] as number, p.latE7[i] as number, p.lonE7[j] as number, p.latE7[j] as number)

/** How fast the vehicle of a track can have been between two of its reports. */
export const fastestOf = ({ count, speed }: PointColumns): KmPerHour => {
  let top = 0
  for (let i = 0; i < count; i++) top = Math.max(top, speed[i] as number)
  if (top === 0) return DRIFT.fastestKmh
  return Math.min(DRIFT.fastestKmh, Math.max(DRIFT.leastFastestKmh, (top / 10) * DRIFT.fastestTimes))
}

/** How many metres more lie between two reports than a vehicle can drive in the time; 0 or less: it can. */
const tooFar = (p: PointColumns, i: number, j: number, fastest: KmPerHour): Metres =>
  metresBetween(p, i, j) -
  DRIFT.errorM -
  (Math.abs((p.at[j] as number) - (p.at[i] as number)) / HOUR_MS) * fastest * 1000

/** Whether a vehicle that can be so fast can have driven from one report to the other. */
export const canDrive = (p: PointColumns, i: number, j: number, fastest: KmPerHour): boolean =>
  tooFar(p, i, j, fastest) <= 0

/** Speed that the way from one report to the other would need, as far as it goes beyond a receiver's error, m/ms. */
const needed = (p: PointColumns, i: number, j: number): number =>
  Math.max(0, metresBetween(p, i, j) - DRIFT.errorM) / Math.max(1, (p.at[j] as number) - (p.at[i] as number))

/** A run of reports that can be driven one after another. */
interface Run {
  readonly points: number[]
}
const lastOf = (run: Run): number => run.points[run.points.length - 1] as number

/** Marks the reports that no vehicle can have driven to; `null` when there are none. */
const driftMarks = (p: PointColumns, fastest: KmPerHour): Uint8Array | null => {
  let first = 1
  while (first < p.count && canDrive(p, first - 1, first, fastest)) first++
  if (first >= p.count) return null
  const marks = new Uint8Array(p.count)
  const leave = (run: Run): void => {
    for (const i of run.points) marks[i] = 1
  }
  /** Where it is, where else it may be, and where it was before it was found elsewhere. */
  let main: Run = { points: Array.from({ length: first }, (_, i) => i) }
  let rival: Run | null = null
  let before: Run | null = null

  const move = (to: Run): void => {
    const begin = to.points[0] as number
    const isBack: boolean =
      before !== null &&
      (p.at[begin] as number) - (p.at[lastOf(before)] as number) <= DRIFT.awayMs &&
      canDrive(p, lastOf(before), begin, fastest)
    const isShort = main.points.length < DRIFT.movedPoints
    if (isBack || isShort) leave(main)
    if (isBack) before = null
    else if (!isShort) before = main
    main = to
    rival = null
  }
  for (let i = first; i < p.count; i++) {
    const own = lastOf(main)
    const other: number | null = rival === null ? null : lastOf(rival)
    const toMain = canDrive(p, own, i, fastest)
    const toRival = other !== null && canDrive(p, other, i, fastest)
    if (toMain && (!toRival || needed(p, own, i) <= needed(p, other as number, i))) {
      if (rival) leave(rival)
      rival = null
      main.points.push(i)
    } else {
      if (rival && !toRival) leave(rival)
      if (rival === null || !toRival) rival = { points: [] }
      rival.points.push(i)
      if (rival.points.length >= DRIFT.movedPoints) move(rival)
    }
  }
  if (rival) leave(rival)
  return marks
}

/** A track without its drift, and how many reports that was. The same columns where there is none. */
export interface Driven {
  readonly points: PointColumns
  readonly drift: number
  /** By which it was told. */
  readonly fastest: KmPerHour
}

/**
 * One vehicle's reports in order of time without those that no vehicle can have driven to: a jump away and back is
 * left out, a jump that stays is where it is from then on, and its way there is not known. `fastest` is given where `p`
 * is a part of a longer track. Formula [D] 本系统口径.
 */
export const withoutDrift = (p: PointColumns, fastest: KmPerHour = fastestOf(p)): Driven => {
  const marks = driftMarks(p, fastest)
  const drift = marks ? marks.reduce((sum, mark) => sum + mark, 0) : 0
  if (marks === null || drift === 0) return { points: p, drift: 0, fastest }
  const into = makePoints(p.count - drift)
  for (let i = 0, j = 0; i < p.count; i++) if (marks[i] === 0) copyPoint(p, i, into, j++)
  return { points: into, drift, fastest }
}
