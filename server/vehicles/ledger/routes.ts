import { z } from 'zod'
import { civilDay } from '#shared/protocol/http/common.ts'
import {
  orderBoardSchema,
  orderCardSchema,
  overlapListSchema,
  uncoveredListSchema,
  vehicleFiguresSchema,
  vehicleFindingsSchema,
  vehicleIndicesSchema,
  vehicleLedgerSchema,
} from '#shared/protocol/http.ts'
import { orderStepNameSchema } from '#shared/protocol/platform.ts'
import type { VehicleLedgerCards } from './cards.ts'
import type { VehicleLedgerFindings } from './findings/findings.ts'
import type { VehicleLedgerOrders } from './orders/orders.ts'
import type { VehicleLedgerSums } from './sums.ts'
import type { Uncovered } from './orders/uncovered.ts'
import { instant, route, type RouteDefinition } from '../../http/route.ts'

const region = z.string().min(1).max(12)
/** `YYYY` or `YYYY-MM`. */
const period = z.string().regex(/^(19|20|21)\d\d(-(0[1-9]|1[0-2]))?$/)
const id = z.string().min(1).max(64)
const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual)

export interface VehicleLedgerServices {
  readonly sums: VehicleLedgerSums
  readonly orders: VehicleLedgerOrders
  readonly findings: VehicleLedgerFindings
  readonly cards: VehicleLedgerCards
  readonly uncovered: Uncovered
}

export const vehicleLedgerRoutes = ({
  sums,
  orders,
  findings,
  cards,
  uncovered,
}: VehicleLedgerServices): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/vehicles/figures',
    needs: 'view.places',
    summary:
      '双费双率 / running and rental cost, use and overlap of a region or unit, with its parts and thirteen months',
    query: z.object({
      region: region.optional(),
      unit: id.optional(),
      period: period.optional(),
      limit: limit(2000, 500),
    }),
    response: vehicleFiguresSchema,
    handle: ({ query }, { viewer }) => sums.figures(viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/vehicles/indices',
    needs: 'view.places',
    summary: "车辆五项指数 / the five vehicle indices of a region's parts, ranked among all of their level",
    query: z.object({
      region: region.optional(),
      of: z.enum(['children', 'counties', 'units']).default('children'),
      limit: limit(2000, 500),
    }),
    response: vehicleIndicesSchema,
    handle: ({ query }, { viewer }) => sums.indices(viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/vehicles/findings',
    needs: 'view.alerts',
    summary: "车辆台账问题 / findings of the ledger's rules",
    query: z.object({
      region: region.optional(),
      rule: z.string().max(8).optional(),
      limit: limit(1000, 200),
    }),
    response: vehicleFindingsSchema,
    handle: ({ query }, { viewer }) => findings.list(viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/vehicles/overlaps',
    needs: 'view.places',
    summary: '可拼车清单 / pairs of trips of a county and day that could be one',
    query: z.object({
      region: region.optional(),
      unit: id.optional(),
      day: civilDay.optional(),
      limit: limit(1000, 200),
    }),
    response: overlapListSchema,
    handle: ({ query }, { viewer }) => cards.overlaps(viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/vehicles/uncovered',
    needs: 'view.live',
    summary: '有轨迹无单 / drives of finished days that no order covers',
    query: z.object({ region: region.optional(), day: civilDay.optional(), limit: limit(2000, 500) }),
    response: uncoveredListSchema,
    handle: ({ query }, { viewer }) => uncovered.list(viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/vehicles/orders',
    needs: 'view.live',
    summary: '派车单十一环节 / open orders by the eleven steps, time-outs first',
    query: z.object({
      region: region.optional(),
      step: orderStepNameSchema.optional(),
      late: z.stringbool().optional(),
      limit: limit(1000, 200),
      at: instant,
    }),
    response: orderBoardSchema,
    handle: ({ query }, { viewer }) => orders.board(viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/vehicles/orders/:id',
    needs: 'view.live',
    summary: '派车单卡片 / one order: its steps, costs and the verdict of order, track and cost',
    params: z.object({ id }),
    query: z.object({ at: instant }),
    response: orderCardSchema,
    handle: ({ params, query }, { viewer }) => orders.card(viewer, params.id, query.at),
  }),
  route({
    method: 'GET',
    url: '/api/vehicles/:id/ledger',
    needs: 'view.live',
    summary: '单车核算 / months, costs, orders and findings of one vehicle',
    params: z.object({ id }),
    response: vehicleLedgerSchema,
    handle: ({ params }, { viewer }) => cards.ledger(viewer, params.id),
  }),
]
