import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { dayNumber, hourOf } from '../calendar.ts'
import { share } from '../hash.ts'
import { PHASE } from './columns.ts'
import type { Columns } from './columns.ts'
import { metresBetween, nextArc } from './graph.ts'
import type { Graph } from './graph.ts'
import type { Outing } from './plan.ts'

/** Streets and stops of a county as a vehicle needs them. */
export interface Town {
  readonly graph: Graph
  /** Nodes of the stops; those after the county's own lie in other counties, and nobody goes there of his own. */
  readonly stops: Uint32Array
  readonly own: number
}
export interface Yard {
  readonly columns: Columns
  readonly towns: readonly Town[]
  readonly outings: readonly Outing[]
  /** A step of driving, s; a larger one is coarser and cheaper. */
  readonly step?: number
  /** A vehicle came home from an outing. */
  readonly cameHome?: (v: number, outing: Outing, now: EpochMs) => void
}

const ACCELERATION = 1.5
const BRAKING = 1.8
const TURN_SPEED = 6
const SUBSTEP = 1
/** No report is stepped over more than this: after a longer pause the vehicle goes on from where it stood. */
const LONGEST_STEP_S = 30

/** How the driver takes limits: most a little below, one in fifty well above. */
const pace = (hash: number, now: EpochMs): number =>
  share(hash, dayNumber(now), 51) < 0.02 ? 1.28 + 0.3 * share(hash, 52) : 0.78 + 0.2 * share(hash, 53)
const traffic = (now: EpochMs): number => {
  const hour = hourOf(now)
  return (hour > 7.3 && hour < 9) || (hour > 17.3 && hour < 19) ? 0.72 : 1
}

/** Metres of the way from a node to the goal; Infinity when no street leads there. */
const wayMetres = (graph: Graph, node: number, goal: number): number => {
  let metres = 0
  for (let at = node; at !== goal;) {
    const arc = nextArc(graph, at, goal)
    if (arc < 0) return Infinity
    metres += graph.metres[arc]!
    at = graph.to[arc]!
  }
  return metres
}

/** Sets off from where it stands; stays when there is no way or it is there already. */
const setOff = (yard: Yard, v: number, goal: number): boolean => {
  const { columns: c } = yard
  const { graph } = yard.towns[c.county[v]!]!
  const metres = wayMetres(graph, c.node[v]!, goal)
  if (metres === 0 || metres === Infinity) return false
  if (c.phase[v] === PHASE.parked) c.restless[v] = c.at[v]!
  c.phase[v] = PHASE.driving
  c.goal[v] = goal
  c.arc[v] = nextArc(graph, c.node[v]!, goal)
  c.offset[v] = 0
  c.remaining[v] = metres
  c.speed[v] = 0
  c.holdUntil[v] = 0
  return true
}

/** Most errands are short; one in four takes a sitting. */
const stayMs = (hash: number, leg: number): number =>
  (share(hash, leg, 61) < 0.75 ? 2 + 4 * share(hash, leg, 62) : 10 + 15 * share(hash, leg, 62)) * MINUTE_MS
const someStop = (town: Town, hash: number, leg: number): number =>
  town.stops[Math.floor(share(hash, leg, 63) * town.own)]!
/** A stop that it has less time left for than this is not begun. */
const SPARE_MS = 9 * MINUTE_MS
/** Over streets and roads with their lights and bends, m/s. */
const MEAN_SPEED = 8
const CANDIDATES = 10
/** 私事停留: an hour and more at a place of no errand. */
const PRIVATE_MS = { least: 66 * MINUTE_MS, more: 18 * MINUTE_MS }
const LATE_MS = { least: 50 * MINUTE_MS, more: 25 * MINUTE_MS }
/** So far from the ordered place a vehicle is elsewhere. */
const ELSEWHERE_M = 1200

const outingOf = (yard: Yard, v: number): Outing => yard.outings[yard.columns.under[v]!]!
const wayMs = (graph: Graph, node: number, goal: number): number =>
  (wayMetres(graph, node, goal) / MEAN_SPEED) * 1000
const isFar = (graph: Graph, a: number, b: number): boolean =>
  metresBetween([graph.lon[a]!, graph.lat[a]!], [graph.lon[b]!, graph.lat[b]!]) > ELSEWHERE_M

/** A stop that leaves time to be home when the outing ends, the farthest one on a detour; null when none does. */
const nextStop = (town: Town, c: Columns, v: number, now: EpochMs, fault: Outing['fault']): number | null => {
  const [node, home, left] = [c.node[v]!, c.home[v]!, c.outingEnd[v]! - now]
  const apart = fault === 'elsewhere' || (fault === 'private-stop' && c.made[v] === 1)
  let chosen: number | null = null
  let longest = 0
  for (let i = 0; i < CANDIDATES; i++) {
    const goal = someStop(town, c.hash[v]!, c.legs[v]! * CANDIDATES + i)
    if (
      goal === node ||
      goal === home ||
      (apart && !(isFar(town.graph, goal, c.first[v]!) && isFar(town.graph, goal, home)))
    )
      continue
    const there = wayMs(town.graph, node, goal)
    if (there + wayMs(town.graph, goal, home) + SPARE_MS > left) continue
    if (fault !== 'detour') return goal
    if (there > longest) [chosen, longest] = [goal, there]
  }
  return chosen
}

