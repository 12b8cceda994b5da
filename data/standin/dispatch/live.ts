import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { CollectionName, VehicleCostRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { faultOf } from '../../province/vehicles/orderFaults.ts'
import { orderAt, returningLater, type OrderLife } from '../../province/vehicles/orderLife.ts'
import type { DispatchPlan } from '../../province/Province.ts'
import type { Drive } from '../fleet/fleet.ts'
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
  /** What is known of an order's drive; null before the vehicle came home from it. */
  readonly drove: (order: string) => Drive | null
  readonly isOut: (vehicle: string) => boolean
}

interface Desk {
  readonly county: string
  readonly plan: DispatchPlan
  readonly lives: OrderLife[]
  /** Next change of each life, Infinity when there is none. */
  readonly next: Float64Array
  readonly km: (number | null)[]
  costs: readonly VehicleCostRecord[]
}

const EVERY_MS = 2000
const MOST_ITEMS = 500
/** A vehicle that is still out is looked at again after so long; longer than this it is not waited for. */
const WAIT_MS = 2 * MINUTE_MS
const LONGEST_WAIT_MS = 90 * MINUTE_MS
const nextOf = (life: OrderLife, now: EpochMs): EpochMs =>
  life.steps.find(({ at }) => at > now)?.at ?? Infinity
const returnOf = (life: OrderLife): EpochMs =>
  life.steps.find(({ step }) => step === 'return')?.at ?? Infinity

type LiveDesks = DispatchDependencies & { desks: Desk[]; lastAt: EpochMs }

/** As its vehicle comes home odometer and clock are read; while it is out the return waits. False: nothing happened. */
const comesHome = ({ drove, isOut }: LiveDesks, desk: Desk, i: number, now: EpochMs): boolean => {
  const life = desk.lives[i]!
  const { id, vehicle, end } = life.errand
  const back = returnOf(life)
  if (back > now || desk.km[i] !== null) return true
  const driven = drove(id)
  if (driven === null && isOut(vehicle.id) && now < end + LONGEST_WAIT_MS) {
    desk.lives[i] = returningLater(life, now + WAIT_MS - back)
    return false
  }
  if (driven === null) return true
  desk.km[i] = driven.km
  if (life.report.returnedAt !== null && faultOf(life.errand) !== 'late-return')
    desk.lives[i] = { ...life, report: { ...life.report, returnedAt: Math.round(driven.homeAt) } }
  return true
}

const put = (
  { overlay }: LiveDesks,
  collection: CollectionName,
  county: string,
  record: { readonly id: string; readonly updatedAt: number },
): unknown => {
  overlay.put({
    collection,
    key: record.id,
    county,
    updatedAt: record.updatedAt,
    record: record as unknown as Record<string, unknown>,
  })
  return record
}

const turnOrders = (live: LiveDesks, desk: Desk, now: EpochMs, out: unknown[]): void => {
  for (let i = 0; i < desk.lives.length; i++) {
    if (desk.next[i]! > now) continue
    const came = comesHome(live, desk, i, now)
    desk.next[i] = nextOf(desk.lives[i]!, now)
    if (!came) continue
    const order = orderAt(desk.lives[i]!, now, desk.km[i] ?? null)
    if (order)
      out.push(put(live, 'orders', desk.county, { ...order, updatedAt: Math.max(order.updatedAt, now) }))
  }
}

const tell = ({ announce }: LiveDesks, collection: CollectionName, items: readonly unknown[]): void => {
  for (let i = 0; i < items.length; i += MOST_ITEMS) announce(collection, items.slice(i, i + MOST_ITEMS))
}

const tick = (live: LiveDesks, now: EpochMs): void => {
  if (now - live.lastAt < EVERY_MS) return
  live.lastAt = now
  const orders: unknown[] = []
  const costs: unknown[] = []
  for (const desk of live.desks) {
    turnOrders(live, desk, now, orders)
    const due = desk.costs.filter(({ updatedAt }) => updatedAt <= now)
    if (due.length === 0) continue
    desk.costs = desk.costs.filter(({ updatedAt }) => updatedAt > now)
    for (const cost of due) costs.push(put(live, 'vehicle-costs', desk.county, { ...cost, updatedAt: now }))
  }
  tell(live, 'orders', orders)
  tell(live, 'vehicle-costs', costs)
}

const join = (live: LiveDesks, county: string, plan: DispatchPlan, from: EpochMs): void => {
  live.desks = live.desks.filter((desk) => desk.county !== county)
  const count = plan.lives.length
  const next = Float64Array.from(plan.lives, (life) => nextOf(life, from))
  live.desks.push({
    county,
    plan,
    lives: [...plan.lives],
    next,
    km: Array.from({ length: count }, () => null),
    costs: plan.costs,
  })
}

export const makeDispatchDesk = (deps: DispatchDependencies): DispatchDesk => {
  const live: LiveDesks = { ...deps, desks: [], lastAt: 0 }
  const { overlay } = deps
  return {
    join: (county, plan, from) => join(live, county, plan, from),
    tick: (now) => tick(live, now),
    turn: () => {
      live.desks = []
      overlay.clear('orders')
      overlay.clear('vehicle-costs')
    },
  }
}
