import { DAY_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { setImmediate as breathe } from 'node:timers/promises'
import { dayOf, type DayString, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { metresE7 } from '#shared/kernel/sphere.ts'
import { inSlices } from '#shared/kernel/language/steps.ts'
import { orderTrack } from '#shared/vehicles/orders/orderTrack.ts'
import { overlapSteps, resample } from '#shared/vehicles/orders/overlap.ts'
import type { PointColumns } from '#shared/vehicles/track/points.ts'
import { judgeOrder, type CostFact } from '#shared/vehicles/orders/threeWay/verdict.ts'
import type { PlaceE7 } from '#shared/vehicles/orders/threeWay/track.ts'
import type { ThreeWayLimits } from '#shared/vehicles/orders/threeWay/limits.ts'
import type { Clock } from '../../../common/clock/clock.ts'
import type { OrderCost, VehicleOrders } from './orderRows.ts'
import type { DueOrder, NewVerdict, VehicleVerdicts, VerdictCount } from './verdictRows.ts'

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
  /** Orders of the last days with a reason of a rule, by county. */
  counts(since: DayString): Promise<Omit<VerdictCount, 'day'>[]>
}

/** Orders in one round, so that a first round after a long pause leaves room for everything else. */
const ROUND = 150
/** And rounds one after another: what is left waits for the next time. */
const BUDGET_MS: DurationMs = 8_000
/** Late points may still come: an order is judged so long after its end. */
const SETTLE_MS: DurationMs = 15 * MINUTE_MS
/** A vehicle without any track is looked for again so long after; others do not wait for it. */
const UNKNOWN_MS: DurationMs = 10 * MINUTE_MS
/** How far past its end a trip's track is read. */
const AFTER_MS: DurationMs = 120 * MINUTE_MS
/** After a revision orders of so many days are judged again. */
const AGAIN_MS: DurationMs = 14 * DAY_MS
/** Ways of trips are kept as long as they may be compared again. */
const PATHS_KEPT_MS: DurationMs = AGAIN_MS + DAY_MS
const MOST_ROUNDS = 2000
/** Screens wait no longer for a county's comparison. */
const SLICE_MS: DurationMs = 15

/** Up to its neighbours at most: another order's way is not this one's. */
const trackWindow = (
  { start, end, previousEnd, nextStart }: Pick<DueOrder, 'start' | 'end' | 'previousEnd' | 'nextStart'>,
  slackMs: DurationMs,
): readonly [from: EpochMs, to: EpochMs] => [
  Math.max(start - slackMs, previousEnd ?? 0),
  Math.min(end + AFTER_MS, nextStart ?? Infinity),
]

/** Metres from the place to the nearest point of the track around an instant; null where none is near in time. */
const distanceTo = (
  points: PointColumns,
  at: EpochMs,
  lon: number,
  lat: number,
  aroundMs: DurationMs,
): number | null => {
  let nearest = Infinity
  for (let i = 0; i < points.count; i++) {
    if (Math.abs(points.at[i]! - at) > aroundMs) continue
    nearest = Math.min(nearest, metresE7(points.lonE7[i]!, points.latE7[i]!, lon * 1e7, lat * 1e7))
  }
  return nearest === Infinity ? null : nearest
}

const placeE7 = (lon: number | null, lat: number | null): PlaceE7 | null =>
  lon === null || lat === null ? null : { lonE7: lon * 1e7, latE7: lat * 1e7 }

const costFact = (cost: OrderCost, points: PointColumns, limits: ThreeWayLimits): CostFact => ({
  id: cost.id,
  kind: cost.kind,
  at: cost.at,
  amount: cost.amount,
  distanceM:
    (cost.kind === 'fuel' || cost.kind === 'charge') && cost.lon !== null && cost.lat !== null
      ? distanceTo(points, cost.at, cost.lon, cost.lat, limits.vendorMs)
      : null,
})

/** What verdicts found, held by day: only days that were judged anew are counted anew. */
const makeFoundCounts = (verdicts: Pick<VehicleVerdicts, 'counts'>) => {
  let days: Map<DayString, VerdictCount[]> | null = null
  let from: DayString = ''
  const stale = new Set<DayString>()
  const read = async (since: DayString): Promise<Map<DayString, VerdictCount[]>> => {
    if (days === null || since < from) {
      stale.clear()
      const all = Map.groupBy(await verdicts.counts({ since }), ({ day }) => day)
      from = since
      return all
    }
    const again = [...stale]
    stale.clear()
    try {
      const known = new Map([...days].filter(([day]) => day >= since && !again.includes(day)))
      const fresh = again.length === 0 ? [] : await verdicts.counts({ of: again })
      for (const [day, rows] of Map.groupBy(fresh, (row) => row.day)) if (day >= since) known.set(day, rows)
      return known
    } catch (error) {
      for (const day of again) stale.add(day)
      throw error
    }
  }
  return {
    touch: (judged: readonly DayString[]): void => judged.forEach((day) => stale.add(day)),
    counts: async (since: DayString): Promise<Omit<VerdictCount, 'day'>[]> => {
      days = await read(since)
      const rows = [...days.values()].flat()
      return [...Map.groupBy(rows, ({ region, rule }) => `${region}\n${rule}`).values()].map((same) => ({
        region: (same[0] as VerdictCount).region,
        rule: (same[0] as VerdictCount).rule,
        red: same.some(({ red }) => red),
        count: same.reduce((sum, { count }) => sum + count, 0),
      }))
    },
  }
}

/** Older days have no ways that others could be compared with. */
const oldestPath = (now: EpochMs): DayString => dayOf(now - PATHS_KEPT_MS)

/** null where the vehicle has no track at all. */
const judgeOne = async (
  { readTrack, rules, clock }: Pick<VehicleJudgeDeps, 'readTrack' | 'rules' | 'clock'>,
  order: DueOrder,
  costs: readonly OrderCost[],
): Promise<NewVerdict | null> => {
  const limits = rules().threeWay
  const whole = await readTrack(order.vehicle, ...trackWindow(order, limits.slackMs))
  if (!whole) return null
  const ground = {
    start: order.start,
    end: order.end,
    base: placeE7(order.homeLon, order.homeLat),
    destination: placeE7(order.toLon, order.toLat),
  }
  const { points, track } = orderTrack(whole, ground, limits)
  const facts = {
    start: order.start,
    end: order.end,
    departedAt: order.steps?.find(({ step }) => step === 'depart')?.at ?? null,
    plannedKm: order.plannedKm,
    norm: order.norm,
    report: order.report ?? null,
    track,
    costs: costs.map((cost) => costFact(cost, points, limits)),
  }
  const day = dayOf(order.start)
  const path = track.firstMovingAt === null || day < oldestPath(clock()) ? null : resample(points)
  return { order, day, ...judgeOrder(facts, limits), track, path }
}

const remakeOverlaps = async (
  { verdicts, rules, clock }: Pick<VehicleJudgeDeps, 'verdicts' | 'rules' | 'clock'>,
  days: readonly { readonly region: string; readonly day: string }[],
): Promise<void> => {
  for (const key of new Set(days.map(({ region, day }) => `${region}\n${day}`))) {
    const [region, day] = key.split('\n') as [string, string]
    if (day < oldestPath(clock())) continue
    const steps = overlapSteps(await verdicts.trips(region, day), rules().overlap)
    await verdicts.saveOverlaps(region, day, await inSlices(steps, SLICE_MS, breathe), clock())
  }
}

/** Answers what was judged, and how many were looked at. */
const round = async (
  deps: VehicleJudgeDeps,
): Promise<{ readonly looked: number; readonly made: readonly NewVerdict[] }> => {
  const { verdicts, orders, clock } = deps
  const now = clock()
  await verdicts.since(now)
  const due = await verdicts.due(now - SETTLE_MS, now, ROUND)
  if (due.length === 0) return { looked: 0, made: [] }
  const costs = Map.groupBy(await orders.costsOf(due.map(({ id }) => id)), (cost) => cost.order)
  const made: NewVerdict[] = []
  const unknown: DueOrder[] = []
  for (const order of due) {
    const verdict = await judgeOne(deps, order, costs.get(order.id) ?? [])
    if (verdict) made.push(verdict)
    else unknown.push(order)
  }
  await verdicts.putOff(unknown, now + UNKNOWN_MS)
  await verdicts.save(made, now)
  return { looked: due.length, made }
}

export const makeVehicleJudge = (deps: VehicleJudgeDeps): VehicleJudge => {
  const { verdicts, clock } = deps
  const found = makeFoundCounts(verdicts)
  const judge = async (): Promise<number> => {
    let judged = 0
    for (const until = Date.now() + BUDGET_MS; Date.now() < until; await breathe()) {
      const { looked, made } = await round(deps)
      found.touch(made.map(({ day }) => day))
      await remakeOverlaps(
        deps,
        made.map(({ order, day }) => ({ region: order.region, day })),
      )
      judged += looked
      if (looked < ROUND) break
    }
    return judged
  }
  return {
    judge,
    forget: () => verdicts.forgetPaths(oldestPath(clock())),
    counts: found.counts,
    again: async () => {
      await verdicts.again(clock() - AGAIN_MS)
      for (let rounds = 0; rounds < MOST_ROUNDS && (await judge()) > 0; rounds++) await breathe()
      await remakeOverlaps(deps, await verdicts.overlapDays())
    },
  }
}
