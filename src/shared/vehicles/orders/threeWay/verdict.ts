import { HOUR_MS, MINUTE_MS } from '../../../kernel/time/time.ts'
import type { CostKind } from '../../collections/vehicle-costs.ts'
import type { DurationMs, EpochMs, Metres } from '../../../kernel/units.ts'
import { type TrackFacts, UNSEEN_KMH } from './track.ts'
import { type ThreeWayLimits, THREE_WAY } from './limits.ts'

export type Verdict = 'green' | 'yellow' | 'red' | 'unknown'
/** Codes are translated by the screens; `values` fill them. */
export const VERDICT_CODES = [
  'no-track',
  'not-moved',
  'gaps',
  'late-start',
  'return',
  'distance',
  'no-report',
  'over-plan',
  'cost-time',
  'cost-place',
  'cost-sum',
  'elsewhere',
  'long-stop',
  'overtime',
  'fuel',
] as const
type VerdictCode = (typeof VERDICT_CODES)[number]
export interface VerdictReason {
  readonly code: VerdictCode
  readonly severity: 'yellow' | 'red'
  readonly rule: 'VH-01' | 'VH-07' | 'VH-11' | 'VH-14' | 'VH-16' | 'VT-01'
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
  /** 核定油耗, per 100 km. */
  readonly norm?: number | null
  readonly report: {
    readonly returnedAt: EpochMs | null
    readonly kilometres: number | null
    readonly energy: number | null
    readonly cost: number | null
  } | null
  readonly track: TrackFacts
  readonly costs: readonly CostFact[]
}

const minutes = (ms: DurationMs): number => Math.round(ms / MINUTE_MS)
const tenths = (km: number): number => Math.round(km * 10) / 10

/** What the way itself shows, however many km it has. */
const wayReasons = ({ end, track }: ThreeWayFacts, L: ThreeWayLimits): VerdictReason[] => {
  const reasons: VerdictReason[] = []
  const over = track.lastMovingAt === null ? 0 : track.lastMovingAt - end
  const [metres, away] = [track.destinationM ?? 0, track.awayMs ?? 0]
  if (over > L.slackMs)
    reasons.push({ code: 'overtime', severity: 'yellow', rule: 'VT-01', values: { minutes: minutes(over) } })
  if (metres > L.arrivedM)
    reasons.push({
      code: 'elsewhere',
      severity: 'red',
      rule: 'VT-01',
      values: { metres: Math.round(metres) },
    })
  if (away >= L.longStopMs)
    reasons.push({ code: 'long-stop', severity: 'yellow', rule: 'VH-11', values: { minutes: minutes(away) } })
  return reasons
}

/** What is registered of km and fuel against the km of the track. */
const amountReasons = (
  { plannedKm, norm, report, track }: ThreeWayFacts,
  L: ThreeWayLimits,
): VerdictReason[] => {
  const reasons: VerdictReason[] = []
  const registered = report?.kilometres ?? null
  /** What may have been driven unseen speaks for the driver. */
  const unseen = (track.unknownMs / HOUR_MS) * UNSEEN_KMH
  const differs =
    registered === null
      ? 0
      : Math.max(0, Math.abs(registered - track.km) - (registered > track.km ? unseen : 0))
  if (differs > Math.max(L.km, L.kmShare * track.km)) {
    reasons.push({
      code: 'distance',
      severity: differs > Math.max(2 * L.km, L.grossKmShare * track.km) ? 'red' : 'yellow',
      rule: 'VT-01',
      values: { registered: tenths(registered ?? 0), driven: tenths(track.km) },
    })
  }
  if (plannedKm !== null && track.km > L.overPlanTimes * plannedKm + L.overPlanKm)
    reasons.push({
      code: 'over-plan',
      severity: 'yellow',
      rule: 'VT-01',
      values: { planned: tenths(plannedKm), driven: tenths(track.km) },
    })
  const due = norm == null ? null : ((track.km + unseen) * norm) / 100
  const burnt = report?.energy ?? null
  if (due !== null && burnt !== null && burnt > L.fuelTimes * due + L.fuel)
    reasons.push({
      code: 'fuel',
      severity: 'yellow',
      rule: 'VH-14',
      values: { registered: tenths(burnt), due: tenths(due), driven: tenths(track.km) },
    })
  return reasons
}

