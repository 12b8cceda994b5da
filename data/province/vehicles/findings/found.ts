import { DAY_MS } from '#shared/kernel/time/time.ts'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'
import type { VehicleRecord } from '#shared/protocol/platform.ts'
import { consumption, costFindings, normFinding } from '#shared/vehicles/ledger/costs.ts'
import { registerFindings } from '#shared/vehicles/ledger/register.ts'
import { tripFindings } from '#shared/vehicles/ledger/trips.ts'
import type { CountyCore } from '../../Province.ts'
import { monthsBefore } from '../orders.ts'

/** Costs and trips of so long are judged. */
const WINDOW_DAYS = 45

interface Ledger extends Pick<CountyCore, 'vehicles' | 'vehicleCosts' | 'vehicleVendors' | 'orders'> {
  /** At least those of the last whole month. */
  readonly vehicleMonths: readonly {
    readonly vehicle: string
    readonly month: string
    readonly kilometres: number
  }[]
}

/** Who burnt over the norm in the last whole month, by what was bought and driven in it. */
const overNorm = ({ vehicles, vehicleCosts, vehicleMonths }: Ledger, now: EpochMs): string[] => {
  const [month] = monthsBefore(now, 1) as [string]
  const bought = new Map<string, number>()
  for (const { vehicle, kind, at, quantity } of vehicleCosts)
    if ((kind === 'fuel' || kind === 'charge') && dayOf(at).startsWith(month))
      bought.set(vehicle, (bought.get(vehicle) ?? 0) + (quantity ?? 0))
  const norms = new Map(vehicles.map(({ id, normPer100Km }) => [id, normPer100Km ?? null]))
  return vehicleMonths
    .filter((one) => one.month === month)
    .flatMap(({ vehicle, kilometres }) => {
      const burnt = consumption(bought.get(vehicle) ?? 0, kilometres)
      return normFinding(burnt, norms.get(vehicle) ?? null, month).map(() => vehicle)
    })
}

const paidAmiss = ({ vehicles, vehicleCosts, vehicleVendors }: Ledger, since: EpochMs): string[] => {
  const tanks = new Map(vehicles.map(({ id, tankLitres }) => [id, tankLitres]))
  const vendors = new Map(vehicleVendors.map((one) => [one.id, one]))
  return vehicleCosts
    .filter(({ at }) => at >= since)
    .flatMap((cost) => {
      const [vendor, day] = [vendors.get(cost.vendor ?? ''), dayOf(cost.at)]
      const inForce = vendor && vendor.from <= day && (vendor.until === null || vendor.until >= day)
      const tankLitres = tanks.get(cost.vehicle) ?? null
      const vendorKinds = inForce ? vendor.kinds : null
      return costFindings({ ...cost, day, tankLitres, vendorKinds }).map(() => cost.vehicle)
    })
}

const reportedAmiss = ({ orders }: Ledger, since: EpochMs): string[] =>
  orders
    .filter(({ end }) => end >= since)
    .flatMap((order) =>
      order.report ? tripFindings({ ...order, report: order.report }).map(() => order.vehicle) : [],
    )

const isAmiss = (vehicle: VehicleRecord): boolean =>
  registerFindings({
    ...vehicle,
    sticker: vehicle.sticker ?? null,
    displacementL: vehicle.displacementL ?? null,
    price: vehicle.price ?? null,
    exceptionGround: vehicle.exceptionGround ?? null,
    registeredTo: vehicle.registeredTo ?? null,
    origin: vehicle.origin ?? null,
  }).length > 0

/** The vehicles of which register, costs, trips or consumption have something that is found at an instant, as the house finds it. */
export const foundOf = (ledger: Ledger, now: EpochMs): ReadonlySet<string> => {
  const since = now - WINDOW_DAYS * DAY_MS
  return new Set([
    ...ledger.vehicles.filter(isAmiss).map(({ id }) => id),
    ...overNorm(ledger, now),
    ...paidAmiss(ledger, since),
    ...reportedAmiss(ledger, since),
  ])
}
