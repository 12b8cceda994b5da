import { ORDER_STEPS, type OrderStepName } from '../collections/orders.ts'

const LAST_OPEN = ORDER_STEPS.indexOf('return')

/** 在办: not yet 归队. 待办结: back, with 填报, 费用校核 or 评价 to come. [D] */
export const isOpenStep = (step: OrderStepName): boolean => ORDER_STEPS.indexOf(step) <= LAST_OPEN
/** 在途: it has set out and is not back: its turn is 归队. */
export const isOutStep = (step: OrderStepName): boolean => step === 'return'

/** How a vehicle is seen: its newest position moves, stands, or is too old to say. */
export type Seen = 'moving' | 'stopped' | 'silent'

/** Orders that are out against where their vehicles are seen. */
export interface OutCount {
  readonly orders: number
  /** Vehicles of those orders, by how they are seen. */
  readonly moving: number
  readonly stopped: number
  readonly silent: number
  /** Vehicles that move and have no order that is out: 执法、应急 vehicles that need none, and orders whose 出车 was not registered. */
  readonly others: number
}

/** `moving`: all vehicles of the place that move, with an order or without. */
export const outCount = (
  vehicles: readonly string[],
  seen: (vehicle: string) => Seen,
  moving: number,
): OutCount => {
  const own = { moving: 0, stopped: 0, silent: 0 }
  for (const vehicle of new Set(vehicles)) own[seen(vehicle)] += 1
  return { orders: vehicles.length, ...own, others: Math.max(0, moving - own.moving) }
}
