import { vehiclesContracts } from '#shared/vehicles/routes.ts'
import type { VehicleLedgerCards } from './cards.ts'
import type { Compliance } from './findings/compliance.ts'
import type { VehicleLedgerFindings } from './findings/findings.ts'
import type { VehicleLedgerOrders } from './orders/orders.ts'
import type { VehicleLedgerSums } from './sums.ts'
import type { Uncovered } from './orders/uncovered.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export interface VehicleLedgerServices {
  readonly sums: VehicleLedgerSums
  readonly orders: VehicleLedgerOrders
  readonly findings: VehicleLedgerFindings
  readonly compliance: Compliance
  readonly cards: VehicleLedgerCards
  readonly uncovered: Uncovered
}

export const vehicleLedgerRoutes = ({
  sums,
  orders,
  findings,
  compliance,
  cards,
  uncovered,
}: VehicleLedgerServices): RouteDefinition[] => [
  serve(vehiclesContracts.figures, { handle: ({ query }, { viewer }) => sums.figures(viewer, query) }),
  serve(vehiclesContracts.indices, { handle: ({ query }, { viewer }) => sums.indices(viewer, query) }),
  serve(vehiclesContracts.findings, { handle: ({ query }, { viewer }) => findings.list(viewer, query) }),
  serve(vehiclesContracts.compliance, { handle: ({ query }, { viewer }) => compliance.of(viewer, query) }),
  serve(vehiclesContracts.overlaps, { handle: ({ query }, { viewer }) => cards.overlaps(viewer, query) }),
  serve(vehiclesContracts.uncovered, { handle: ({ query }, { viewer }) => uncovered.list(viewer, query) }),
  serve(vehiclesContracts.orders, { handle: ({ query }, { viewer }) => orders.board(viewer, query) }),
  serve(vehiclesContracts.order, {
    handle: ({ params, query }, { viewer }) => orders.card(viewer, params.id, query.at),
  }),
  serve(vehiclesContracts.ledger, { handle: ({ params }, { viewer }) => cards.ledger(viewer, params.id) }),
]
