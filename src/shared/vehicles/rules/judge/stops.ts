import type { Fence } from '../../fences/fence.ts'
import type { FenceSet } from '../../fences/locate.ts'
import { metresToBorder } from '../../fences/shape.ts'
import type { PointColumns } from '../../track/points.ts'
import type { EpochMs } from '../../../kernel/units.ts'
import { coversWithin, type OrderRun } from '../vehicleApprovals.ts'
import { KINDS, hourOf, type JudgeDeps, type Look, type Subject } from './ground.ts'
import { metresE7 } from '../../../kernel/sphere.ts'
import { growColumns, type Motion } from './motion.ts'
import { VEHICLE_SEVERITY, type VehicleRule } from '../vehicles.ts'

/** Where a vehicle stands for too long: VH-08, VH-11, and by night VH-02; each once a stop. */
export interface Stops {
  judge(p: PointColumns, i: number, subject: Subject, free: boolean): void
  newDay(): void
}

/** Rules that a stop has been told for. */
const TOLD = { sensitive: 1, long: 2, night: 4 } as const
const ALL = TOLD.sensitive | TOLD.long | TOLD.night

const makeColumns = (n: number) => ({ told: new Uint8Array(n), stop: new Uint32Array(n) })

const isAtDepot = (look: Look, subject: Subject, lonE7: number, latE7: number, set: FenceSet): boolean => {
  const { index, fences } = look.ground
  if (subject.depot < 0)
    return metresE7(lonE7, latE7, subject.depotLonE7, subject.depotLatE7) <= look.limits.arrivedM
  if (index.has(set, subject.depot)) return true
  return (
    metresToBorder((fences[subject.depot] as Fence).shape, [lonE7 / 1e7, latE7 / 1e7]) <=
    look.limits.depotSlackM
  )
}

/**
 * Whether a stop is where the vehicle has business: a depot, its own base, the end of its order's route, or
 * else its order's destination; an order that says neither may end anywhere.
 */
const isPlaceOfBusiness = (
  look: Look,
  subject: Subject,
  order: OrderRun | null,
  lonE7: number,
  latE7: number,
  set: FenceSet,
): boolean => {
  const near = look.limits.arrivedM
  if (
    look.kindsOf(set) & KINDS.depot ||
    metresE7(lonE7, latE7, subject.depotLonE7, subject.depotLatE7) <= near
  )
    return true
  if (order === null) return false
  const shape = order.route >= 0 ? (look.ground.fences[order.route] as Fence).shape : null
  const end = shape?.type === 'corridor' ? shape.path.at(-1) : undefined
  const to = end ? { lonE7: end[0] * 1e7, latE7: end[1] * 1e7 } : (order.to ?? null)
  return to === null || metresE7(lonE7, latE7, to.lonE7, to.latE7) <= near
}

export const makeStops = (look: Look, motion: Motion, deps: JudgeDeps): Stops => {
  let c = makeColumns(1024)
  const isNight = (at: EpochMs): boolean =>
    hourOf(at) >= look.limits.night.from || hourOf(at) < look.limits.night.to
  const orderAt = (o: number, at: EpochMs): OrderRun | null =>
    deps.orders(o).find((order) => coversWithin(order, at, look.limits.orderSlackMs)) ?? null

  return {
    judge: (p, i, subject, free) => {
      const [o, at] = [p.ordinal[i] as number, p.at[i] as number]
      if (o >= c.told.length) c = growColumns(c, makeColumns, c.told.length, o)
      if (c.stop[o] !== motion.stops(o)) {
        c.stop[o] = motion.stops(o)
        c.told[o] = 0
      }
      const heldMs = at - motion.since(o)
      const told = c.told[o] as number
      const { sensitiveStopMs, longStopMs, overnightStopMs } = look.limits
      if (heldMs < Math.min(sensitiveStopMs, longStopMs, overnightStopMs) || told === ALL) return
      const [lonE7, latE7] = [motion.lonE7(o), motion.latE7(o)]
      const set = look.ground.index.at(lonE7 / 1e7, latE7 / 1e7)
      const tell = (rule: VehicleRule, bit: number, fence: Fence | null): void => {
        c.told[o] = (c.told[o] as number) | bit
        deps.breach({
          rule,
          severity: VEHICLE_SEVERITY[rule],
          ordinal: o,
          at,
          lonE7: Math.round(lonE7),
          latE7: Math.round(latE7),
          speedDkmh: 0,
          heldMs,
          fence,
          detail: null,
        })
      }
      if (!(told & TOLD.sensitive) && heldMs >= sensitiveStopMs && look.kindsOf(set) & KINDS.noStop) {
        const fence = look.memberThat(set, (one) => one.rule === 'no-stop', subject, at)
        if (fence) tell('VH-08', TOLD.sensitive, fence)
      }
      if (free) return
      const order = orderAt(o, at)
      if (
        !(told & TOLD.long) &&
        heldMs >= longStopMs &&
        !isPlaceOfBusiness(look, subject, order, lonE7, latE7, set)
      )
        tell('VH-11', TOLD.long, null)
      if (
        !(told & TOLD.night) &&
        heldMs >= overnightStopMs &&
        isNight(at) &&
        order === null &&
        !isAtDepot(look, subject, lonE7, latE7, set)
      )
        tell('VH-02', TOLD.night, subject.depot < 0 ? null : (look.ground.fences[subject.depot] as Fence))
    },
    newDay: () => void c.told.fill(0),
  }
}
