import { MINUTE_MS } from '../kernel/time/time.ts'
import type { DurationMs } from '../kernel/units.ts'
import { runningCost, type VehicleSums } from './sums.ts'
import { sortedCopy } from '../kernel/language/lists.ts'

/** What scores 0 and what scores 100; where less is better `full` is the smaller. In the part's own unit, shares as 0–1. */
export interface Anchor {
  readonly zero: number
  readonly full: number
}

/** One part of an index: a quotient, set on a fixed scale. */
export interface IndexPart {
  readonly id: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly weight: number
  readonly unit: '%' | 'km' | 'trips' | 'min' | 'yuan' | 'points'
  readonly anchor: Anchor
  /** What is divided by what; the second number is its n. */
  quotient(sums: VehicleSums, workdays: number): readonly [part: number, whole: number]
}

const part = (
  id: string,
  zh: string,
  en: string,
  weight: number,
  unit: IndexPart['unit'],
  [zero, full]: readonly [number, number],
  quotient: IndexPart['quotient'],
): IndexPart => ({ id, name: { zh, en }, weight, unit, anchor: { zero, full }, quotient })

/** 浙江 6.4.3.4, rules A3.4 [D]: names are public; formulas, weights and the ends of the scales are this system's own. */
export const VEHICLE_INDICES = [
  {
    id: 'activity',
    name: { zh: '使用活跃度', en: 'Activity' },
    parts: [
      part('use', '使用率', 'use rate', 0.4, '%', [0.3, 0.9], (s) => [s.daysUsed, s.daysDue]),
      part('dailyKm', '单车日均行驶里程', 'km a vehicle and day', 0.3, 'km', [0, 60], (s) => [
        s.kilometres,
        s.daysDue,
      ]),
      part('dailyTrips', '单车日均订单', 'orders a vehicle and day', 0.3, 'trips', [0, 3], (s) => [
        s.trips,
        s.daysDue,
      ]),
    ],
  },
  {
    id: 'service',
    name: { zh: '服务保障', en: 'Service' },
    parts: [
      part('met', '派单满足率', 'orders met', 0.4, '%', [0.8, 1], (s) => [s.dispatched, s.orders]),
      part('onTime', '准点率', 'on time', 0.4, '%', [0.7, 1], (s) => [s.onTime, s.dispatched]),
      part('approval', '审批平均时长', 'minutes to approve', 0.2, 'min', [240, 15], (s) => [
        s.approvalMinutes,
        s.approved,
      ]),
    ],
  },
  {
    id: 'people',
    name: { zh: '人员服务', en: 'Drivers' },
    parts: [
      part('perDriver', '驾驶员月人均出车', 'trips a driver and month', 0.3, 'trips', [0, 40], (s) => [
        s.trips,
        s.drivers,
      ]),
      part('rating', '满意度', 'satisfaction', 0.4, 'points', [3, 5], (s) => [s.ratingSum, s.ratings]),
      part('faults', '违规率', 'judged trips with findings', 0.3, '%', [0.2, 0], (s) => [s.faults, s.judged]),
    ],
  },
  {
    id: 'vehicle',
    name: { zh: '车辆服务', en: 'Vehicles' },
    parts: [
      part('fit', '完好率', 'fit for service', 0.4, '%', [0.85, 1], (s, workdays) => [
        s.daysDue,
        s.vehicles * workdays,
      ]),
      part('dueKept', '年检保险按期率', 'inspection and insurance in date', 0.4, '%', [0.9, 1], (s) => [
        s.dueKept,
        s.vehicles,
      ]),
      part('newEnergy', '新能源占比', 'new energy share', 0.2, '%', [0, 0.5], (s) => [
        s.newEnergy,
        s.vehicles,
      ]),
    ],
  },
  {
    id: 'spending',
    name: { zh: '运营支出', en: 'Spending' },
    parts: [
      part('per100Km', '百公里费用', 'cost per 100 km', 0.4, 'yuan', [500, 100], (s) => [
        runningCost(s) * 100,
        s.kilometres,
      ]),
      part('perVehicle', '单车月费用', 'cost per vehicle and month', 0.3, 'yuan', [4000, 1000], (s) => [
        runningCost(s),
        s.vehicles,
      ]),
      part('budget', '预算执行率', 'budget spent', 0.3, '%', [1.2, 0.8], (s) => [runningCost(s), s.budget]),
    ],
  },
] as const satisfies readonly {
  readonly id: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly parts: readonly IndexPart[]
}[]
export type VehicleIndexId = (typeof VEHICLE_INDICES)[number]['id']
/** Weights of each index's parts by part, 1 in all. */
export type VehicleWeights = Readonly<Record<VehicleIndexId, Readonly<Record<string, number>>>>
export const VEHICLE_WEIGHTS = Object.fromEntries(
  VEHICLE_INDICES.map(({ id, parts }) => [
    id,
    Object.fromEntries(parts.map((one: IndexPart) => [one.id, one.weight])),
  ]),
) as unknown as VehicleWeights
/** Ends of the scale of each index's parts. */
export type VehicleAnchors = Readonly<Record<VehicleIndexId, Readonly<Record<string, Anchor>>>>
export const VEHICLE_ANCHORS = Object.fromEntries(
  VEHICLE_INDICES.map(({ id, parts }) => [
    id,
    Object.fromEntries(parts.map((one: IndexPart) => [one.id, { ...one.anchor }])),
  ]),
) as unknown as VehicleAnchors
export const VEHICLE_INDEX_IDS = VEHICLE_INDICES.map(({ id }) => id) as [VehicleIndexId, ...VehicleIndexId[]]

