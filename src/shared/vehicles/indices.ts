import type { DurationMs } from '../units.ts'
import { runningCost, type VehicleSums } from './sums.ts'
import { sortedCopy } from '../lists.ts'

/** One part of an index, before it is set against its peers. */
interface Part {
  readonly id: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly weight: number
  /** Less is better. */
  readonly reverse: boolean
  value(sums: VehicleSums, workdays: number): number | null
}

const over = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)
const part = (id: string, zh: string, en: string, weight: number, value: Part['value'], reverse = false): Part => ({ id, name: { zh, en }, weight, reverse, value })

/** 浙江 6.4.3.4, rules A3.4 [D]: names are public, formulas and weights are this system's own. */
export const VEHICLE_INDICES = [
  {
    id: 'activity', name: { zh: '使用活跃度', en: 'Activity' },
    parts: [
      part('use', '使用率', 'use rate', 0.4, (s) => over(s.daysUsed, s.daysDue)),
      part('dailyKm', '单车日均行驶里程', 'km a vehicle and day', 0.3, (s) => over(s.kilometres, s.daysDue)),
      part('dailyTrips', '单车日均订单', 'orders a vehicle and day', 0.3, (s) => over(s.trips, s.daysDue)),
    ],
  },
  {
    id: 'service', name: { zh: '服务保障', en: 'Service' },
    parts: [
      part('met', '派单满足率', 'orders met', 0.4, (s) => over(s.dispatched, s.orders)),
      part('onTime', '准点率', 'on time', 0.4, (s) => over(s.onTime, s.dispatched)),
      part('approval', '审批平均时长', 'minutes to approve', 0.2, (s) => over(s.approvalMinutes, s.approved), true),
    ],
  },
  {
    id: 'people', name: { zh: '人员服务', en: 'Drivers' },
    parts: [
      part('perDriver', '驾驶员人均出车', 'trips a driver', 0.3, (s) => over(s.trips, s.drivers)),
      part('rating', '满意度', 'satisfaction', 0.4, (s) => over(s.ratingSum, s.ratings)),
      part('faults', '违规率', 'trips with findings', 0.3, (s) => over(s.faults, s.dispatched), true),
    ],
  },
  {
    id: 'vehicle', name: { zh: '车辆服务', en: 'Vehicles' },
    parts: [
      part('fit', '完好率', 'fit for service', 0.4, (s, workdays) => over(s.daysDue, s.vehicles * workdays)),
      part('dueKept', '年检保险按期率', 'inspection and insurance in date', 0.4, (s) => over(s.dueKept, s.vehicles)),
      part('newEnergy', '新能源占比', 'new energy share', 0.2, (s) => over(s.newEnergy, s.vehicles)),
    ],
  },
  {
    id: 'spending', name: { zh: '运营支出', en: 'Spending' },
    parts: [
      part('per100Km', '百公里费用', 'cost per 100 km', 0.4, (s) => over(runningCost(s) * 100, s.kilometres), true),
      part('perVehicle', '单车费用', 'cost per vehicle', 0.3, (s) => over(runningCost(s), s.vehicles), true),
      part('budget', '预算执行率', 'budget spent', 0.3, (s) => over(runningCost(s), s.budget), true),
    ],
  },
] as const satisfies readonly { readonly id: string; readonly name: { readonly zh: string; readonly en: string }; readonly parts: readonly Part[] }[]
export type VehicleIndexId = (typeof VEHICLE_INDICES)[number]['id']
/** Weights of each index's parts by part, 1 in all. */
export type VehicleWeights = Readonly<Record<VehicleIndexId, Readonly<Record<string, number>>>>
export const VEHICLE_WEIGHTS = Object.fromEntries(VEHICLE_INDICES.map(({ id, parts }) => [id, Object.fromEntries(parts.map((one: Part) => [one.id, one.weight]))])) as unknown as VehicleWeights
export const VEHICLE_INDEX_IDS = VEHICLE_INDICES.map(({ id }) => id) as [VehicleIndexId, ...VehicleIndexId[]]

/** 本系统口径 [D]: what counts as on time, and the hours in which an approval's minutes count, UTC+8. */
export const SERVICE_TIMES = { onTimeMs: 15 * 60_000 as DurationMs, office: { from: 8, to: 18 } }
export type ServiceTimes = typeof SERVICE_TIMES

export interface Peer {
  readonly id: string
  readonly sums: VehicleSums
}
interface PartScore {
  readonly id: string
  readonly value: number | null
  /** 0–100 among the peers. */
  readonly score: number | null
}
export interface PeerScore {
  readonly id: string
  readonly indices: Readonly<Record<VehicleIndexId, { readonly score: number | null; readonly rank: number | null; readonly parts: readonly PartScore[] }>>
}

/** Min-max within the peers: the best stands at 100, the worst at 0, all alike at 100; unknown stays unknown. */
const scoresOf = (values: readonly (number | null)[], reverse: boolean): (number | null)[] => {
  const known = values.filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  return values.map((value) => {
    if (value === null) return null
    if (high === low) return 100
    const share = (value - low) / (high - low)
    return (reverse ? 1 - share : share) * 100
  })
}

/** Weighted mean of the parts that are known; null when none is. */
const mean = (parts: readonly { readonly weight: number; readonly score: number | null }[]): number | null => {
  const known = parts.filter((one) => one.score !== null)
  const weight = known.reduce((sum, one) => sum + one.weight, 0)
  return weight > 0 ? known.reduce((sum, one) => sum + one.weight * (one.score ?? 0), 0) / weight : null
}

/** The five indices of places of one level and class, with ranks; equal scores share a rank. `workdays` of the period. */
export const scorePeers = (peers: readonly Peer[], workdays: number, weights: VehicleWeights = VEHICLE_WEIGHTS): readonly PeerScore[] => {
  const byIndex = VEHICLE_INDICES.map((index) => {
    const parts = index.parts.map((one: Part) => {
      const values = peers.map(({ sums }) => one.value(sums, workdays))
      return { one, values, scores: scoresOf(values, one.reverse) }
    })
    const scores = peers.map((_, i) => mean(parts.map(({ one, scores: s }) => ({ weight: weights[index.id][one.id] ?? one.weight, score: s[i] ?? null }))))
    const sorted = sortedCopy(scores.filter((score) => score !== null), (a, b) => b - a)
    return peers.map((_, i) => {
      const score = scores[i] ?? null
      return { score, rank: score === null ? null : sorted.indexOf(score) + 1, parts: parts.map(({ one, values, scores: s }) => ({ id: one.id, value: values[i] ?? null, score: s[i] ?? null })) }
    })
  })
  return peers.map(({ id }, i) => ({ id, indices: Object.fromEntries(VEHICLE_INDICES.map((index, k) => [index.id, byIndex[k]?.[i]])) as unknown as PeerScore['indices'] }))
}
