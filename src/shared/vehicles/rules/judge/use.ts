import type { PointColumns } from '../../track/points.ts'
import type { DurationMs, EpochMs } from '../../../kernel/units.ts'
import { approvesUse, coversWithin, type OrderRun } from '../vehicleApprovals.ts'
import {
  breachAt,
  type BreachDetail,
  type JudgeDeps,
  type Look,
  type Subject,
  type UseCause,
} from './ground.ts'
import { growColumns } from './motion.ts'
import { VEHICLE_SEVERITY, type VehicleRule } from '../vehicles.ts'
import { defaultHours, makeUnitHours, type HoursVerdict, type UnitHours } from '../workingHours.ts'

/** Ignition and movement against orders, working hours and holidays: VH-02, VH-05, VH-06. One rule names a use, the gravest that holds. */
export interface Uses {
  judge(p: PointColumns, i: number, subject: Subject, moving: boolean): void
  /** It stands, at its base or away from it, since so long: a trip ends, or is late. */
  stand(p: PointColumns, i: number, heldMs: number, isHome: boolean): void
}

const makeColumns = (n: number) => ({
  lit: new Uint8Array(n),
  until: new Float64Array(n),
  lateTold: new Float64Array(n),
})

/** 工作时段 of a vehicle at an instant: its unit's, or where that has none those of the limits. */
const makeHoursAt = (
  look: Look,
  { calendar }: JudgeDeps,
): ((subject: Subject, at: EpochMs) => HoursVerdict) => {
  let usual: { of: unknown; hours: UnitHours } | null = null
  return (subject, at) => {
    if (subject.hours) return subject.hours(at)
    if (usual?.of !== look.limits)
      usual = { of: look.limits, hours: makeUnitHours([], defaultHours(look.limits.hours), calendar) }
    return usual.hours(at)
  }
}

const orderAt = (orders: readonly OrderRun[], at: EpochMs, slackMs: DurationMs): OrderRun | null => {
  for (const order of orders) if (coversWithin(order, at, slackMs)) return order
  return null
}

/** What a use by an order breaks: a holiday or an hour outside 工作时段 that the order has no approval for; null where none. */
const notApproved = (
  order: OrderRun,
  at: EpochMs,
  isHoliday: boolean,
  hours: () => HoursVerdict,
): { readonly rule: VehicleRule; readonly detail: BreachDetail } | null => {
  const why = { cause: 'not-approved' as UseCause, ...(order.id ? { order: order.id } : {}) }
  if (isHoliday) return approvesUse(order, at, 'holiday') ? null : { rule: 'VH-02', detail: why }
  if (approvesUse(order, at, 'outsideHours')) return null
  const { within, table } = hours()
  return within ? null : { rule: 'VH-05', detail: { ...why, hours: table } }
}

/** Who drives shortly before an order drives early; else there is none. */
const whyWithout = (orders: readonly OrderRun[], at: EpochMs, earlyMs: DurationMs): BreachDetail => {
  const next = orders.find(({ start }) => at < start && at >= start - earlyMs)
  return next ? { cause: 'early', ...(next.id ? { order: next.id } : {}) } : { cause: 'no-order' }
}

export const makeUses = (look: Look, deps: JudgeDeps): Uses => {
  let c = makeColumns(1024)
  const hoursAt = makeHoursAt(look, deps)
  const tell = (p: PointColumns, i: number, rule: VehicleRule, detail: BreachDetail): void =>
    deps.breach(breachAt(p, i, { rule, severity: VEHICLE_SEVERITY[rule], fence: null, detail }))

  /** The order that was driven and has ended, while it may still come home by it. */
  const isLate = (o: number, at: EpochMs): boolean =>
    c.until[o] !== 0 && at > (c.until[o] as number) && at <= (c.until[o] as number) + look.limits.overrunMs
  const tellLate = (p: PointColumns, i: number, orders: readonly OrderRun[]): void => {
    const o = p.ordinal[i] as number
    const until = c.until[o] as number
    if (c.lateTold[o] === until) return
    c.lateTold[o] = until
    const order = orders.find(({ end }) => end === until)?.id
    tell(p, i, 'VH-06', { cause: 'late', ...(order ? { order } : {}) })
  }
  const withoutOrder = (
    p: PointColumns,
    i: number,
    subject: Subject,
    orders: readonly OrderRun[],
    isHoliday: boolean,
  ): void => {
    const [o, at] = [p.ordinal[i] as number, p.at[i] as number]
    if (isLate(o, at) && (!isHoliday || look.dayAt(c.until[o] as number).isHoliday))
      return tellLate(p, i, orders)
    const why = whyWithout(orders, at, look.limits.earlyMs)
    if (isHoliday) return tell(p, i, 'VH-02', why)
    const { within, table } = hoursAt(subject, at)
    tell(p, i, within ? 'VH-06' : 'VH-05', { ...why, hours: table })
  }

  return {
    judge: (p, i, subject, moving) => {
      const [o, at] = [p.ordinal[i] as number, p.at[i] as number]
      if (o >= c.lit.length) c = growColumns(c, makeColumns, c.lit.length, o)
      c.lit[o] = p.acc[i] ? Math.min(look.limits.movedPoints, (c.lit[o] as number) + 1) : 0
      const { isHoliday } = look.dayAt(at)
      if (!moving && !(isHoliday && c.lit[o] === look.limits.movedPoints)) return
      const orders = deps.orders(o)
      const order = orderAt(orders, at, look.limits.orderSlackMs)
      if (!order) return withoutOrder(p, i, subject, orders, isHoliday)
      if (moving) c.until[o] = order.end
      const found = notApproved(order, at, isHoliday, () => hoursAt(subject, at))
      if (found) tell(p, i, found.rule, found.detail)
    },
    stand: (p, i, heldMs, isHome) => {
      const [o, at] = [p.ordinal[i] as number, p.at[i] as number]
      if (o >= c.lit.length || c.until[o] === 0) return
      if (isHome) {
        if (heldMs >= look.limits.homeMs) c.until[o] = 0
        return
      }
      const orders = deps.orders(o)
      if (isLate(o, at) && orderAt(orders, at, look.limits.orderSlackMs) === null) tellLate(p, i, orders)
    },
  }
}
