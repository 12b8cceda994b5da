import type { CostKind } from '../../protocol/platform/vehicleLedger.ts'
import { metresE7 } from '../../sphere.ts'
import type { DurationMs, EpochMs, Metres } from '../../units.ts'
import type { TripFacts } from './trip.ts'

/** 派车单 × 轨迹 × 费用 [D]: how far the three may differ. */
export const THREE_WAY = {
  /** The track is read so much before and after the order. */
  slackMs: (30 * 60_000) as DurationMs,
  /** VH-07, 莆田 [S]: 还车登记 against the last moving point. */
  returnMs: (30 * 60_000) as DurationMs,
  grossReturnMs: (2 * 3_600_000) as DurationMs,
  /** Registered against driven km: the larger of the two. */
  km: 5,
  kmShare: 0.2,
  grossKmShare: 0.5,
  /** A gap of more of the trip leaves the distance unjudged. */
  unknownShare: 0.1,
  /** Where fuel was bought, from the track around that time. */
  vendorM: 500 as Metres,
  vendorMs: (40 * 60_000) as DurationMs,
  /** Driven km over so many times the planned ones, and so many more. */
  overPlanTimes: 1.5,
  overPlanKm: 10,
  /** Registered cost against its records: the larger of CNY and share. */
  cost: 20,
  costShare: 0.1,
  /** A stand within it is at the place. */
  arrivedM: 500 as Metres,
  /** VH-11: a stand away from base and destination. */
  longStopMs: (60 * 60_000) as DurationMs,
  /** VH-14: fuel over so many times the vehicle's norm for the km of its track, and so many L or kWh more. */
  fuelTimes: 1.3,
  fuel: 2,
}
/** A vehicle that is not seen may drive so fast. */
const UNSEEN_KMH = 60
/** Within its yard a vehicle is parked; nearer than a stop round the corner. */
const PARKED_M: Metres = 120
/** So long a stand is an arrival, not a red light. */
export const ARRIVED_MS: DurationMs = 90_000
export type ThreeWayLimits = typeof THREE_WAY

/** What is kept of an order's track. */
export interface TrackFacts extends Omit<TripFacts, 'stops' | 'drift'> {
  readonly stops: number
  /** Not known of orders that were judged before drift was left out. */
  readonly drift?: number
  /** Nearest stand to the destination, m; null where it is not known or it stood nowhere. */
  readonly destinationM?: Metres | null
  /** The longest stand away from base and destination. */
  readonly awayMs?: DurationMs
}
export interface PlaceE7 {
  readonly lonE7: number
  readonly latE7: number
}

const metresTo = (a: PlaceE7, b: PlaceE7): Metres => metresE7(a.lonE7, a.latE7, b.lonE7, b.latE7)

/** The part of a vehicle's track that is one order's: from its last stand at the base before the order's start to its first stand there after the end. Another outing beside it is not this order's. */
export const outingOf = (
  stops: TripFacts['stops'],
  base: PlaceE7 | null,
  { start, end }: { readonly start: EpochMs; readonly end: EpochMs },
): { readonly from: EpochMs; readonly to: EpochMs } => {
  const home = base === null ? [] : stops.filter((stop) => metresTo(stop, base) <= PARKED_M)
  return {
    from: Math.max(0, ...home.filter(({ from }) => from < start).map(({ from }) => from)),
    to: Math.min(
      Infinity,
      ...home.filter(({ from, to }) => to > end && from > start).map(({ to }) => to - 1),
    ),
  }
}

/** `stops` of at least `ARRIVED_MS`; stands before it set out from its base and after it came home are not on the way. */
export const trackFacts = (
  { stops, ...facts }: TripFacts,
  base: PlaceE7 | null = null,
  destination: PlaceE7 | null = null,
  { arrivedM }: Pick<ThreeWayLimits, 'arrivedM'> = THREE_WAY,
): TrackFacts => {
  const onWay = stops.filter(
    ({ from, to }) =>
      facts.firstMovingAt !== null &&
      facts.lastMovingAt !== null &&
      to > facts.firstMovingAt &&
      from < facts.lastMovingAt,
  )
  const away = onWay.filter((stop) =>
    [base, destination].every((place) => place === null || metresTo(stop, place) > arrivedM),
  )
  return {
    ...facts,
    stops: onWay.length,
    destinationM:
      destination === null || onWay.length === 0
        ? null
        : Math.min(...onWay.map((stop) => metresTo(stop, destination))),
    awayMs: Math.max(0, ...away.map(({ from, to }) => to - from)),
  }
}

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

const minutes = (ms: DurationMs): number => Math.round(ms / 60_000)
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
  const unseen = (track.unknownMs / 3_600_000) * UNSEEN_KMH
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

export interface Stretch {
  readonly from: EpochMs
  readonly to: EpochMs
}
/** 有轨迹无单: parts of a drive that no order covers, its slack on both sides included. */
export const uncovered = (
  drives: readonly Stretch[],
  orders: readonly Stretch[],
  { slackMs }: Pick<ThreeWayLimits, 'slackMs'> = THREE_WAY,
): Stretch[] =>
  orders.reduce<Stretch[]>(
    (left, { from, to }) =>
      left.flatMap((drive) => {
        const [begin, end] = [from - slackMs, to + slackMs]
        return [
          { from: drive.from, to: Math.min(drive.to, begin) },
          { from: Math.max(drive.from, end), to: drive.to },
        ].filter((part) => part.to > part.from)
      }),
    [...drives],
  )
