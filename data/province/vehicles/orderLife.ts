import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { afterWorking } from '#shared/vehicles/orders/orders.ts'
import type { OrderRecord, OrderStep, VehicleRecord } from '#shared/protocol/platform.ts'
import { dayOf, startOfDay, type DayString, type EpochMs, type LonLat } from '#shared/kernel/units.ts'
import chineseDays from 'chinese-days'
import { PLANNED_KM, PLANNED_SHARE } from '../calibration.ts'
import { round } from '../ground/geo.ts'
import { faultOf } from './orderFaults.ts'
import type { Rng } from '../made/rng.ts'

/** Whether the State Council's calendar makes it a working day: a Saturday can be one. */
const WORKDAYS = new Map<DayString, boolean>()
export const isWorkday = (day: DayString): boolean => {
  let known = WORKDAYS.get(day)
  if (known === undefined) WORKDAYS.set(day, (known = chineseDays.isWorkday(day)))
  return known
}

const OFFICE = { from: 8, to: 18 } as const
/** What the fleet drives over county roads, stays at its stops included. */
const TRIP_KM_PER_HOUR = 19
/** A road is so much longer than the straight line. */
const ROAD_SHARE = 1.15

/** An errand before anybody has done anything about it. */
export interface Errand {
  readonly id: string
  readonly vehicle: VehicleRecord
  readonly reason: string
  readonly from: string
  readonly to: string
  readonly destination: LonLat
  /** 跨区审批: the county that it goes to, where that is another one. */
  readonly toRegion: string | null
  /** Straight from where it starts to where it goes, metres. */
  readonly awayM: number
  readonly start: EpochMs
  readonly end: EpochMs
  readonly driver: string
}

/** All that will happen to an order, from the application to the rating; what of it has happened by an instant is its record then. */
export interface OrderLife {
  readonly errand: Errand
  readonly steps: readonly OrderStep[]
  readonly cancelled: boolean
  readonly plannedKm: number
  readonly passengers: number
  readonly purpose: NonNullable<OrderRecord['purpose']>
  readonly report: NonNullable<OrderRecord['report']>
  readonly rating: number | null
}

const PURPOSES: readonly (readonly [RegExp, NonNullable<OrderRecord['purpose']>])[] = [
  [/文件|机要/, 'documents'],
  [/应急|防汛/, 'emergency'],
  [/执法|检查/, 'law'],
  [/调研|踏勘|走访/, 'survey'],
  [/会议|培训/, 'meeting'],
  [/接送|接待/, 'service'],
]

/** Back into office hours: the afternoon of the working day before. */
const inOffice = (at: EpochMs, rng: Rng): EpochMs => {
  const hour = (at - startOfDay(dayOf(at))) / HOUR_MS
  if (isWorkday(dayOf(at)) && hour >= 8.2 && hour <= 17.3) return at
  let day = dayOf(hour < 8.2 || !isWorkday(dayOf(at)) ? at - DAY_MS : at)
  while (!isWorkday(day)) day = dayOf(startOfDay(day) - DAY_MS)
  return startOfDay(day) + rng.between(14.2, 17.2) * HOUR_MS
}

const BEFORE = [
  ['review', 'approver', 8, 55],
  ['accept', 'clerk', 3, 30],
  ['schedule', 'dispatcher', 4, 30],
  ['assign', 'dispatcher', 2, 15],
  ['confirm', 'driver', 2, 30],
] as const

const stepsBefore = (start: EpochMs, rng: Rng): OrderStep[] => {
  const applied = Math.min(start - 50 * MINUTE_MS, inOffice(start - rng.between(1.5, 20) * HOUR_MS, rng))
  const minutes = BEFORE.map(([step, , low, high]) =>
    step === 'review' && rng.chance(0.03) ? rng.between(140, 300) : rng.between(low, high),
  )
  const sum = minutes.reduce((all, one) => all + one, 0) * MINUTE_MS
  const scale = Math.min(1, (0.9 * (start - applied)) / sum)
  let at = applied
  const steps: OrderStep[] = [{ step: 'apply', at: Math.round(applied), by: 'applicant' }]
  BEFORE.forEach(([step, by], i) => {
    at += minutes[i]! * MINUTE_MS * scale
    steps.push({ step, at: Math.round(at), by })
  })
  return steps
}

const stepsAfter = (errand: Errand, rng: Rng): OrderStep[] => {
  const { start, end } = errand
  const later = (from: EpochMs, minutes: number): EpochMs =>
    afterWorking(from, minutes * MINUTE_MS, OFFICE, isWorkday)
  const depart = start + (rng.chance(0.03) ? rng.between(34, 70) : rng.between(-4, 10)) * MINUTE_MS
  const back =
    Math.max(end, depart + 15 * MINUTE_MS) +
    (faultOf(errand) === 'late-return' ? rng.between(50, 160) : rng.between(0, 8)) * MINUTE_MS
  const report = later(back, rng.chance(0.04) ? rng.between(400, 1400) : rng.between(4, 110))
  const audit = later(report, rng.chance(0.04) ? rng.between(1300, 2600) : rng.between(25, 900))
  const rate = later(audit, rng.chance(0.03) ? rng.between(1900, 3000) : rng.between(20, 1500))
  return (
    [
      ['depart', 'driver', depart],
      ['return', 'driver', back],
      ['report', 'driver', report],
      ['audit', 'auditor', audit],
      ['rate', 'applicant', rate],
    ] as const
  ).map(([step, by, at]) => ({ step, by, at: Math.round(at) }))
}

