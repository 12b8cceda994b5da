import type { DurationMs, EpochMs } from '../../kernel/units.ts'

/** What was approved with an order beyond driving in working hours within the own area. */
export interface Approval {
  /** 跨区: origin, destination and what lies on the way, as they are listed; each with all below it. */
  readonly regions: readonly string[]
  readonly outsideHours: boolean
  readonly holiday: boolean
  /** Where the approval names no instant of its own, the order's. */
  readonly since: EpochMs | null
  readonly until: EpochMs | null
}

export interface OrderWindow {
  readonly start: EpochMs
  readonly end: EpochMs
}

/** An order of a vehicle as the rules read it. */
export interface OrderRun extends OrderWindow {
  readonly id?: string
  /** 跨区审批: a region that it may drive to; null keeps to the vehicle's own. */
  readonly toRegion: string | null
  /** What the platform stated; null where it states nothing: the order itself is then the approval of its own time and destination. */
  readonly approval?: Approval | null
  /** Its route among the fences; -1 without one. */
  readonly route: number
  /** Where it is to go, degrees × 1e7; absent or null where only its name is known. */
  readonly to?: { readonly lonE7: number; readonly latE7: number } | null
}

/** Whether an order covers the instant, `slackMs` before and after. */
export const coversWithin = ({ start, end }: OrderWindow, at: EpochMs, slackMs: DurationMs): boolean =>
  at >= start - slackMs && at <= end + slackMs

const holdsAt = ({ since, until }: Approval, order: OrderWindow, at: EpochMs): boolean =>
  at >= (since ?? order.start) && at <= (until ?? order.end)

/** Whether a covering order lets its vehicle out at an hour that needs approval: outside working hours, or on a holiday. */
export const approvesUse = (order: OrderRun, at: EpochMs, need: 'outsideHours' | 'holiday'): boolean => {
  const { approval = null } = order
  return approval === null || (approval[need] && holdsAt(approval, order, at))
}

/**
 * The regions that an order lets its vehicle be in at an instant, beyond its own; without stated times the
 * order's, `slackMs` around it.
 */
export const approvedRegions = (order: OrderRun, at: EpochMs, slackMs: DurationMs): readonly string[] => {
  const { approval = null } = order
  if (approval !== null && approval.regions.length > 0)
    return holdsAt(approval, order, at) ? approval.regions : []
  return order.toRegion !== null && coversWithin(order, at, slackMs) ? [order.toRegion] : []
}
