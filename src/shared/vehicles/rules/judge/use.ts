import type { PointColumns } from '../../track/points.ts'
import type { EpochMs } from '../../../units.ts'
import { approvesUse, coversWithin, type OrderRun } from '../vehicleApprovals.ts'
import type { BreachDetail, JudgeDeps, Look, Subject, UseCause } from './ground.ts'
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

export const makeUses = (look: Look, deps: JudgeDeps): Uses => {
  let c = makeColumns(1024)
  let usual: { of: unknown; hours: UnitHours } | null = null

  const hoursAt = (subject: Subject, at: EpochMs): HoursVerdict => {
    if (subject.hours) return subject.hours(at)
    if (usual?.of !== look.limits)
      usual = { of: look.limits, hours: makeUnitHours([], defaultHours(look.limits.hours), deps.calendar) }
    return usual.hours(at)
  }
  const orderAt = (orders: readonly OrderRun[], at: EpochMs): OrderRun | null => {
    for (const order of orders) if (coversWithin(order, at, look.limits.orderSlackMs)) return order
    return null
  }
  const tell = (p: PointColumns, i: number, rule: VehicleRule, detail: BreachDetail): void =>
    deps.breach({
      rule,
      severity: VEHICLE_SEVERITY[rule],
      ordinal: p.ordinal[i] as number,
      at: p.at[i] as number,
      lonE7: p.lonE7[i] as number,
      latE7: p.latE7[i] as number,
      speedDkmh: p.speed[i] as number,
      heldMs: 0,
      fence: null,
      detail,
    })

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
  const withOrder = (
    p: PointColumns,
    i: number,
    subject: Subject,
    order: OrderRun,
    isHoliday: boolean,
  ): void => {
    const at = p.at[i] as number
    const why = { cause: 'not-approved' as UseCause, ...(order.id ? { order: order.id } : {}) }
    if (isHoliday) {
      if (!approvesUse(order, at, 'holiday')) tell(p, i, 'VH-02', why)
      return
    }
    if (approvesUse(order, at, 'outsideHours')) return
    const { within, table } = hoursAt(subject, at)
    if (!within) tell(p, i, 'VH-05', { ...why, hours: table })
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
    const next = orders.find(({ start }) => at < start && at >= start - look.limits.earlyMs)
    const why: BreachDetail = next
      ? { cause: 'early', ...(next.id ? { order: next.id } : {}) }
      : { cause: 'no-order' }
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
      const order = orderAt(orders, at)
      if (!order) return withoutOrder(p, i, subject, orders, isHoliday)
      if (moving) c.until[o] = order.end
      withOrder(p, i, subject, order, isHoliday)
    },
    stand: (p, i, heldMs, isHome) => {
      const [o, at] = [p.ordinal[i] as number, p.at[i] as number]
      if (o >= c.lit.length || c.until[o] === 0) return
      if (isHome) {
        if (heldMs >= look.limits.homeMs) c.until[o] = 0
        return
      }
      const orders = deps.orders(o)
      if (isLate(o, at) && orderAt(orders, at) === null) tellLate(p, i, orders)
    },
  }
}
