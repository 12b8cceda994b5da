import { z } from 'zod'
import {
  trackSchema,
  vehicleCardSchema,
  vehicleDriverListSchema,
  vehicleSummarySchema,
} from '#shared/protocol/http.ts'
import type { VehicleQueries } from './queries.ts'
import { instant, route, type RouteDefinition } from '../../http/route.ts'

const id = z.object({ id: z.string().min(1).max(64) })

export const vehicleRoutes = (vehicles: VehicleQueries): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/vehicles/summary',
    needs: 'view.live',
    summary: '车辆状态汇总 / vehicles by state and category',
    query: z.object({ region: z.string().max(12).optional(), unit: z.string().max(64).optional() }),
    response: vehicleSummarySchema,
    handle: async ({ query }, { viewer }) => vehicles.summary(viewer, query.region, query.unit),
  }),
  route({
    method: 'GET',
    url: '/api/vehicles/:id',
    needs: 'view.live',
    summary: '车辆卡片 / one vehicle, by its id or ordinal',
    params: id,
    query: z.object({ at: instant }),
    response: vehicleCardSchema,
    handle: ({ params, query }, { viewer, address }) => vehicles.card(viewer, address, params.id, query.at),
  }),
  route({
    method: 'GET',
    url: '/api/vehicles/:id/drivers',
    needs: 'view.tracks',
    summary:
      '驾驶员记录,每次查询留痕 / who drove a vehicle when, the last 7 days by default; every query is logged',
    params: id,
    query: z.object({ from: instant, to: instant }),
    response: vehicleDriverListSchema,
    perMinute: 120,
    handle: ({ params, query }, { viewer, address }) =>
      vehicles.driverList(viewer, address, params.id, query.from, query.to),
  }),
  route({
    method: 'GET',
    url: '/api/vehicles/:id/track',
    needs: 'view.tracks',
    summary: '行驶轨迹,每次查询留痕 / track of a vehicle, the last hour by default; every query is logged',
    params: id,
    query: z.object({ from: instant, to: instant }),
    response: trackSchema,
    perMinute: 120,
    handle: ({ params, query }, { viewer, address }) =>
      vehicles.track(viewer, address, params.id, query.from, query.to),
  }),
]
