import { setImmediate as breathe } from 'node:timers/promises'
import { dayOf, type DayString, type DurationMs, type EpochMs } from '#shared/units.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { orderTrack } from '#shared/vehicles/orderTrack.ts'
import { overlapsOf, resample } from '#shared/vehicles/overlap.ts'
import type { PointColumns } from '#shared/vehicles/points.ts'
import { judgeOrder, type CostFact, type PlaceE7, type ThreeWayLimits } from '#shared/vehicles/threeWay.ts'
import type { Clock } from '../clock.ts'
import type { OrderCost, VehicleOrders } from '../repositories/vehicleOrders.ts'
import type { DueOrder, NewVerdict, VehicleVerdicts } from '../repositories/vehicleVerdicts.ts'

/** One vehicle's track by its id, in order of time; null for a vehicle that no terminal was ever bound to. */
export type ReadTrack = (vehicle: string, from: EpochMs, to: EpochMs) => Promise<PointColumns | null>

export interface VehicleJudgeDeps {
  readonly verdicts: VehicleVerdicts
  readonly orders: Pick<VehicleOrders, 'costsOf'>
  readonly readTrack: ReadTrack
  readonly rules: Rules
  readonly clock: Clock
}
export interface VehicleJudge {
  /** Compares order, track and costs of orders that came back or changed since; then the overlaps of the days that it touched. Answers how many were judged. */
  judge(): Promise<number>
  /** What orders are held to was revised: those of the last days are judged again, and the overlaps of the days whose ways are kept. Older verdicts stay as they were judged. */
  again(): Promise<void>
  /** Forgets ways that nothing is compared with any more. */
  forget(): Promise<void>
}

/** Orders in one round, so that a first round after a long pause leaves room for everything else. */
const ROUND = 150
/** And rounds one after another: what is left waits for the next time. */
const BUDGET_MS: DurationMs = 8_000
/** Late points may still come: an order is judged so long after its end. */
const SETTLE_MS: DurationMs = 15 * 60_000
/** How far past its end a trip's track is read. */
const AFTER_MS: DurationMs = 120 * 60_000
/** After a revision orders of so many days are judged again. */
const AGAIN_MS: DurationMs = 14 * 86_400_000
/** Ways of trips are kept as long as they may be compared again. */
const PATHS_KEPT_MS: DurationMs = AGAIN_MS + 86_400_000
const MOST_ROUNDS = 2000
const METRES_PER_E7 = 0.0111194927

/** Up to its neighbours at most: another order's way is not this one's. */
const trackWindow = ({ start, end, previousEnd, nextStart }: Pick<DueOrder, 'start' | 'end' | 'previousEnd' | 'nextStart'>, slackMs: DurationMs): readonly [from: EpochMs, to: EpochMs] => [
  Math.max(start - slackMs, previousEnd ?? 0),
  Math.min(end + AFTER_MS, nextStart ?? Infinity),
]

/** Metres from the place to the nearest point of the track around an instant; null where none is near in time. */
const distanceTo = (points: PointColumns, at: EpochMs, lon: number, lat: number, aroundMs: DurationMs): number | null => {
  let nearest = Infinity
  const cosine = Math.cos((lat * Math.PI) / 180)
  for (let i = 0; i < points.count; i++) {
    if (Math.abs(points.at[i]! - at) > aroundMs) continue
    nearest = Math.min(nearest, Math.hypot((points.lonE7[i]! - lon * 1e7) * cosine, points.latE7[i]! - lat * 1e7) * METRES_PER_E7)
  }
  return nearest === Infinity ? null : nearest
}

const placeE7 = (lon: number | null, lat: number | null): PlaceE7 | null => (lon === null || lat === null ? null : { lonE7: lon * 1e7, latE7: lat * 1e7 })

const costFact = (cost: OrderCost, points: PointColumns, limits: ThreeWayLimits): CostFact => ({
  id: cost.id,
  kind: cost.kind,
  at: cost.at,
  amount: cost.amount,
  distanceM: (cost.kind === 'fuel' || cost.kind === 'charge') && cost.lon !== null && cost.lat !== null ? distanceTo(points, cost.at, cost.lon, cost.lat, limits.vendorMs) : null,
})

export const makeVehicleJudge = ({ verdicts, orders, readTrack, rules, clock }: VehicleJudgeDeps): VehicleJudge => {
  /** Older days have no ways that others could be compared with. */
  const oldestPath = (): DayString => dayOf(clock() - PATHS_KEPT_MS)
  const judgeOne = async (order: DueOrder, costs: readonly OrderCost[]): Promise<NewVerdict | null> => {
    const limits = rules().threeWay
    const whole = await readTrack(order.vehicle, ...trackWindow(order, limits.slackMs))
    if (!whole) return null
    const ground = { start: order.start, end: order.end, base: placeE7(order.homeLon, order.homeLat), destination: placeE7(order.toLon, order.toLat) }
    const { points, track } = orderTrack(whole, ground, limits)
    const departed = order.steps?.find(({ step }) => step === 'depart')?.at ?? null
    const judged = judgeOrder({ start: order.start, end: order.end, departedAt: departed, plannedKm: order.plannedKm, norm: order.norm, report: order.report ?? null, track, costs: costs.map((cost) => costFact(cost, points, limits)) }, limits)
    return { order, day: dayOf(order.start), ...judged, track, path: track.firstMovingAt === null || dayOf(order.start) < oldestPath() ? null : resample(points) }
  }
  const remakeOverlaps = async (days: readonly { readonly region: string; readonly day: string }[]): Promise<void> => {
    for (const key of new Set(days.map(({ region, day }) => `${region}\n${day}`))) {
      const [region, day] = key.split('\n') as [string, string]
      if (day < oldestPath()) continue
      await verdicts.saveOverlaps(region, day, overlapsOf(await verdicts.trips(region, day), rules().overlap), clock())
    }
  }
  const round = async (): Promise<number> => {
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
    await remakeOverlaps(made.map(({ order, day }) => ({ region: order.region, day })))
    return due.length
  }
  const judge = async (): Promise<number> => {
    let judged = 0
    for (const until = Date.now() + BUDGET_MS; Date.now() < until; await breathe()) {
      const found = await round()
      judged += found
      if (found < ROUND) break
    }
    return judged
  }
  return {
    judge,
    forget: () => verdicts.forgetPaths(oldestPath()),
    again: async () => {
      await verdicts.again(clock() - AGAIN_MS)
      for (let rounds = 0; rounds < MOST_ROUNDS && (await judge()) > 0; rounds++) await breathe()
      await remakeOverlaps(await verdicts.overlapDays())
    },
  }
}
