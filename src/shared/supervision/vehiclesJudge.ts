import { binds, isInForce, type Bindable, type Fence } from '../vehicles/fences/fence.ts'
import type { FenceIndex, FenceSet } from '../vehicles/fences/locate.ts'
import { metresToBorder } from '../vehicles/fences/shape.ts'
import { ACTION_BITS, TAMPER_BITS, hasAny } from '../vehicles/alarms.ts'
import { POINT_MARK, type PointColumns } from '../vehicles/points.ts'
import { CST_OFFSET_MS, dayOf, type DurationMs, type EpochMs } from '../units.ts'
import { ORDER_FREE, VEHICLE_LIMITS, covers, type Calendar, type OrderWindow, type VehicleLimits, type VehicleRule } from './vehicles.ts'
import { MOVING, growColumns, makeMotion, metresE7 } from './vehiclesMotion.ts'

/** An order of a vehicle as the rules read it. */
export interface OrderRun extends OrderWindow {
  /** 跨区审批: a region that it may drive to; null keeps to the vehicle's own. */
  readonly toRegion: string | null
  /** Its route among the fences; -1 without one. */
  readonly route: number
}

/** A vehicle as the rules read it. */
export interface Subject extends Bindable {
  readonly unitRegion: string | undefined
  /** Fences that it must not leave, by their place in the list. */
  readonly keepIn: readonly number[]
  /** Its depot's fence; -1 without one. */
  readonly depot: number
  readonly depotLonE7: number
  readonly depotLatE7: number
}

export interface Ground {
  readonly fences: readonly Fence[]
  readonly index: FenceIndex
}

/** A rule that a report broke: where and how, as it was then. */
export interface Breach {
  readonly rule: VehicleRule
  readonly ordinal: number
  readonly at: EpochMs
  readonly lonE7: number
  readonly latE7: number
  readonly speedDkmh: number
  /** How long it had stood, for rules about stops; 0 otherwise. */
  readonly heldMs: DurationMs
  readonly fence: Fence | null
}

export interface JudgeDeps {
  readonly calendar: Calendar
  /** null for an ordinal that no register knows. */
  subject(ordinal: number): Subject | null
  orders(ordinal: number): readonly OrderRun[]
  breach(breach: Breach): void
  /** A terminal whose antenna or power bits are no longer set. */
  mended(ordinal: number): void
}

/** Judges reports as they are applied: typed columns by ordinal, objects only for what broke a rule. */
export interface VehicleJudge {
  /** Late and repeated reports are passed over. */
  observe(points: PointColumns): void
  setGround(ground: Ground): void
  /** Revised limits hold from the next report on. */
  setLimits(limits: VehicleLimits): void
  /** A new civil day: what still stands where it should not is told again. */
  newDay(): void
}

const NO_STOP = 1
const KEEP_OUT = 2
const DEPOT = 4
/** Rules that a stop has been told for. */
const TOLD = { sensitive: 1, long: 2, night: 4 } as const
const OVERSPEED_BIT = 2
const PARKED_BIT = 2 ** 19
const OTHER_BITS = ACTION_BITS & ~OVERSPEED_BIT & ~TAMPER_BITS
const DAY_MS: DurationMs = 86_400_000
const firstStop = (limits: VehicleLimits): DurationMs => Math.min(limits.sensitiveStopMs, limits.longStopMs, limits.overnightStopMs)

const makeColumns = (n: number) => ({ fast: new Uint8Array(n), off: new Uint8Array(n), lit: new Uint8Array(n), told: new Uint8Array(n), stop: new Uint32Array(n), until: new Float64Array(n), tampered: new Uint8Array(n) })

/** Days of the calendar by their number in UTC+8: asked for every report. */
const makeDays = (calendar: Calendar) => {
  const days = new Map<number, { isWorkday: boolean; isHoliday: boolean }>()
  return (at: EpochMs): { isWorkday: boolean; isHoliday: boolean } => {
    const number = Math.floor((at + CST_OFFSET_MS) / DAY_MS)
    let day = days.get(number)
    if (!day) days.set(number, (day = { isWorkday: calendar.isWorkday(dayOf(at)), isHoliday: calendar.isHoliday(dayOf(at)) }))
    return day
  }
}
const hourOf = (at: EpochMs): number => ((at + CST_OFFSET_MS) % DAY_MS) / 3_600_000