/** 本系统口径 [D]: what counts as on time, and the hours in which an approval's minutes count, UTC+8. */
export const SERVICE_TIMES = { onTimeMs: (15 * MINUTE_MS) as DurationMs, office: { from: 8, to: 18 } }
export type ServiceTimes = typeof SERVICE_TIMES

export interface Peer {
  readonly id: string
  readonly sums: VehicleSums
}
interface PartScore {
  readonly id: string
  readonly value: number | null
  /** How many orders, vehicle days, km … the value is of. */
  readonly n: number
  /** 0–100 on the part's fixed scale. */
  readonly score: number | null
}
export interface PeerScore {
  readonly id: string
  readonly indices: Readonly<
    Record<
      VehicleIndexId,
      { readonly score: number | null; readonly rank: number | null; readonly parts: readonly PartScore[] }
    >
  >
}

/** Straight between the ends of the scale and no further: peers do not move it, and all may stand at 100. */
export const scoreOn = ({ zero, full }: Anchor, value: number): number => {
  if (zero === full) return value >= full ? 100 : 0
  return Math.min(100, Math.max(0, ((value - zero) / (full - zero)) * 100))
}

/** Weighted mean of the parts that are known; null when none is. */
const mean = (
  parts: readonly { readonly weight: number; readonly score: number | null }[],
): number | null => {
  const known = parts.filter((one) => one.score !== null)
  const weight = known.reduce((sum, one) => sum + one.weight, 0)
  return weight > 0 ? known.reduce((sum, one) => sum + one.weight * (one.score ?? 0), 0) / weight : null
}

const partsOf = (
  index: (typeof VEHICLE_INDICES)[number],
  sums: VehicleSums,
  workdays: number,
  anchors: VehicleAnchors,
): PartScore[] =>
  index.parts.map((one: IndexPart) => {
    const [top, n] = one.quotient(sums, workdays)
    const value = n > 0 ? top / n : null
    return {
      id: one.id,
      value,
      n,
      score: value === null ? null : scoreOn(anchors[index.id][one.id] ?? one.anchor, value),
    }
  })

/** The five indices of places of one level and class, with ranks; equal scores share a rank. `workdays` of the period. */
export const scorePeers = (
  peers: readonly Peer[],
  workdays: number,
  weights: VehicleWeights = VEHICLE_WEIGHTS,
  anchors: VehicleAnchors = VEHICLE_ANCHORS,
): readonly PeerScore[] => {
  const byIndex = VEHICLE_INDICES.map((index) => {
    const parts = peers.map(({ sums }) => partsOf(index, sums, workdays, anchors))
    const scores = parts.map((own) =>
      mean(
        index.parts.map((one: IndexPart, k) => ({
          weight: weights[index.id][one.id] ?? one.weight,
          score: own[k]?.score ?? null,
        })),
      ),
    )
    const sorted = sortedCopy(
      scores.filter((score) => score !== null),
      (a, b) => b - a,
    )
    return scores.map((score, i) => ({
      score,
      rank: score === null ? null : sorted.indexOf(score) + 1,
      parts: parts[i] ?? [],
    }))
  })
  return peers.map(({ id }, i) => ({
    id,
    indices: Object.fromEntries(
      VEHICLE_INDICES.map((index, k) => [index.id, byIndex[k]?.[i]]),
    ) as unknown as PeerScore['indices'],
  }))
}
