import { dayOf, type DurationMs, type EpochMs } from '#shared/units.ts'
import { overlapsOf, resample } from '#shared/vehicles/overlap.ts'
import type { PointColumns } from '#shared/vehicles/points.ts'
import { judgeOrder, THREE_WAY, trackFacts, type CostFact } from '#shared/vehicles/threeWay.ts'
import { tripFacts } from '#shared/vehicles/trip.ts'
import type { Clock } from '../clock.ts'
import type { OrderCost, VehicleOrders } from '../repositories/vehicleOrders.ts'
import type { DueOrder, NewVerdict, VehicleVerdicts } from '../repositories/vehicleVerdicts.ts'

/** One vehicle's track by its id, in order of time; null for a vehicle that no terminal was ever bound to. */
export type ReadTrack = (vehicle: string, from: EpochMs, to: EpochMs) => Promise<PointColumns | null>

export interface VehicleJudgeDeps {
  readonly verdicts: VehicleVerdicts
  readonly orders: Pick<VehicleOrders, 'costsOf'>
  readonly readTrack: ReadTrack
  readonly clock: Clock
}
export interface VehicleJudge {
  /** Compares order, track and costs of orders that came back or changed since; then the overlaps of the days that it touched. Answers how many were judged. */
  judge(): Promise<number>
}

/** Orders in one round, so that a first round after a long pause leaves room for everything else. */
const ROUND = 150
/** Late points may still come: an order is judged so long after its end. */
const SETTLE_MS: DurationMs = 15 * 60_000
/** How far past its end a trip's track is read. */
const AFTER_MS: DurationMs = 60 * 60_000
const METRES_PER_E7 = 0.0111194927

/** Half-way to its neighbours at most: another order's way is not this one's. */
export const trackWindow = ({ start, end, previousEnd, nextStart }: Pick<DueOrder, 'start' | 'end' | 'previousEnd' | 'nextStart'>): readonly [from: EpochMs, to: EpochMs] => [
  Math.max(start - THREE_WAY.slackMs, previousEnd === null ? 0 : Math.round((previousEnd + start) / 2)),
  Math.min(end + AFTER_MS, nextStart === null ? Infinity : Math.round((end + nextStart) / 2)),
]

/** Metres from the place to the nearest point of the track around an instant; null where none is near in time. */
const distanceTo = (points: PointColumns, at: EpochMs, lon: number, lat: number): number | null => {
  let nearest = Infinity
  const cosine = Math.cos((lat * Math.PI) / 180)
  for (let i = 0; i < points.count; i++) {
    if (Math.abs(points.at[i]! - at) > THREE_WAY.vendorMs) continue
    nearest = Math.min(nearest, Math.hypot((points.lonE7[i]! - lon * 1e7) * cosine, points.latE7[i]! - lat * 1e7) * METRES_PER_E7)
  }
  return nearest === Infinity ? null : nearest
}

const costFact = (cost: OrderCost, points: PointColumns): CostFact => ({
  id: cost.id,
  kind: cost.kind,
  at: cost.at,
  amount: cost.amount,
  distanceM: (cost.kind === 'fuel' || cost.kind === 'charge') && cost.lon !== null && cost.lat !== null ? distanceTo(points, cost.at, cost.lon, cost.lat) : null,
})

export const makeVehicleJudge = ({ verdicts, orders, readTrack, clock }: VehicleJudgeDeps): VehicleJudge => {
  const judgeOne = async (order: DueOrder, costs: readonly OrderCost[]): Promise<NewVerdict | null> => {
    const points = await readTrack(order.vehicle, ...trackWindow(order))
    if (!points) return null
    const track = trackFacts(tripFacts(points))
    const departed = order.steps?.find(({ step }) => step === 'depart')?.at ?? null
    const judged = judgeOrder({ start: order.start, end: order.end, departedAt: departed, plannedKm: order.plannedKm, report: order.report ?? null, track, costs: costs.map((cost) => costFact(cost, points)) })
    return { order, day: dayOf(order.start), ...judged, track, path: track.firstMovingAt === null ? null : resample(points) }
  }
  const remakeOverlaps = async (made: readonly NewVerdict[]): Promise<void> => {
    for (const key of new Set(made.map(({ order, day }) => `${order.region}\n${day}`))) {
      const [region, day] = key.split('\n') as [string, string]
      await verdicts.saveOverlaps(region, day, overlapsOf(await verdicts.trips(region, day)), clock())
    }
  }
  return {
    judge: async () => {
      const now = clock()
      const due = await verdicts.due(await verdicts.since(now), now - SETTLE_MS, ROUND)
      if (due.length === 0) return 0
      const costs = Map.groupBy(await orders.costsOf(due.map(({ id }) => id)), (cost) => cost.order)
      const made: NewVerdict[] = []
      for (const order of due) {
        const verdict = await judgeOne(order, costs.get(order.id) ?? [])
        if (verdict) made.push(verdict)
      }
      await verdicts.save(made, now)
      await remakeOverlaps(made)
      return made.length
    },
  }
}
