import type { VehicleMonthRecord } from '#shared/protocol/platform.ts'
import type { Rng } from '../made/rng.ts'

/** Shares of a county's orders over a whole month, around which its vehicles scatter. */
const USUAL = { met: [0.93, 0.99], onTime: [0.84, 0.97], rated: [0.72, 0.9] } as const

/** 服务 of one vehicle's month: what was asked for, met, on time, approved and rated. */
export const monthService = (rng: Rng, trips: number): NonNullable<VehicleMonthRecord['service']> => {
  const share = ([from, to]: readonly [number, number], of: number): number =>
    Math.min(of, Math.round(of * rng.between(from, to)))
  const dispatched = trips
  const orders = Math.round(dispatched / rng.between(...USUAL.met))
  const ratings = share(USUAL.rated, dispatched)
  return {
    orders,
    dispatched,
    onTime: share(USUAL.onTime, dispatched),
    approved: orders,
    approvalMinutes: Math.round(orders * rng.between(28, 75)),
    ratings,
    ratingSum: Math.min(5 * ratings, Math.round(ratings * rng.between(4.3, 4.95))),
  }
}
