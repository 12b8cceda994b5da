import { isInForce, type Fence } from '../../fences/fence.ts'
import type { FenceSet } from '../../fences/locate.ts'
import { METRES_PER_DEGREE } from '../../../kernel/sphere.ts'
import { boundsOfShape, isNearBorder } from '../../fences/shape.ts'
import type { PointColumns } from '../../track/points.ts'
import type { EpochMs, Metres } from '../../../kernel/units.ts'
import { approvedRegions, type OrderRun } from '../vehicleApprovals.ts'
import { KINDS, breachAt, type BreachDetail, type JudgeDeps, type Look, type Subject } from './ground.ts'
import { growColumns } from './motion.ts'
import { fenceSeverity } from '../vehicles.ts'

/** 越界 (VH-09): allowed areas, forbidden ones and routes of orders. */
export interface Borders {
  judge(p: PointColumns, i: number, subject: Subject, set: FenceSet): void
}

/** A small forbidden place is entered by this share of its width, where that is less than the slack. */
const ENTRY_SHARE = 0.25

const makeColumns = (n: number) => ({
  off: new Uint8Array(n),
  back: new Uint8Array(n),
  told: new Uint8Array(n),
  since: new Float64Array(n),
})

/** Whether an approval of an order opens this very place now. */
const isApproved = (
  look: Look,
  orders: readonly OrderRun[],
  at: EpochMs,
  lon: number,
  lat: number,
): boolean => {
  const { regions } = look.ground
  if (!regions) return false
  for (const order of orders) {
    const codes = approvedRegions(order, at, look.limits.orderSlackMs)
    if (codes.length === 0) continue
    const here = regions.index.at(lon, lat)
    if (codes.some((code) => regions.index.has(here, regions.numberOf(code)))) return true
  }
  return false
}

/** The fence that asks something of the vehicle which this position does not keep; null when none does. */
const brokenFence = (
  look: Look,
  subject: Subject,
  orders: readonly OrderRun[],
  set: FenceSet,
  at: EpochMs,
  lon: number,
  lat: number,
): Fence | null => {
  const { fences, index } = look.ground
  for (const i of subject.keepIn) {
    const fence = fences[i] as Fence
    if (!index.has(set, i) && isInForce(fence, at, look.isWorkday) && !isApproved(look, orders, at, lon, lat))
      return fence
  }
  for (const order of orders)
    if (order.route >= 0 && at >= order.start && at <= order.end && !index.has(set, order.route))
      return fences[order.route] as Fence
  return look.kindsOf(set) & KINDS.keepOut
    ? look.memberThat(set, (fence) => fence.rule === 'keep-out', subject, at)
    : null
}

/** What an approval opened instead of this place, and by which order it should have been kept; null where neither is. */
const detailOf = (
  look: Look,
  fence: Fence,
  orders: readonly OrderRun[],
  at: EpochMs,
): BreachDetail | null => {
  if (fence.order !== null) return { order: fence.order }
  if (fence.rule !== 'keep-in') return null
  const opening = orders.filter((order) => approvedRegions(order, at, look.limits.orderSlackMs).length > 0)
  const id = opening[0]?.id
  return opening.length === 0
    ? null
    : {
        approved: opening.flatMap((order) => approvedRegions(order, at, look.limits.orderSlackMs)),
        ...(id ? { order: id } : {}),
      }
}

/**
 * A border is crossed by so many reports in a row, past it by the slack, over the shortest time; what was told is told
 * again only after so many reports in a row on the right side: a receiver's noise on a border says nothing.
 */
export const makeBorders = (look: Look, deps: JudgeDeps): Borders => {
  let c = makeColumns(1024)
  const entries = new WeakMap<Fence, Metres>()

  const slackOf = (fence: Fence): Metres => {
    if (fence.rule === 'keep-in') return look.limits.fenceSlackM
    let known = entries.get(fence)
    if (known === undefined) {
      const [west, south, east, north] = boundsOfShape(fence.shape)
      known =
        Math.min(
          (east - west) * METRES_PER_DEGREE * Math.cos((south * Math.PI) / 180),
          (north - south) * METRES_PER_DEGREE,
        ) * ENTRY_SHARE
      entries.set(fence, known)
    }
    return Math.min(look.limits.fenceSlackM, known)
  }
  const tell = (p: PointColumns, i: number, fence: Fence, orders: readonly OrderRun[]): void => {
    const at = p.at[i] as number
    const detail = detailOf(look, fence, orders, at)
    deps.breach(breachAt(p, i, { rule: 'VH-09', severity: fenceSeverity(fence.kind), fence, detail }))
  }

  return {
    judge: (p, i, subject, set) => {
      const [o, at] = [p.ordinal[i] as number, p.at[i] as number]
      if (o >= c.off.length) c = growColumns(c, makeColumns, c.off.length, o)
      const [lon, lat] = [(p.lonE7[i] as number) / 1e7, (p.latE7[i] as number) / 1e7]
      const orders = deps.orders(o)
      const broken = brokenFence(look, subject, orders, set, at, lon, lat)
      const { fencePoints, fenceHeldMs } = look.limits
      if (c.told[o]) {
        c.back[o] = broken ? 0 : (c.back[o] as number) + 1
        if (broken) tell(p, i, broken, orders)
        else if ((c.back[o] as number) >= fencePoints) c.told[o] = c.off[o] = 0
        return
      }
      if (!broken) return void (c.off[o] = 0)
      if (isNearBorder(broken.shape, [lon, lat], slackOf(broken))) return
      if (c.off[o] === 0) c.since[o] = at
      c.off[o] = Math.min(fencePoints, (c.off[o] as number) + 1)
      if ((c.off[o] as number) < fencePoints || at - (c.since[o] as number) < fenceHeldMs) return
      c.told[o] = 1
      c.back[o] = 0
      tell(p, i, broken, orders)
    },
  }
}