/** At a stop whose stay is over, or where no way led on: to the next stop while the outing lasts, then home. */
const goOn = (yard: Yard, v: number, now: EpochMs): void => {
  const { columns: c } = yard
  const town = yard.towns[c.county[v]!]!
  const leg = ++c.legs[v]!
  c.made[v] = Math.min(200, c.made[v]! + 1)
  const goal = nextStop(town, c, v, now, outingOf(yard, v)?.fault ?? null)
  const leaves = c.outingEnd[v]! - wayMs(town.graph, c.node[v]!, c.home[v]!)
  if (goal === null && outingOf(yard, v)?.fault === 'overtime' && now < leaves)
    return void (c.until[v] = leaves)
  c.homeward[v] = Number(goal === null)
  if (setOff(yard, v, goal ?? c.home[v]!)) return
  if (c.homeward[v]) return park(yard, v, now)
  c.until[v] = now + stayMs(c.hash[v]!, leg)
}

const park = (yard: Yard, v: number, now: EpochMs): void => {
  const { columns: c } = yard
  c.phase[v] = PHASE.parked
  c.speed[v] = 0
  c.node[v] = c.home[v]!
  const outing = yard.outings[c.under[v]!]
  if (outing) yard.cameHome?.(v, outing, now)
}

const arrive = (yard: Yard, v: number, now: EpochMs): void => {
  const { columns: c } = yard
  c.node[v] = c.goal[v]!
  c.speed[v] = 0
  if (c.homeward[v]) return park(yard, v, now)
  c.phase[v] = PHASE.waiting
  const isPrivate = c.made[v] === 1 && outingOf(yard, v)?.fault === 'private-stop'
  const stay = isPrivate
    ? PRIVATE_MS.least + PRIVATE_MS.more * share(c.hash[v]!, c.legs[v]!, 64)
    : stayMs(c.hash[v]!, c.legs[v]!)
  c.until[v] = now + stay
  if (stay > 9 * MINUTE_MS) c.restless[v] = now + stay
}

/** Where a driver goes who does not go where the order says: the first of the county's stops that is far from it. */
const wrongGoal = (town: Town, c: Columns, v: number, ordered: number): number => {
  for (let i = 0; i < 16; i++) {
    const goal = someStop(town, c.hash[v]!, c.legs[v]! * 16 + i)
    if (isFar(town.graph, goal, ordered) && isFar(town.graph, goal, c.home[v]!)) return goal
  }
  return ordered
}

/** Begins the next outing that is due; outings that went by unseen are left out. */
const begin = (yard: Yard, v: number, now: EpochMs): void => {
  const { columns: c } = yard
  while (c.outing[v]! < c.lastOuting[v]!) {
    const outing = yard.outings[c.outing[v]!]!
    if (outing.start > now) return
    c.outing[v]!++
    if (outing.end - SPARE_MS <= now) continue
    const town = yard.towns[c.county[v]!]!
    c.under[v] = c.outing[v]! - 1
    c.outingEnd[v] =
      outing.end +
      (outing.fault === 'overtime' ? LATE_MS.least + LATE_MS.more * share(c.hash[v]!, c.legs[v]!, 65) : 0)
    c.outingFrom[v] = c.odometer[v]!
    c.homeward[v] = 0
    c.made[v] = 0
    c.legs[v]!++
    if (town.stops.length === 0) continue
    const ordered = town.stops[outing.stop % town.stops.length]!
    c.first[v] = ordered
    if (setOff(yard, v, outing.fault === 'elsewhere' ? wrongGoal(town, c, v, ordered) : ordered)) return
  }
}

const turnOf = (graph: Graph, arc: number, next: number): number => {
  const turn = Math.abs(graph.heading[arc]! - graph.heading[next]!) % 360
  return turn > 180 ? 360 - turn : turn
}

/** The speed that limits, bends, the goal and the driver allow, m/s. */
const allowed = (graph: Graph, c: Columns, v: number, now: EpochMs): number => {
  const arc = c.arc[v]!
  const toGoal = Math.sqrt(2 * BRAKING * Math.max(0.5, c.remaining[v]!))
  const next = nextArc(graph, graph.to[arc]!, c.goal[v]!)
  const bends = next >= 0 && turnOf(graph, arc, next) > 40
  const toBend = bends
    ? Math.sqrt(TURN_SPEED ** 2 + 2 * BRAKING * Math.max(0, graph.metres[arc]! - c.offset[v]!))
    : Infinity
  return Math.min(graph.limit[arc]! * pace(c.hash[v]!, now) * traffic(now), toGoal, toBend)
}

