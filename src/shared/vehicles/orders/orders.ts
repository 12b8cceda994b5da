import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/time/time.ts'
import { dayOf, startOfDay, type DayString, type DurationMs, type EpochMs } from '../../kernel/units.ts'
import {
  ORDER_STEPS,
  type OrderRole,
  type OrderStatus,
  type OrderStep,
  type OrderStepName,
} from '../collections/orders.ts'

/** 派车单环节: who does it, in which hours, within how long. */
export interface StepLimit {
  readonly step: OrderStepName
  readonly by: OrderRole
  readonly hours: { readonly from: number; readonly to: number } | null
  readonly limitMinutes: number
  readonly since: 'previous' | 'start' | 'end'
}

const OFFICE = { from: 8, to: 18 } as const
/** 本系统口径 [D]: no public table of limits was found; what the platform publishes goes first. */
export const DEFAULT_STEP_LIMITS: readonly StepLimit[] = [
  { step: 'apply', by: 'applicant', hours: null, limitMinutes: 30, since: 'previous' },
  { step: 'review', by: 'approver', hours: OFFICE, limitMinutes: 120, since: 'previous' },
  { step: 'accept', by: 'clerk', hours: OFFICE, limitMinutes: 60, since: 'previous' },
  { step: 'schedule', by: 'dispatcher', hours: OFFICE, limitMinutes: 60, since: 'previous' },
  { step: 'assign', by: 'dispatcher', hours: OFFICE, limitMinutes: 30, since: 'previous' },
  { step: 'confirm', by: 'driver', hours: OFFICE, limitMinutes: 60, since: 'previous' },
  { step: 'depart', by: 'driver', hours: null, limitMinutes: 30, since: 'start' },
  { step: 'return', by: 'driver', hours: null, limitMinutes: 30, since: 'end' },
  { step: 'report', by: 'driver', hours: OFFICE, limitMinutes: 240, since: 'previous' },
  { step: 'audit', by: 'auditor', hours: OFFICE, limitMinutes: 1200, since: 'previous' },
  { step: 'rate', by: 'applicant', hours: OFFICE, limitMinutes: 1800, since: 'previous' },
]

/** The table in force: the platform's rows over this system's own. */
export const stepLimits = (
  platform: readonly StepLimit[],
  own: readonly StepLimit[] = DEFAULT_STEP_LIMITS,
): ReadonlyMap<OrderStepName, StepLimit> => new Map([...own, ...platform].map((limit) => [limit.step, limit]))

export type IsWorkday = (day: DayString) => boolean
/** No limit reaches further: a calendar without workdays ends the search. */
const FURTHEST_DAYS = 60

const nextDay = (day: DayString): DayString => dayOf(startOfDay(day) + DAY_MS)
const opensAt = (day: DayString, hour: number): EpochMs => startOfDay(day) + hour * HOUR_MS

/**
 * The instant at which so much of the hours that count has passed; every hour counts when `hours` is null. A
 * Saturday that the state made a workday counts.
 */
export const afterWorking = (
  from: EpochMs,
  length: DurationMs,
  hours: StepLimit['hours'],
  isWorkday: IsWorkday,
): EpochMs => {
  if (hours === null) return from + length
  let left = length
  for (let i = 0, day = dayOf(from); i < FURTHEST_DAYS; i++, day = nextDay(day)) {
    if (!isWorkday(day)) continue
    const open = Math.max(from, opensAt(day, hours.from))
    const room = Math.max(0, opensAt(day, hours.to) - open)
    if (left <= room && room > 0) return open + left
    left -= room
  }
  return from + FURTHEST_DAYS * DAY_MS
}

/** How much of the hours that count lies between two instants. */
export const workingBetween = (
  from: EpochMs,
  to: EpochMs,
  hours: StepLimit['hours'],
  isWorkday: IsWorkday,
): DurationMs => {
  if (to <= from) return 0
  if (hours === null) return to - from
  let sum = 0
  for (let day = dayOf(from); startOfDay(day) < to; day = nextDay(day)) {
    if (isWorkday(day))
      sum += Math.max(0, Math.min(to, opensAt(day, hours.to)) - Math.max(from, opensAt(day, hours.from)))
  }
  return sum
}