export const makeVehicleJudge = (deps: JudgeDeps, first: Ground): VehicleJudge => {
  const motion = makeMotion()
  const dayAt = makeDays(deps.calendar)
  let ground = first
  let L = VEHICLE_LIMITS
  let firstStopMs = firstStop(L)
  const isNight = (at: EpochMs): boolean => hourOf(at) >= L.night.from || hourOf(at) < L.night.to
  /** Of each set of fences, what kinds are in it; -1 until it was looked at. */
  let kinds: number[] = []
  let c = makeColumns(1024)

  const kindsOf = (set: FenceSet): number => {
    let known = kinds[set]
    if (known !== undefined) return known
    known = 0
    for (const i of ground.index.members(set)) {
      const { kind, rule } = ground.fences[i] as Fence
      known |= (rule === 'no-stop' ? NO_STOP : 0) | (rule === 'keep-out' ? KEEP_OUT : 0) | (kind === 'depot' ? DEPOT : 0)
    }
    while (kinds.length <= set) kinds.push(undefined as never)
    return (kinds[set] = known)
  }
  const orderAt = (ordinal: number, at: EpochMs): OrderRun | null => {
    for (const order of deps.orders(ordinal)) if (covers(order, at, L.orderSlackMs)) return order
    return null
  }

  /** The fence that asks something of the vehicle which this position does not keep; null when none does. */
  const brokenFence = (subject: Subject, order: OrderRun | null, set: FenceSet, at: EpochMs): Fence | null => {
    if (order === null || order.toRegion === null) {
      for (const i of subject.keepIn) if (!ground.index.has(set, i) && isInForce(ground.fences[i] as Fence, at, deps.calendar.isWorkday)) return ground.fences[i] as Fence
    }
    if (order !== null && order.route >= 0 && at >= order.start && at <= order.end && !ground.index.has(set, order.route)) return ground.fences[order.route] as Fence
    if (!(kindsOf(set) & KEEP_OUT)) return null
    return memberThat(set, (fence) => fence.rule === 'keep-out', subject, at)
  }
  const memberThat = (set: FenceSet, is: (fence: Fence) => boolean, subject: Subject, at: EpochMs): Fence | null => {
    for (const i of ground.index.members(set)) {
      const fence = ground.fences[i] as Fence
      if (is(fence) && binds(fence, subject, subject.unitRegion) && isInForce(fence, at, deps.calendar.isWorkday)) return fence
    }
    return null
  }
  const isAtDepot = (subject: Subject, lonE7: number, latE7: number, set: FenceSet): boolean => {
    if (subject.depot < 0) return metresE7(lonE7, latE7, subject.depotLonE7, subject.depotLatE7) <= L.arrivedM
    if (ground.index.has(set, subject.depot)) return true
    return metresToBorder((ground.fences[subject.depot] as Fence).shape, [lonE7 / 1e7, latE7 / 1e7]) <= L.depotSlackM
  }
  /** Whether a stop is where the vehicle has business: a depot, its own base, the end of its order's route; an order without a route may end anywhere. */
  const isPlaceOfBusiness = (subject: Subject, order: OrderRun | null, lonE7: number, latE7: number, set: FenceSet): boolean => {
    if (kindsOf(set) & DEPOT || metresE7(lonE7, latE7, subject.depotLonE7, subject.depotLatE7) <= L.arrivedM) return true
    if (order === null) return false
    const shape = order.route >= 0 ? (ground.fences[order.route] as Fence).shape : null
    const end = shape?.type === 'corridor' ? shape.path.at(-1) : undefined
    return end === undefined || metresE7(lonE7, latE7, end[0] * 1e7, end[1] * 1e7) <= L.arrivedM
  }

  const judgeStop = (p: PointColumns, i: number, subject: Subject, free: boolean): void => {
    const [o, at] = [p.ordinal[i] as number, p.at[i] as number]
    if (c.stop[o] !== motion.stops(o)) {
      c.stop[o] = motion.stops(o)
      c.told[o] = 0
    }
    const heldMs = at - motion.since(o)
    if (c.until[o] !== 0 && heldMs >= L.homeMs && metresE7(motion.lonE7(o), motion.latE7(o), subject.depotLonE7, subject.depotLatE7) <= L.arrivedM) c.until[o] = 0
    const told = c.told[o] as number
    if (heldMs < firstStopMs || told === (TOLD.sensitive | TOLD.long | TOLD.night)) return
    const [lonE7, latE7] = [motion.lonE7(o), motion.latE7(o)]
    const set = ground.index.at(lonE7 / 1e7, latE7 / 1e7)
    const tell = (rule: VehicleRule, bit: number, fence: Fence | null): void => {
      c.told[o] = (c.told[o] as number) | bit
      deps.breach({ rule, ordinal: o, at, lonE7: Math.round(lonE7), latE7: Math.round(latE7), speedDkmh: 0, heldMs, fence })
    }
    if (!(told & TOLD.sensitive) && heldMs >= L.sensitiveStopMs && kindsOf(set) & NO_STOP) {
      const fence = memberThat(set, (one) => one.rule === 'no-stop', subject, at)
      if (fence) tell('VH-08', TOLD.sensitive, fence)
    }
    if (free) return
    const order = orderAt(o, at)
    if (!(told & TOLD.long) && heldMs >= L.longStopMs && !isPlaceOfBusiness(subject, order, lonE7, latE7, set)) tell('VH-11', TOLD.long, null)
    if (!(told & TOLD.night) && heldMs >= L.overnightStopMs && isNight(at) && order === null && !isAtDepot(subject, lonE7, latE7, set)) tell('VH-02', TOLD.night, subject.depot < 0 ? null : (ground.fences[subject.depot] as Fence))
  }

  /** Ignition or movement without an order: one rule names it, the gravest that holds. */
  const judgeUse = (p: PointColumns, i: number, moving: boolean, free: boolean): void => {
    const [o, at] = [p.ordinal[i] as number, p.at[i] as number]
    c.lit[o] = p.acc[i] ? Math.min(L.movedPoints, (c.lit[o] as number) + 1) : 0
    if (free) return
    const day = dayAt(at)
    const lit = day.isHoliday && c.lit[o] === L.movedPoints
    if (!moving && !lit) return
    const order = orderAt(o, at)
    if (order !== null && moving) c.until[o] = order.end + L.overrunMs
    if (order !== null || at <= (c.until[o] as number)) return
    const hour = hourOf(at)
    const outside = !day.isWorkday || hour < L.hours.from || hour >= L.hours.to
    breachAt(p, i, day.isHoliday ? 'VH-02' : outside ? 'VH-05' : 'VH-06', null)
  }

  const breachAt = (p: PointColumns, i: number, rule: VehicleRule, fence: Fence | null): void =>
    deps.breach({ rule, ordinal: p.ordinal[i] as number, at: p.at[i] as number, lonE7: p.lonE7[i] as number, latE7: p.latE7[i] as number, speedDkmh: p.speed[i] as number, heldMs: 0, fence })

  const judgeTerminal = (p: PointColumns, i: number): void => {
    const [o, alarm] = [p.ordinal[i] as number, p.alarm[i] as number]
    c.fast[o] = (p.speed[i] as number) > L.overspeedKmh * 10 || hasAny(alarm, OVERSPEED_BIT) ? Math.min(L.overspeedPoints, (c.fast[o] as number) + 1) : 0
    if (c.fast[o] === L.overspeedPoints) breachAt(p, i, 'VH-10', null)
    const tampered = hasAny(alarm, TAMPER_BITS)
    if (tampered) breachAt(p, i, 'VH-12', null)
    else if (c.tampered[o]) deps.mended(o)
    c.tampered[o] = tampered ? 1 : 0
    if (hasAny(alarm, PARKED_BIT)) breachAt(p, i, 'VH-11', null)
    if (hasAny(alarm, OTHER_BITS)) breachAt(p, i, 'VH-13', null)
  }

  const judgeFences = (p: PointColumns, i: number, subject: Subject): void => {
    const [o, at] = [p.ordinal[i] as number, p.at[i] as number]
    const set = ground.index.at((p.lonE7[i] as number) / 1e7, (p.latE7[i] as number) / 1e7)
    const broken = brokenFence(subject, orderAt(o, at), set, at)
    c.off[o] = broken ? Math.min(L.fencePoints, (c.off[o] as number) + 1) : 0
    if (broken && c.off[o] === L.fencePoints) breachAt(p, i, 'VH-09', broken)
  }

  const judge = (p: PointColumns, i: number): void => {
    const o = p.ordinal[i] as number
    const subject = deps.subject(o)
    if (!subject) return
    if (o >= c.fast.length) c = growColumns(c, makeColumns, c.fast.length, o)
    const moving = motion.step(o, p.at[i] as number, p.lonE7[i] as number, p.latE7[i] as number, p.speed[i] as number, p.acc[i] === 1) === MOVING
    const free = ORDER_FREE.includes(subject.category)
    judgeUse(p, i, moving, free)
    judgeTerminal(p, i)
    judgeFences(p, i, subject)
    if (!moving) judgeStop(p, i, subject, free)
  }

  return {
    observe: (points) => {
      for (let i = 0; i < points.count; i++) if (points.mark[i] === POINT_MARK.newest) judge(points, i)
    },
    setGround: (next) => {
      ground = next
      kinds = []
    },
    setLimits: (limits) => {
      L = limits
      firstStopMs = firstStop(limits)
      motion.setLimits(limits)
    },
    newDay: () => void c.told.fill(0),
  }
}
