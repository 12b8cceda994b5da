import type { EpochMs } from '../../kernel/units.ts'
import type { OrderFacts } from './orders.ts'

const DONE: readonly (readonly [string, OrderFacts['status']])[] = [
  ['return', 'returned'],
  ['depart', 'underway'],
  ['assign', 'dispatched'],
]

/**
 * An order as it stood at an instant; null where it was not there yet. By the times of its steps; where the platform keeps
 * none it is taken to have gone by its planned begin and end [D] 本系统口径, and before its begin nothing is known of it.
 */
export const orderAt = <T extends OrderFacts>(order: T, at: EpochMs): T | null => {
  if (order.updatedAt <= at) return order
  if (order.steps === null || order.steps.length === 0) {
    if (at < order.start) return null
    const status = at < order.end ? 'underway' : 'returned'
    return { ...order, status, updatedAt: status === 'underway' ? order.start : order.end }
  }
  const steps = order.steps.filter((step) => step.at <= at)
  if (steps.length === 0) return null
  const status = DONE.find(([name]) => steps.some(({ step }) => step === name))?.[1] ?? 'approved'
  return { ...order, steps, status, updatedAt: Math.max(...steps.map((step) => step.at)) }
}
