import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import { streamOf } from '../made/rng.ts'

/**
 * What a driver or a clerk does wrong on one order: drives far more than was planned (绕路), goes elsewhere, stands an hour at a private
 * place, comes home late, registers a later return (虚报台班), more km, more fuel, or leaves an item out.
 */
const ORDER_FAULTS = [
  'detour',
  'elsewhere',
  'private-stop',
  'overtime',
  'late-return',
  'exaggerated',
  'fuel',
  'no-report',
] as const
export type OrderFault = (typeof ORDER_FAULTS)[number]

/** Of all orders. */
const SHARE = 0.08
/** A private stop and a detour need the time for it. */
const LONG_MS: Partial<Record<OrderFault, DurationMs>> = {
  'private-stop': 110 * MINUTE_MS,
  detour: 110 * MINUTE_MS,
}

/** Named by the order alone, so that whoever drives it and whoever registers it agree. */
export const faultOf = ({
  id,
  start,
  end,
}: {
  readonly id: string
  readonly start: number
  readonly end: number
}): OrderFault | null => {
  const rng = streamOf(0, 'order-fault', id)
  if (!rng.chance(SHARE)) return null
  const fault = rng.pick(ORDER_FAULTS)
  return end - start < (LONG_MS[fault] ?? 0) ? 'overtime' : fault
}