export interface OrderFacts {
  readonly start: EpochMs
  readonly end: EpochMs
  readonly status: OrderStatus
  /** null where the platform keeps no steps. */
  readonly steps: readonly OrderStep[] | null
  readonly updatedAt: EpochMs
}

interface StepState {
  readonly step: OrderStepName
  readonly by: OrderRole
  /** When it was done; null while it is not, or where the platform does not say. */
  readonly at: EpochMs | null
  readonly state: 'done' | 'current' | 'waiting' | 'skipped'
  /** Begin and end of its limit; null where the step before is not done. */
  readonly since: EpochMs | null
  readonly due: EpochMs | null
  /** Done after its limit, or not done and the limit passed. */
  readonly late: boolean
}

export interface OrderState {
  readonly steps: readonly StepState[]
  /** Whose turn it is; null when it is finished or cancelled. */
  readonly current: StepState | null
  readonly finished: boolean
  readonly cancelled: boolean
  /** The current step is past its limit. */
  readonly overdue: boolean
  /** Steps that were done late. */
  readonly lateSteps: number
}

/** How far an order has come where the platform says only its status. */
const DONE_BY_STATUS: Record<OrderFacts['status'], number> = {
  approved: 2,
  dispatched: 5,
  underway: 7,
  returned: 8,
  cancelled: 0,
}

const sinceOf = (
  limit: StepLimit,
  order: OrderFacts,
  previous: EpochMs | null,
  isFirst: boolean,
): EpochMs | null => {
  if (limit.since === 'start') return previous === null ? order.start : Math.max(order.start, previous)
  if (limit.since === 'end') return previous === null ? order.end : Math.max(order.end, previous)
  return isFirst ? null : previous
}

/**
 * Where an order stands at `now` (ZJ-38): which of the eleven steps are done, whose turn it is, since when,
 * until when, and what is late.
 */
export const orderState = (
  order: OrderFacts,
  limits: ReadonlyMap<OrderStepName, StepLimit>,
  now: EpochMs,
  isWorkday: IsWorkday,
): OrderState => {
  const cancelled = order.status === 'cancelled'
  const doneAt = new Map(order.steps?.map(({ step, at }) => [step, at]))
  const doneCount = order.steps
    ? ORDER_STEPS.findLastIndex((step) => doneAt.has(step)) + 1
    : DONE_BY_STATUS[order.status]
  let previous: EpochMs | null = order.steps ? null : order.updatedAt
  const steps = ORDER_STEPS.map((step, i): StepState => {
    const limit = limits.get(step) ?? DEFAULT_STEP_LIMITS[i]!
    const at = doneAt.get(step) ?? null
    const since = previous === null && i > 0 ? null : sinceOf(limit, order, previous, i === 0)
    const due =
      since === null ? null : afterWorking(since, limit.limitMinutes * MINUTE_MS, limit.hours, isWorkday)
    const by = order.steps?.find((one) => one.step === step)?.by ?? limit.by
    if (i < doneCount) {
      const skipped = order.steps !== null && at === null
      if (at !== null) previous = at
      return {
        step,
        by,
        at,
        state: skipped ? 'skipped' : 'done',
        since,
        due: at === null ? null : due,
        late: at !== null && due !== null && at > due,
      }
    }
    const current = i === doneCount && !cancelled
    previous = null
    return {
      step,
      by,
      at: null,
      state: current ? 'current' : 'waiting',
      since: current ? since : null,
      due: current ? due : null,
      late: current && due !== null && now > due,
    }
  })
  const current = steps.find((one) => one.state === 'current') ?? null
  return {
    steps,
    current,
    cancelled,
    finished: !cancelled && current === null,
    overdue: current?.late ?? false,
    lateSteps: steps.filter((one) => one.state === 'done' && one.late).length,
  }
}
