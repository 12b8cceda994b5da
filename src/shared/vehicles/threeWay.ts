import type { CostKind } from '../protocol/platform/vehicleLedger.ts'
import type { DurationMs, EpochMs, Metres } from '../units.ts'
import type { TripFacts } from './trip.ts'

/** 派车单 × 轨迹 × 费用 [D]: how far the three may differ. */
export const THREE_WAY = {
  /** The track is read so much before and after the order. */
  slackMs: 30 * 60_000 as DurationMs,
  /** VH-07, 莆田 [S]: 还车登记 against the last moving point. */
  returnMs: 30 * 60_000 as DurationMs,
  grossReturnMs: 2 * 3_600_000 as DurationMs,
  /** Registered against driven km: the larger of the two. */
  km: 5,
  kmShare: 0.2,
  grossKmShare: 0.5,
  /** A gap of more of the trip leaves the distance unjudged. */
  unknownShare: 0.1,
  /** Where fuel was bought, from the track around that time. */
  vendorM: 500 as Metres,
  vendorMs: 40 * 60_000 as DurationMs,
  /** Driven km over so many times the planned ones, and so many more. */
  overPlanTimes: 1.5,
  overPlanKm: 10,
  /** Registered cost against its records: the larger of CNY and share. */
  cost: 20,
  costShare: 0.1,
}
export type ThreeWayLimits = typeof THREE_WAY

/** What is kept of an order's track. */
export interface TrackFacts extends Omit<TripFacts, 'stops'> {
  readonly stops: number
}
export const trackFacts = ({ stops, ...facts }: TripFacts): TrackFacts => ({ ...facts, stops: stops.length })

export type Verdict = 'green' | 'yellow' | 'red' | 'unknown'
/** Codes are translated by the screens; `values` fill them. */
export const VERDICT_CODES = ['no-track', 'not-moved', 'gaps', 'late-start', 'return', 'distance', 'no-report', 'over-plan', 'cost-time', 'cost-place', 'cost-sum'] as const
export type VerdictCode = (typeof VERDICT_CODES)[number]
export interface VerdictReason {
  readonly code: VerdictCode
  readonly severity: 'yellow' | 'red'
  readonly rule: 'VH-01' | 'VH-07' | 'VH-14' | 'VH-16' | 'VT-01'
  readonly values: Readonly<Record<string, number | string>>
}

export interface CostFact {
  readonly id: string
  readonly kind: CostKind
  readonly at: EpochMs
  readonly amount: number
  /** Nearest point of the track around that time to where it was paid; null where place or track is not known. */
  readonly distanceM: Metres | null
}

export interface ThreeWayFacts {
  readonly start: EpochMs
  readonly end: EpochMs
  readonly departedAt: EpochMs | null
  readonly plannedKm: number | null
  readonly report: { readonly returnedAt: EpochMs | null; readonly kilometres: number | null; readonly energy: number | null; readonly cost: number | null } | null
  readonly track: TrackFacts
  readonly costs: readonly CostFact[]
}

const minutes = (ms: DurationMs): number => Math.round(ms / 60_000)
const tenths = (km: number): number => Math.round(km * 10) / 10

