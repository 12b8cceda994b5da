import { DAY_MS } from '#shared/kernel/time/time.ts'
import { maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { OverlapList, VehicleLedger } from '#shared/protocol/http.ts'
import { dayOf, type DurationMs } from '#shared/kernel/units.ts'
import { consumption } from '#shared/vehicles/ledger/costs.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { VehicleFindings } from './findings/findingRows.ts'
import type { VehicleMonths } from './monthRows.ts'
import type { FullOrder, KeptVerdict, OrderCost, VehicleOrders } from './orders/orderRows.ts'
import type { VehicleOverlaps } from './findings/overlapRows.ts'
import type { VehicleVerdicts } from './orders/verdictRows.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import { toFinding } from './findings/findings.ts'
import { costRow } from './orders/orderCard.ts'

export interface VehicleLedgerCardsDeps {
  readonly months: VehicleMonths
  readonly orders: VehicleOrders
  readonly verdicts: VehicleVerdicts
  readonly overlaps: VehicleOverlaps
  readonly findings: VehicleFindings
  readonly scope: LiveScope
  readonly clock: Clock
}
export interface VehicleLedgerCards {
  /** 单车核算: months, costs, orders with their verdicts, findings of one vehicle. */
  ledger(viewer: Viewer, vehicle: string): Promise<VehicleLedger>
  overlaps(
    viewer: Viewer,
    query: {
      region?: string | undefined
      unit?: string | undefined
      day?: string | undefined
      limit: number
    },
  ): Promise<OverlapList>
}

const COSTS_MS: DurationMs = 62 * DAY_MS
const MOST = 50
const MOST_DAYS = 62

const monthRow = (
  row: Awaited<ReturnType<VehicleMonths['months']>>[number],
  bought: number,
): VehicleLedger['months'][number] => ({
  ...row,
  per100Km: consumption(bought, row.kilometres),
  costPer100Km: row.kilometres > 0 ? (row.cost / row.kilometres) * 100 : null,
})

const byKind = (costs: readonly OrderCost[]): VehicleLedger['byKind'] =>
  [...Map.groupBy(costs, (cost) => cost.kind)]
    .map(([kind, all]) => ({
      kind,
      amount: all.reduce((sum, cost) => sum + cost.amount, 0),
      count: all.length,
    }))
    .toSorted((a, b) => b.amount - a.amount)

const orderRow = (order: FullOrder, judged: KeptVerdict | undefined): VehicleLedger['orders'][number] => ({
  id: order.id,
  start: order.start,
  end: order.end,
  reason: order.reason,
  to: order.to,
  status: order.status,
  km: judged?.track?.km ?? order.report?.kilometres ?? null,
  verdict: judged?.verdict ?? null,
})

const ledger = async (
  { months, orders, findings, scope, clock }: VehicleLedgerCardsDeps,
  viewer: Viewer,
  id: string,
): Promise<VehicleLedger> => {
  const vehicle = await months.vehicle(id)
  if (!vehicle) throw new AppError('not-found', `vehicle ${id} does not exist or lies outside your scope`)
  scope.require(viewer, `vehicle ${id}`, { region: vehicle.region, units: (unit) => unit === vehicle.unit })
  const now = clock()
  const [rows, bought, costs, own, found] = await Promise.all([
    months.months(vehicle.id),
    months.bought(vehicle.id),
    orders.costsOfVehicle(vehicle.id, now - COSTS_MS),
    orders.ofVehicle(vehicle.id, 12),
    findings.list({ regions: [vehicle.region], unit: null, vehicle: vehicle.id, limit: MOST }),
  ])
  const judged = await orders.verdicts(own.map((order) => order.id))
  return {
    id: vehicle.id,
    norm: vehicle.norm,
    months: rows.map((row) => monthRow(row, bought.get(row.month) ?? 0)),
    byKind: byKind(costs),
    costs: costs.slice(0, MOST).map(costRow),
    costsTotal: costs.length,
    orders: own.map((order) => orderRow(order, judged.get(order.id))),
    findings: found.rows.map((row) => toFinding(row, masksByDefault(viewer.role))),
    asOf: now,
  }
}

const pairedOrder = (order: FullOrder, masked: boolean): OverlapList['pairs'][number]['orders'][number] => ({
  id: order.id,
  vehicle: order.vehicle,
  plate: masked ? maskPlate(order.plate) : order.plate,
  unit: order.unit,
  unitName: order.unitName ?? order.unit,
  to: order.to,
  reason: order.reason,
  start: order.start,
  end: order.end,
})

const overlapList = async (
  { orders, verdicts, overlaps, scope, clock }: VehicleLedgerCardsDeps,
  viewer: Viewer,
  { region: asked, unit, day, limit }: Parameters<VehicleLedgerCards['overlaps']>[1],
): Promise<OverlapList> => {
  const region = unit === undefined ? scope.region(viewer, asked) : ((await overlaps.homes(unit))[0] ?? '')
  scope.require(viewer, `${unit ?? region}`, { region, units: () => false })
  const days = await overlaps.days(region, MOST_DAYS)
  const wanted = day ?? days[0]?.day ?? dayOf(clock())
  const kept = await verdicts.overlaps(region, wanted)
  const ids = new Set((kept?.pairs ?? []).flatMap(({ shorter, longer }) => [shorter, longer]))
  const found = new Map((await orders.byId([...ids])).map((order) => [order.id, order]))
  const isOf = (id: string): boolean => found.get(id)?.unit === unit
  const pairs = (kept?.pairs ?? []).filter(
    ({ shorter, longer }) => unit === undefined || isOf(shorter) || isOf(longer),
  )
  const masked = masksByDefault(viewer.role)
  const shown = (id: string) => {
    const order = found.get(id)
    return order ? [pairedOrder(order, masked)] : []
  }
  return {
    region,
    day: wanted,
    trips: kept?.trips ?? 0,
    overlapping: kept?.overlapping ?? 0,
    savedKm: kept?.savedKm ?? 0,
    days,
    pairs: pairs
      .slice(0, limit)
      .map((pair) => ({ ...pair, orders: [...shown(pair.shorter), ...shown(pair.longer)] })),
    total: pairs.length,
    madeAt: kept?.madeAt ?? null,
  }
}

export const makeVehicleLedgerCards = (deps: VehicleLedgerCardsDeps): VehicleLedgerCards => ({
  ledger: (viewer, vehicle) => ledger(deps, viewer, vehicle),
  overlaps: (viewer, query) => overlapList(deps, viewer, query),
})
