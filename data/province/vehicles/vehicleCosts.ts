import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { DEFAULT_STEP_LIMITS } from '#shared/vehicles/orders/orders.ts'
import type {
  CostKind,
  OrderStepLimitRecord,
  UnitRecord,
  VehicleCostRecord,
  VehicleQuotaRecord,
  VehicleRecord,
  VehicleRentalRecord,
  VehicleVendorRecord,
} from '#shared/protocol/platform.ts'
import { dayOf, startOfDay, type EpochMs } from '#shared/kernel/units.ts'
import { PROVINCE } from '../../boundaries/cities.ts'
import { VEHICLE_COST, VEHICLE_COST_BEFORE } from '../calibration.ts'
import type { CountyContext } from '../housing/context.ts'
import { round } from '../ground/geo.ts'
import { ERRAND_REASONS } from '../made/names.ts'
import type { Errand } from './orderLife.ts'
import { daysIn, errandsOf, monthsBefore, type OrderGround } from './orders.ts'
import type { Rng } from '../made/rng.ts'
import { daysAgo } from '../made/stamp.ts'
import type { Stop } from './stops.ts'
import { ENERGY_PRICE, monthPlans, type MonthPlan } from './vehicleMonths.ts'

/** 定点单位: a filling station at every errand place of the county, two workshops, one insurer. */
export const makeVendors = (context: CountyContext, stops: readonly Stop[]): VehicleVendorRecord[] => {
  const rng = context.stream('vendors')
  const { code, name } = context.county
  const from = daysAgo(context, 900)
  const vendor = (
    kinds: VehicleVendorRecord['kinds'],
    title: string,
    stop: Stop,
    i: number,
  ): VehicleVendorRecord => ({
    id: `VD${code}${String(i).padStart(3, '0')}`,
    region: code,
    name: title,
    kinds,
    lon: stop.lonLat[0],
    lat: stop.lonLat[1],
    from,
    until: null,
    updatedAt: context.now - 200 * DAY_MS,
  })
  const errands = stops.filter((stop) => stop.name.startsWith(name))
  if (errands.length === 0) return []
  const stations = errands.map((stop, i) => vendor(['fuel', 'charge'], `${stop.name}加油站`, stop, i + 1))
  const others = ['汽车维修厂', '公务车维修中心'].map((title, i) =>
    vendor(['maintenance'], `${name}${title}`, rng.pick(errands), stations.length + i + 1),
  )
  return [
    ...stations,
    ...others,
    vendor(['insurance'], `${name}定点保险公司`, rng.pick(errands), stations.length + others.length + 1),
  ]
}

interface Making {
  readonly rng: Rng
  readonly vendors: readonly VehicleVendorRecord[]
  /** The month's errands of each vehicle. */
  readonly errands: ReadonlyMap<string, readonly Errand[]>
  readonly out: VehicleCostRecord[]
}

/** Of the fuel bought on a trip: at a station that the trip does not pass. */
const ELSEWHERE = 0.01
const LISTED: Partial<Record<CostKind, 'fuel' | 'maintenance' | 'insurance'>> = {
  fuel: 'fuel',
  charge: 'fuel',
  maintenance: 'maintenance',
  insurance: 'insurance',
}

/** One record; on an errand where there is one, a small tail without it, another at a vendor off the list. */
const addCost = (
  { rng, vendors, errands, out }: Making,
  plan: MonthPlan,
  kind: CostKind,
  amount: number,
  quantity: number | null,
): void => {
  if (amount <= 0) return
  const mine = errands.get(plan.vehicle.id) ?? []
  const onTrip = kind === 'fuel' || kind === 'charge' || kind === 'toll' || kind === 'parking'
  const wanted = LISTED[kind]
  const fits = wanted === undefined ? [] : vendors.filter(({ kinds }) => kinds.includes(wanted))
  const stationAt = (errand: Errand): VehicleVendorRecord | undefined =>
    fits.find(({ name }) => name === `${errand.to}加油站`)
  const past = onTrip && wanted !== undefined ? mine.filter((errand) => stationAt(errand)) : mine
  const errand = onTrip && mine.length > 0 ? rng.pick(past.length > 0 ? past : mine) : null
  const at = errand
    ? errand.start + rng.between(12, 30) * MINUTE_MS
    : startOfDay(rng.pick(daysIn(plan.month))) + rng.between(9, 17) * HOUR_MS
  const off = wanted === undefined || fits.length === 0 || rng.chance(0.008)
  const elsewhere = rng.chance(ELSEWHERE)
  const vendor = off ? null : ((errand && !elsewhere ? stationAt(errand) : undefined) ?? rng.pick(fits))
  out.push({
    id: `C${plan.vehicle.id.slice(1)}${plan.month.slice(2).replace('-', '')}${String(out.length % 1_000_000).padStart(5, '0')}`,
    vehicle: plan.vehicle.id,
    kind,
    at: Math.round(at),
    amount: round(amount, 2),
    order: rng.chance(0.008) ? null : (errand?.id ?? null),
    vendor: vendor?.id ?? null,
    vendorName: vendor?.name ?? (wanted === undefined ? '—' : '非定点单位'),
    quantity,
    odometerKm: kind === 'fuel' ? Math.round(12_000 + rng.next() * 90_000) : null,
    updatedAt: Math.round(at + 2 * MINUTE_MS),
  })
}

