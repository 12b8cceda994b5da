import { binds, isInForce, type Fence } from '../../fences/fence.ts'
import type { FenceSet } from '../../fences/locate.ts'
import { hasAny } from '../../alarms.ts'
import type { PointColumns } from '../../track/points.ts'
import type { EpochMs, KmPerHour } from '../../../kernel/units.ts'
import { KINDS, breachAt, type BreachDetail, type JudgeDeps, type Look, type Subject } from './ground.ts'
import { growColumns } from './motion.ts'

/** 超速 (VH-10): by the road, by a fence with a limit of its own, off known roads by the vehicle's kind, or by the terminal's own bit. */
export interface Speeds {
  judge(p: PointColumns, i: number, subject: Subject, set: FenceSet): void
}

const OVERSPEED_BIT = 2
const NO_ROAD = -1

const makeColumns = (n: number) => ({
  fast: new Uint8Array(n),
  since: new Float64Array(n),
  road: new Int32Array(n).fill(NO_ROAD),
})

interface Limit {
  kmh: KmPerHour
  fence: Fence | null
}

const kindLimit = ({ limits }: Look, isSmall: boolean): KmPerHour =>
  isSmall ? limits.overspeedKmh : limits.overspeedOtherKmh
/** Lowers the limit to that of the slowest fence which binds the vehicle here and now. */
const slower = (look: Look, subject: Subject, set: FenceSet, at: EpochMs, found: Limit): void => {
  const { index, fences } = look.ground
  for (const k of index.members(set)) {
    const fence = fences[k] as Fence
    if (
      !fence.limitKmh ||
      fence.limitKmh >= found.kmh ||
      !binds(fence, subject, subject.unitRegion) ||
      !isInForce(fence, at, look.isWorkday)
    )
      continue
    found.kmh = fence.limitKmh
    found.fence = fence
  }
}
const detailOf = (
  { ground }: Look,
  on: number,
  { kmh, fence }: Limit,
  isOver: boolean,
): NonNullable<BreachDetail['speed']> => {
  const road = ground.roads?.road(on)
  const basis = !isOver
    ? 'terminal'
    : fence
      ? 'fence'
      : !road
        ? 'kind'
        : road.limitKmh === null
          ? 'class'
          : 'posted'
  return { limitKmh: kmh, basis, road: road?.name ?? null, roadClass: road?.class ?? null }
}

/** The slowest limit that anything on the map sets: who drives slower is not asked where. `changed` hears of a new ground. */
const makeLeast = (look: Look, changed: () => void): (() => KmPerHour) => {
  let least = Infinity
  let seen: unknown = null
  return () => {
    if (seen === look.ground) return least
    seen = look.ground
    changed()
    const fences = look.ground.fences.reduce(
      (slowest, { limitKmh }) => Math.min(slowest, limitKmh ?? Infinity),
      Infinity,
    )
    return (least = Math.min(fences, look.ground.roads?.least ?? Infinity))
  }
}

export const makeSpeeds = (look: Look, deps: JudgeDeps): Speeds => {
  let c = makeColumns(1024)
  const found: Limit = { kmh: Infinity, fence: null }

  const leastOf = makeLeast(look, () => void c.road.fill(NO_ROAD))
  /** The limit where a report lies, into `found`; the road is kept by vehicle. */
  const limitAt = (p: PointColumns, i: number, subject: Subject, set: FenceSet, at: EpochMs): void => {
    const o = p.ordinal[i] as number
    const isSmall = subject.isSmall ?? true
    const { roads } = look.ground
    const road =
      roads?.at(
        (p.lonE7[i] as number) / 1e7,
        (p.latE7[i] as number) / 1e7,
        p.heading[i] as number,
        isSmall,
        c.road[o] as number,
        look.limits,
      ) ?? NO_ROAD
    c.road[o] = road
    found.kmh = road < 0 || !roads ? kindLimit(look, isSmall) : roads.limit(road, isSmall)
    found.fence = null
    if (look.kindsOf(set) & KINDS.speed) slower(look, subject, set, at, found)
  }

  return {
    judge: (p, i, subject, set) => {
      const [o, at, speed] = [p.ordinal[i] as number, p.at[i] as number, p.speed[i] as number]
      if (o >= c.fast.length) c = growColumns(c, makeColumns, c.fast.length, o)
      const { overspeedPoints, overspeedRed, overspeedKmh, overspeedOtherKmh } = look.limits
      const flagged = hasAny(p.alarm[i] as number, OVERSPEED_BIT)
      if (!flagged && speed <= Math.min(leastOf(), overspeedKmh, overspeedOtherKmh) * 10)
        return void (c.fast[o] = 0)
      limitAt(p, i, subject, set, at)
      const isOver = speed > found.kmh * 10
      if (!isOver && !flagged) return void (c.fast[o] = 0)
      if (c.fast[o] === 0) c.since[o] = at
      c.fast[o] = Math.min(overspeedPoints, (c.fast[o] as number) + 1)
      if (c.fast[o] !== overspeedPoints) return
      const severity = !isOver || speed >= found.kmh * 10 * (1 + overspeedRed) ? 'red' : 'yellow'
      deps.breach(
        breachAt(p, i, {
          rule: 'VH-10',
          severity,
          heldMs: at - (c.since[o] as number),
          fence: isOver ? found.fence : null,
          detail: { speed: detailOf(look, c.road[o] as number, found, isOver) },
        }),
      )
    },
  }
}