const trackReasons = (facts: ThreeWayFacts, L: ThreeWayLimits): VerdictReason[] => {
  const { start, departedAt, report, track } = facts
  const reasons: VerdictReason[] = []
  const { firstMovingAt: first, lastMovingAt: last } = track
  if (first === null || last === null)
    return [{ code: 'not-moved', severity: 'red', rule: 'VT-01', values: { points: track.points } }]
  if (track.unknownMs > L.unknownShare * (last - first))
    return [
      { code: 'gaps', severity: 'yellow', rule: 'VT-01', values: { minutes: minutes(track.unknownMs) } },
    ]
  const departed = departedAt ?? start
  if (first - departed > L.slackMs)
    reasons.push({
      code: 'late-start',
      severity: 'yellow',
      rule: 'VT-01',
      values: { minutes: minutes(first - departed) },
    })
  const off = report?.returnedAt == null ? 0 : Math.abs(report.returnedAt - last)
  if (off > L.returnMs)
    reasons.push({
      code: 'return',
      severity: off > L.grossReturnMs ? 'red' : 'yellow',
      rule: 'VH-07',
      values: { minutes: minutes(off) },
    })
  return [...reasons, ...wayReasons(facts, L), ...amountReasons(facts, L)]
}

const costReasons = ({ start, end, report, costs }: ThreeWayFacts, L: ThreeWayLimits): VerdictReason[] => {
  const reasons: VerdictReason[] = []
  for (const { kind, at, distanceM } of costs) {
    const outside = Math.max(start - at, at - end)
    if (outside > L.slackMs)
      reasons.push({
        code: 'cost-time',
        severity: 'yellow',
        rule: 'VH-16',
        values: { kind, minutes: minutes(outside) },
      })
    else if (distanceM !== null && distanceM > L.vendorM)
      reasons.push({
        code: 'cost-place',
        severity: 'red',
        rule: 'VH-16',
        values: { kind, metres: Math.round(distanceM) },
      })
  }
  const total = costs.reduce((sum, cost) => sum + cost.amount, 0)
  if (
    costs.length > 0 &&
    report?.cost != null &&
    Math.abs(report.cost - total) > Math.max(L.cost, L.costShare * total)
  )
    reasons.push({
      code: 'cost-sum',
      severity: 'yellow',
      rule: 'VH-16',
      values: { registered: Math.round(report.cost), records: Math.round(total) },
    })
  return reasons
}

/** The verdict on one order that has come back: green agrees, unknown could not be told for want of a track or for the gaps in it. */
export const judgeOrder = (
  facts: ThreeWayFacts,
  limits: ThreeWayLimits = THREE_WAY,
): { readonly verdict: Verdict; readonly reasons: readonly VerdictReason[] } => {
  const { report, track } = facts
  const reasons: VerdictReason[] = []
  if (track.points === 0) reasons.push({ code: 'no-track', severity: 'yellow', rule: 'VT-01', values: {} })
  else reasons.push(...trackReasons(facts, limits))
  const missing = report
    ? (['returnedAt', 'kilometres', 'energy', 'cost'] as const).filter((field) => report[field] === null)
    : []
  if (missing.length > 0)
    reasons.push({
      code: 'no-report',
      severity: 'yellow',
      rule: 'VH-01',
      values: { fields: missing.join(' ') },
    })
  reasons.push(...costReasons(facts, limits))
  if (reasons.some((reason) => reason.severity === 'red')) return { verdict: 'red', reasons }
  if (track.points === 0 || (reasons.length === 1 && reasons[0]?.code === 'gaps'))
    return { verdict: 'unknown', reasons }
  return { verdict: reasons.length > 0 ? 'yellow' : 'green', reasons }
}