/** The fuel of a month in visits that fit the tank; a very small tail does not. */
const addFuel = (making: Making, plan: MonthPlan): void => {
  const { vehicle, energy } = plan
  if (energy <= 0) return
  const price = ENERGY_PRICE[vehicle.energy]
  const kind = vehicle.energy === 'bev' ? 'charge' : 'fuel'
  const visits =
    kind === 'fuel'
      ? Math.max(1, Math.ceil(energy / ((vehicle.tankLitres ?? 55) * (making.rng.chance(0.004) ? 1.4 : 0.8))))
      : Math.min(6, Math.max(1, Math.ceil(energy / 40)))
  for (let i = 0; i < visits; i++)
    addCost(making, plan, kind, (energy / visits) * price, round(energy / visits, 1))
}

const monthCosts = (
  ground: OrderGround,
  vendors: readonly VehicleVendorRecord[],
  month: string,
): VehicleCostRecord[] => {
  const { context, vehicles } = ground
  const rng = context.stream(`vehicle-costs/${month}`)
  const errands = Map.groupBy(
    daysIn(month).flatMap((day) => errandsOf(ground, day)),
    (errand) => errand.vehicle.id,
  )
  const making: Making = { rng, vendors, errands, out: [] }
  for (const plan of monthPlans(context, vehicles, month)) {
    addFuel(making, plan)
    const { maintenance, insurance, toll, parking, other } = plan.costs
    addCost(making, plan, 'maintenance', maintenance, null)
    addCost(making, plan, 'insurance', insurance, null)
    addCost(making, plan, 'toll', toll, null)
    addCost(making, plan, 'parking', parking, null)
    addCost(making, plan, 'inspection', plan.inspected, null)
    addCost(making, plan, 'wash', other - plan.inspected, null)
  }
  return making.out
}

/**
 * Records of the last whole month and of this one, those still to come among them: their sums by class and
 * month are those of `vehicle-months`.
 */
export const planCosts = (
  ground: OrderGround,
  vendors: readonly VehicleVendorRecord[],
): VehicleCostRecord[] =>
  [...monthsBefore(ground.context.now, 1), dayOf(ground.context.now).slice(0, 7)].flatMap((month) =>
    monthCosts(ground, vendors, month),
  )

/** 社会化租赁 of the units over thirteen months and this one. */
export const makeRentals = (
  context: CountyContext,
  units: readonly UnitRecord[],
  places: readonly string[],
): VehicleRentalRecord[] =>
  [...monthsBefore(context.now, 13), dayOf(context.now).slice(0, 7)].flatMap((month) => {
    const rng = context.stream(`vehicle-rentals/${month}`)
    const made = units.flatMap((unit): VehicleRentalRecord[] => {
      if (!rng.chance(unit.nature === 'institution' ? 0.04 : 0.1)) return []
      const start = startOfDay(rng.pick(daysIn(month))) + rng.between(8, 15) * HOUR_MS
      const hours = rng.between(2, 9)
      const kilometres = round(hours * rng.between(18, 45), 1)
      return [
        {
          id: `R${unit.id.slice(1)}${month.slice(2).replace('-', '')}`,
          unit: unit.id,
          start: Math.round(start),
          end: Math.round(start + hours * HOUR_MS),
          vendorName: rng.pick(['定点租赁公司甲', '定点租赁公司乙', '网约车平台']),
          plate: rng.chance(0.03)
            ? null
            : `${context.city.plate}T${String(rng.int(10_000)).padStart(4, '0')}`,
          reason: rng.pick(ERRAND_REASONS),
          from: context.county.name,
          to: rng.pick(places),
          kilometres: rng.chance(0.03) ? null : kilometres,
          amount: round(160 + kilometres * 2.2, 2),
          updatedAt: Math.round(start + (hours + 1) * HOUR_MS),
        },
      ]
    })
    return made.filter((rental) => rental.end <= context.now)
  })

/** 编制 of each unit (a few hold more than it), its year's budget, and what a vehicle cost before the reform. */
export const makeQuotas = (
  context: CountyContext,
  vehicles: readonly VehicleRecord[],
): VehicleQuotaRecord[] => {
  const rng = context.stream('vehicle-quotas')
  const year = Number(dayOf(context.now).slice(0, 4))
  return [...Map.groupBy(vehicles, (vehicle) => vehicle.unit)].map(([unit, own]): VehicleQuotaRecord => ({
    unit,
    year,
    vehicles: Math.max(1, own.length - (rng.chance(0.01) ? 1 : 0) + (rng.chance(0.15) ? 1 : 0)),
    budget: Math.round(own.length * VEHICLE_COST.aim * rng.between(1.02, 1.34)),
    baseYear: 2014,
    basePerVehicle: Math.round(VEHICLE_COST_BEFORE.aim * rng.between(0.87, 1.13)),
    updatedAt: context.now - 120 * DAY_MS,
  }))
}

/** The province's table of steps: it comes with the county of the province's seat. */
export const makeStepLimits = (context: CountyContext): OrderStepLimitRecord[] =>
  context.county.code === PROVINCE.seat
    ? DEFAULT_STEP_LIMITS.map((limit): OrderStepLimitRecord => ({
        ...limit,
        region: PROVINCE.code,
        updatedAt: context.now - 300 * DAY_MS,
      }))
    : []

/** Which have been paid by an instant. */
export const paidBy = (costs: readonly VehicleCostRecord[], now: EpochMs): VehicleCostRecord[] =>
  costs.filter(({ updatedAt }) => updatedAt <= now)