/** What a trip comes to: there and back, and what else is done in the time. */
const expectedKm = ({ start, end, awayM, toRegion }: Errand): number => {
  const straight = (2 * awayM * ROAD_SHARE) / 1000
  return toRegion === null
    ? Math.max(straight, ((end - start) / HOUR_MS) * TRIP_KM_PER_HOUR)
    : straight * 1.1 + 8
}

/** `cost`: what the records of running cost say was paid on this errand, 元. */
export const lifeOf = (errand: Errand, cost: number, rng: Rng): OrderLife => {
  const { start, vehicle } = errand
  const cancelled = rng.chance(0.02)
  const before = stepsBefore(start, rng)
  const after = stepsAfter(errand, rng)
  const fault = faultOf(errand)
  const kilometres = round(expectedKm(errand) * rng.between(0.9, 1.1), 1)
  const planned = Math.max(
    PLANNED_KM.low,
    kilometres * rng.between(PLANNED_SHARE.low + 0.03, PLANNED_SHARE.high - 0.03),
  )
  const plannedKm = round(
    (errand.toRegion === null ? Math.min(planned, Math.max(PLANNED_KM.high, kilometres)) : planned) *
      (fault === 'detour' ? 0.2 : 1),
    1,
  )
  const missing = fault === 'no-report' ? rng.pick(['kilometres', 'energy', 'cost'] as const) : null
  const report = {
    returnedAt: after.find(({ step }) => step === 'return')!.at,
    kilometres,
    energy: round((kilometres * (vehicle.normPer100Km ?? 9) * rng.between(0.85, 1.1)) / 100, 1),
    cost: round(cost, 2),
  }
  return {
    errand,
    cancelled,
    plannedKm,
    passengers: rng.whole(1, Math.min(4, vehicle.seats - 1)),
    purpose: PURPOSES.find(([pattern]) => pattern.test(errand.reason))?.[1] ?? 'other',
    steps: cancelled ? before.slice(0, 2) : [...before, ...after],
    report: missing === null ? report : { ...report, [missing]: null },
    rating: cancelled ? null : rng.chance(0.93) ? rng.whole(4, 5) : rng.whole(1, 3),
  }
}

/** The same life with its return, and all after it, so much later: the vehicle is still out. */
export const returningLater = (life: OrderLife, by: number): OrderLife => {
  const from = life.steps.findIndex(({ step }) => step === 'return')
  const { returnedAt } = life.report
  return {
    ...life,
    steps: life.steps.map((step, i) => (i < from ? step : { ...step, at: step.at + by })),
    report: { ...life.report, returnedAt: returnedAt === null ? null : returnedAt + by },
  }
}

/**
 * What a driver registers of a trip whose odometer is known: a little above the track, which cuts corners;
 * the faults that are told by it.
 */
export const registered = (
  errand: Pick<Errand, 'id' | 'start' | 'end'>,
  norm: number | null,
  drivenKm: number,
): { readonly kilometres: number; readonly energy: number } => {
  const fault = faultOf(errand)
  const burnt = (drivenKm * (norm ?? 9)) / 100
  return {
    kilometres: round(fault === 'exaggerated' ? drivenKm * 1.6 + 12 : drivenKm * 1.02, 1),
    energy: round(fault === 'fuel' ? burnt * 1.9 + 5 : burnt, 1),
  }
}

const STATUS: readonly (readonly [string, OrderRecord['status']])[] = [
  ['return', 'returned'],
  ['depart', 'underway'],
  ['assign', 'dispatched'],
]

/** An item that was left empty stays empty. */
const withDriven = ({ errand, report }: OrderLife, drivenKm: number): OrderLife['report'] => {
  const known = registered(errand, errand.vehicle.normPer100Km ?? null, drivenKm)
  return {
    ...report,
    kilometres: report.kilometres === null ? null : known.kilometres,
    energy: report.energy === null ? null : known.energy,
  }
}

/**
 * What the platform holds of an order at an instant; null before the application. `drivenKm`: what the
 * odometer says of the trip, where it is known.
 */
export const orderAt = (
  life: OrderLife,
  now: EpochMs,
  drivenKm: number | null = null,
): OrderRecord | null => {
  const steps = life.steps.filter(({ at }) => at <= now)
  if (steps.length === 0) return null
  const { errand } = life
  const did = new Set(steps.map(({ step }) => step))
  const status =
    life.cancelled && did.has('review')
      ? 'cancelled'
      : (STATUS.find(([step]) => did.has(step as 'return'))?.[1] ?? 'approved')
  const known = drivenKm === null ? life.report : withDriven(life, drivenKm)
  return {
    id: errand.id,
    vehicle: errand.vehicle.id,
    unit: errand.vehicle.unit,
    reason: errand.reason,
    from: errand.from,
    to: errand.to,
    destination: { lon: errand.destination[0], lat: errand.destination[1] },
    ...(errand.toRegion === null
      ? {}
      : { toRegion: errand.toRegion, crossRegionApproval: `跨区审批 ${errand.id.slice(1)}` }),
    start: errand.start,
    end: errand.end,
    driver: errand.driver,
    status,
    steps,
    plannedKm: life.plannedKm,
    passengers: life.passengers,
    purpose: life.purpose,
    ...(did.has('report') ? { report: known } : {}),
    ...(did.has('rate') ? { rating: life.rating } : {}),
    updatedAt: steps.at(-1)!.at,
  }
}
