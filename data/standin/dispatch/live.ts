import type { CollectionName, VehicleCostRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/units.ts'
import { orderAt, type OrderLife } from '../../province/orderLife.ts'
import type { DispatchPlan } from '../../province/Province.ts'
import type { Overlay } from './overlay.ts'

/** The dispatch desk: orders go from step to step as time goes, costs are paid; each change is served and announced. */
export interface DispatchDesk {
  /** What the county's desk will do after an instant; an earlier plan of it is dropped. */
  join(county: string, plan: DispatchPlan, from: EpochMs): void
  tick(now: EpochMs): void
  /** A new civil day: all plans are made anew. */
  turn(): void
}
export interface DispatchDependencies {
  readonly overlay: Overlay
  readonly announce: (collection: CollectionName, items: readonly unknown[]) => void
  /** What a vehicle's odometer says of its newest outing; null when it is not known. */
  readonly drivenKm: (vehicle: string) => number | null
}

interface Desk {
  readonly county: string
  readonly plan: DispatchPlan
  /** Next change of each life, Infinity when there is none. */
  readonly next: Float64Array
  readonly km: (number | null)[]
  readonly captured: Uint8Array
  costs: readonly VehicleCostRecord[]
}

const EVERY_MS = 2000
const MOST_ITEMS = 500
/** After its end a vehicle is home or nearly so: the odometer is read then. */
const READ_AFTER_MS = 10 * 60_000
/** A reading later than this may be of another outing. */
const READ_UNTIL_MS = 25 * 60_000

const readAt = (life: OrderLife): EpochMs => life.errand.end + READ_AFTER_MS
const nextOf = (life: OrderLife, now: EpochMs, captured: boolean): EpochMs => {
  const step = life.steps.find(({ at }) => at > now)?.at ?? Infinity
  return captured || life.cancelled ? step : Math.min(step, readAt(life) > now ? readAt(life) : Infinity)
}

export const makeDispatchDesk = ({ overlay, announce, drivenKm }: DispatchDependencies): DispatchDesk => {
  let desks: Desk[] = []
  let lastAt = 0

  const read = (desk: Desk, i: number, now: EpochMs): void => {
    const life = desk.plan.lives[i]!
    if (desk.captured[i] || life.cancelled || now < readAt(life)) return
    desk.captured[i] = 1
    if (now > readAt(life) + READ_UNTIL_MS) return
    const km = drivenKm(life.errand.vehicle.id)
    desk.km[i] = km === null || km === 0 ? null : desk.plan.isExaggerated(life.errand.id) ? km * 1.6 + 12 : km * 1.02
  }
  const put = (collection: CollectionName, county: string, record: { readonly id: string; readonly updatedAt: number }): unknown => {
    overlay.put({ collection, key: record.id, county, updatedAt: record.updatedAt, record: record as unknown as Record<string, unknown> })
    return record
  }
  const turnOrders = (desk: Desk, now: EpochMs, out: unknown[]): void => {
    desk.plan.lives.forEach((life, i) => {
      if (desk.next[i]! > now) return
      read(desk, i, now)
      desk.next[i] = nextOf(life, now, desk.captured[i] === 1)
      const order = orderAt(life, now, desk.km[i] ?? null)
      if (order) out.push(put('orders', desk.county, { ...order, updatedAt: Math.max(order.updatedAt, now) }))
    })
  }
  const tell = (collection: CollectionName, items: readonly unknown[]): void => {
    for (let i = 0; i < items.length; i += MOST_ITEMS) announce(collection, items.slice(i, i + MOST_ITEMS))
  }
  return {
    join: (county, plan, from) => {
      desks = desks.filter((desk) => desk.county !== county)
      const count = plan.lives.length
      const next = Float64Array.from(plan.lives, (life) => nextOf(life, from, false))
      desks.push({ county, plan, next, km: Array.from({ length: count }, () => null), captured: new Uint8Array(count), costs: plan.costs })
    },
    tick: (now) => {
      if (now - lastAt < EVERY_MS) return
      lastAt = now
      const orders: unknown[] = []
      const costs: unknown[] = []
      for (const desk of desks) {
        turnOrders(desk, now, orders)
        const due = desk.costs.filter(({ updatedAt }) => updatedAt <= now)
        if (due.length === 0) continue
        desk.costs = desk.costs.filter(({ updatedAt }) => updatedAt > now)
        for (const cost of due) costs.push(put('vehicle-costs', desk.county, { ...cost, updatedAt: now }))
      }
      tell('orders', orders)
      tell('vehicle-costs', costs)
    },
    turn: () => {
      desks = []
      overlay.clear('orders')
      overlay.clear('vehicle-costs')
    },
  }
}
