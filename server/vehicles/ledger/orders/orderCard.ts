import { maskName, maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, may, type Role } from '#shared/kernel/roles.ts'
import type { OrderCard } from '#shared/protocol/http.ts'
import type { OrderStepName } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { OrderState } from '#shared/vehicles/orders/orders.ts'
import type { KeptVerdict, FullOrder, OrderCost } from './orderRows.ts'

export const costRow = ({ id, kind, at, amount, quantity, vendorName, order }: OrderCost) => ({
  id,
  kind,
  at,
  amount,
  quantity,
  vendor: vendorName,
  order,
})

interface OrderCardParts {
  /** The order as it stood at the moment asked for. */
  readonly row: FullOrder
  /** As it stands now. */
  readonly found: FullOrder
  /** The moment of a replay; left out for now. */
  readonly at: EpochMs | undefined
  readonly now: EpochMs
  readonly state: OrderState
  readonly costs: readonly OrderCost[]
  readonly verdict: KeptVerdict | undefined
  readonly role: Role
}

/** What one may see of an order, with nothing that came after the moment. */
export const orderCard = ({
  row,
  found,
  at,
  now,
  state,
  costs,
  verdict: judged,
  role,
}: OrderCardParts): OrderCard => {
  const isDone = (step: OrderStepName): boolean =>
    at === undefined ||
    row.updatedAt === found.updatedAt ||
    (row.steps?.some((one) => one.step === step) ?? false)
  const masked = masksByDefault(role)
  const verdict = judged && judged.judgedAt <= now ? judged : undefined
  return {
    id: row.id,
    vehicle: row.vehicle,
    masked,
    plate: masked ? maskPlate(row.plate) : row.plate,
    unit: { id: row.unit, name: row.unitName ?? row.unit },
    reason: row.reason,
    purpose: row.purpose,
    from: row.from,
    to: row.to,
    toRegion: row.toRegion,
    crossRegionApproval: row.crossRegionApproval,
    passengers: row.passengers,
    start: row.start,
    end: row.end,
    status: row.status,
    driver: may(role, 'view.people') ? (masked ? maskName(row.driver) : row.driver) : null,
    plannedKm: row.plannedKm,
    report: isDone('report') ? (row.report ?? null) : null,
    rating: isDone('rate') ? row.rating : null,
    steps: [...state.steps],
    overdue: state.overdue,
    costs: costs.filter((cost) => cost.at <= now).map(costRow),
    threeWay: verdict
      ? {
          verdict: verdict.verdict,
          reasons: [...verdict.reasons],
          track: verdict.track,
          judgedAt: verdict.judgedAt,
        }
      : null,
    provenance: {
      source: row.source,
      sourceId: row.sourceId,
      updatedAt: row.updatedAt,
      receivedAt: row.receivedAt,
    },
    asOf: now,
  }
}