/** Over the node at the arc's end; a red light holds one crossing in eight. */
const cross = (yard: Yard, graph: Graph, v: number, now: EpochMs): void => {
  const { columns: c } = yard
  const node = graph.to[c.arc[v]!]!
  const spare = c.offset[v]! - graph.metres[c.arc[v]!]!
  c.node[v] = node
  if (node === c.goal[v]) return arrive(yard, v, now)
  c.arc[v] = nextArc(graph, node, c.goal[v]!)
  c.offset[v] = spare
  const crossing = graph.first[node + 1]! - graph.first[node]! > 2
  if (!crossing || share(c.hash[v]!, node, Math.floor(now / 90_000)) >= 0.12) return
  c.offset[v] = 0
  c.speed[v] = 0
  c.holdUntil[v] = now + 8000 + 27_000 * share(c.hash[v]!, node, 71)
}

const drive = (yard: Yard, v: number, now: EpochMs, seconds: number): void => {
  const { columns: c } = yard
  const { graph } = yard.towns[c.county[v]!]!
  const longest = yard.step ?? SUBSTEP
  for (let left = seconds; left > 0 && c.phase[v] === PHASE.driving; left -= longest) {
    const step = Math.min(longest, left)
    const moment = now - left * 1000
    if (moment < c.holdUntil[v]!) continue
    const before = c.speed[v]!
    const wanted = allowed(graph, c, v, moment)
    const speed =
      wanted > before ? Math.min(wanted, before + ACCELERATION * step) : Math.max(wanted, before - 3 * step)
    const metres = ((before + speed) / 2) * step
    c.speed[v] = speed
    c.offset[v]! += metres
    c.odometer[v]! += metres
    c.remaining[v] = Math.max(0, c.remaining[v]! - metres)
    while (c.phase[v] === PHASE.driving && c.offset[v]! >= graph.metres[c.arc[v]!]!)
      cross(yard, graph, v, moment)
  }
}

/** Brings one vehicle from its last step to `now`. */
export const advance = (yard: Yard, v: number, now: EpochMs): void => {
  const { columns: c } = yard
  const seconds = Math.min(LONGEST_STEP_S, Math.max(0, (now - c.at[v]!) / 1000))
  c.at[v] = Math.max(now, c.at[v]!)
  if (c.phase[v] === PHASE.driving) return drive(yard, v, now, seconds)
  if (c.phase[v] === PHASE.waiting && now >= c.until[v]!) return goOn(yard, v, now)
  if (c.phase[v] === PHASE.parked) begin(yard, v, now)
}

/** Where the leg under way stands after so many metres. */
const placeAlong = (graph: Graph, c: Columns, v: number, metres: number): void => {
  let left = metres
  c.odometer[v]! += metres
  while (left > graph.metres[c.arc[v]!]! && graph.to[c.arc[v]!] !== c.goal[v]) {
    left -= graph.metres[c.arc[v]!]!
    c.node[v] = graph.to[c.arc[v]!]!
    c.arc[v] = nextArc(graph, c.node[v]!, c.goal[v]!)
  }
  c.offset[v] = Math.min(left, graph.metres[c.arc[v]!]! * 0.98)
  c.remaining[v] = Math.max(1, c.remaining[v]! - metres)
}

const LONGEST_DAY_LEGS = 400

/** From midnight to `now` in whole legs and stays, so that a platform that starts at ten finds vehicles half-way. */
export const fastForward = (yard: Yard, v: number, midnight: EpochMs, now: EpochMs): void => {
  const { columns: c } = yard
  const { graph } = yard.towns[c.county[v]!]!
  let clock = midnight
  for (let leg = 0; leg < LONGEST_DAY_LEGS && clock < now; leg++) {
    c.at[v] = clock
    if (c.phase[v] === PHASE.parked) {
      if (c.outing[v]! >= c.lastOuting[v]!) break
      clock = Math.max(clock, yard.outings[c.outing[v]!]!.start)
      if (clock > now) break
      c.at[v] = clock
      begin(yard, v, clock)
    } else if (c.phase[v] === PHASE.waiting) {
      clock = Math.max(clock, c.until[v]!)
      if (clock > now) break
      goOn(yard, v, clock)
    } else {
      const speed = graph.limit[c.arc[v]!]! * pace(c.hash[v]!, clock) * 0.7
      const done = clock + (c.remaining[v]! / speed) * 1000
      if (done > now) {
        placeAlong(graph, c, v, ((now - clock) / 1000) * speed)
        c.speed[v] = speed
        break
      }
      c.odometer[v]! += c.remaining[v]!
      clock = done
      arrive(yard, v, clock)
    }
  }
  c.at[v] = now
}