const trackReasons = ({ start, departedAt, plannedKm, report, track }: ThreeWayFacts, L: ThreeWayLimits): VerdictReason[] => {
  const reasons: VerdictReason[] = []
  const { firstMovingAt: first, lastMovingAt: last } = track
  if (first === null || last === null) return [{ code: 'not-moved', severity: 'red', rule: 'VT-01', values: { points: track.points } }]
  const departed = departedAt ?? start
  if (first - departed > L.slackMs) reasons.push({ code: 'late-start', severity: 'yellow', rule: 'VT-01', values: { minutes: minutes(first - departed) } })
  const off = report?.returnedAt == null ? 0 : Math.abs(report.returnedAt - last)
  if (off > L.returnMs) reasons.push({ code: 'return', severity: off > L.grossReturnMs ? 'red' : 'yellow', rule: 'VH-07', values: { minutes: minutes(off) } })
  if (track.unknownMs > L.unknownShare * (last - first)) return [...reasons, { code: 'gaps', severity: 'yellow', rule: 'VT-01', values: { minutes: minutes(track.unknownMs) } }]
  const registered = report?.kilometres ?? null
  const differs = registered === null ? 0 : Math.abs(registered - track.km)
  if (differs > Math.max(L.km, L.kmShare * track.km)) {
    reasons.push({ code: 'distance', severity: differs > Math.max(2 * L.km, L.grossKmShare * track.km) ? 'red' : 'yellow', rule: 'VT-01', values: { registered: tenths(registered ?? 0), driven: tenths(track.km) } })
  }
  if (plannedKm !== null && track.km > L.overPlanTimes * plannedKm + L.overPlanKm) reasons.push({ code: 'over-plan', severity: 'yellow', rule: 'VT-01', values: { planned: tenths(plannedKm), driven: tenths(track.km) } })
  return reasons
}

const costReasons = ({ start, end, report, costs }: ThreeWayFacts, L: ThreeWayLimits): VerdictReason[] => {
  const reasons: VerdictReason[] = []
  for (const { kind, at, distanceM } of costs) {
    const outside = Math.max(start - at, at - end)
    if (outside > L.slackMs) reasons.push({ code: 'cost-time', severity: 'yellow', rule: 'VH-16', values: { kind, minutes: minutes(outside) } })
    else if (distanceM !== null && distanceM > L.vendorM) reasons.push({ code: 'cost-place', severity: 'red', rule: 'VH-16', values: { kind, metres: Math.round(distanceM) } })
  }
  const total = costs.reduce((sum, cost) => sum + cost.amount, 0)
  if (costs.length > 0 && report?.cost != null && Math.abs(report.cost - total) > Math.max(L.cost, L.costShare * total)) reasons.push({ code: 'cost-sum', severity: 'yellow', rule: 'VH-16', values: { registered: Math.round(report.cost), records: Math.round(total) } })
  return reasons
}

/** The verdict on one order that has come back: green agrees, unknown could not be told for want of a track. */
export const judgeOrder = (facts: ThreeWayFacts, limits: ThreeWayLimits = THREE_WAY): { readonly verdict: Verdict; readonly reasons: readonly VerdictReason[] } => {
  const { report, track } = facts
  const reasons: VerdictReason[] = []
  if (track.points === 0) reasons.push({ code: 'no-track', severity: 'yellow', rule: 'VT-01', values: {} })
  else reasons.push(...trackReasons(facts, limits))
  const missing = report ? (['returnedAt', 'kilometres', 'energy', 'cost'] as const).filter((field) => report[field] === null) : []
  if (missing.length > 0) reasons.push({ code: 'no-report', severity: 'yellow', rule: 'VH-01', values: { fields: missing.join(' ') } })
  reasons.push(...costReasons(facts, limits))
  if (reasons.some((reason) => reason.severity === 'red')) return { verdict: 'red', reasons }
  if (track.points === 0) return { verdict: 'unknown', reasons }
  return { verdict: reasons.length > 0 ? 'yellow' : 'green', reasons }
}

export interface Stretch {
  readonly from: EpochMs
  readonly to: EpochMs
}
/** 有轨迹无单: parts of a drive that no order covers, its slack on both sides included. */
export const uncovered = (drives: readonly Stretch[], orders: readonly Stretch[], { slackMs }: Pick<ThreeWayLimits, 'slackMs'> = THREE_WAY): Stretch[] =>
  orders.reduce<Stretch[]>(
    (left, { from, to }) =>
      left.flatMap((drive) => {
        const [begin, end] = [from - slackMs, to + slackMs]
        return [{ from: drive.from, to: Math.min(drive.to, begin) }, { from: Math.max(drive.from, end), to: drive.to }].filter((part) => part.to > part.from)
      }),
    [...drives],
  )
