import { maskPlate } from '#shared/access/masks.ts'
import type { OrderBoard } from '#shared/protocol/http.ts'
import { ORDER_STEPS, type OrderStepName } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { isOpenStep, isOutStep, outCount, type Seen } from '#shared/vehicles/orders/orderStage.ts'
import type { StepLimit } from '#shared/vehicles/orders/orders.ts'
import type { FullOrder } from './orderRows.ts'
import { isLate, type Standing, type Standings } from './standing.ts'

/** Where vehicles are seen now. */
export interface RoadSide {
  seen(vehicle: string): Seen
  /** Vehicles that move. */
  moving(mine: (vehicle: { readonly region: string; readonly unit: string }) => boolean): number
}

/** How many stand at each of the eleven steps, and how many of them too long. */
export const stepRows = (
  all: readonly Standing[],
  region: string,
  standings: Pick<Standings, 'limitsOf' | 'isOwn'>,
  now: EpochMs,
): OrderBoard['steps'] => {
  const limits = standings.limitsOf(region)
  return ORDER_STEPS.map((step) => {
    const { by, hours, limitMinutes, since } = limits.get(step) as StepLimit
    const here = all.filter((one) => one.step === step)
    const overdue = here.filter((one) => isLate(one, now)).length
    return { step, by, hours, limitMinutes, since, own: standings.isOwn(step), count: here.length, overdue }
  })
}

/** Orders whose vehicle is out, beside what is seen of it on the road. */
export const outOf = (
  all: readonly Standing[],
  road: RoadSide,
  mine: Parameters<RoadSide['moving']>[0],
): OrderBoard['out'] =>
  outCount(
    all.filter(({ step }) => isOutStep(step)).map(({ vehicle }) => vehicle),
    road.seen,
    road.moving(mine),
  )

/** Those that are late first, then by when they are due. */
export const wantedOf = (
  all: readonly Standing[],
  { step, late }: { readonly step?: OrderStepName | undefined; readonly late?: boolean | undefined },
  now: EpochMs,
): Standing[] =>
  all
    .filter((one) => (step === undefined || one.step === step) && (!late || isLate(one, now)))
    .sort(
      (a, b) =>
        Number(isLate(b, now)) - Number(isLate(a, now)) ||
        (a.due ?? Infinity) - (b.due ?? Infinity) ||
        (a.id < b.id ? -1 : 1),
    )

export const boardRow = (
  row: FullOrder,
  one: Standing,
  masked: boolean,
  now: EpochMs,
): OrderBoard['orders'][number] => ({
  id: row.id,
  vehicle: row.vehicle,
  plate: masked ? maskPlate(row.plate) : row.plate,
  unit: row.unit,
  unitName: row.unitName ?? row.unit,
  reason: row.reason,
  to: row.to,
  start: row.start,
  end: row.end,
  step: one.step,
  by: one.by,
  since: one.since,
  due: one.due,
  overdue: isLate(one, now),
})

/** What waits for someone, what is only left to be rated, and what is late. */
export const countsOf = (
  all: readonly Standing[],
  now: EpochMs,
): Pick<OrderBoard, 'open' | 'backlog' | 'overdue'> => {
  const open = all.filter(({ step }) => isOpenStep(step)).length
  return { open, backlog: all.length - open, overdue: all.filter((one) => isLate(one, now)).length }
}
