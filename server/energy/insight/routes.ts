import { z } from 'zod'
import {
  energyAnomaliesSchema,
  energyForecastSchema,
  energySummarySchema,
  energyToldSchema,
  energyVacancySchema,
} from '#shared/protocol/http.ts'
import type { EnergyInsightQueries } from './queries.ts'
import { route, type RouteDefinition } from '../../http/route.ts'

const region = z.object({ region: z.string().max(12).optional() })
const limit = z.coerce.number().int().min(1).max(500).default(100)

export const energyInsightRoutes = (told: EnergyInsightQueries): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/energy/summary',
    needs: 'view.live',
    summary: '区域用能概况 / today, month and year of a region against its quota, verdicts, key places',
    query: region,
    response: energySummarySchema,
    handle: async ({ query }, { viewer }) => told.summary(viewer, query.region),
  }),
  route({
    method: 'GET',
    url: '/api/energy/forecast',
    needs: 'view.live',
    summary: '负荷预测 / load of today and two days ahead, with its error on held-out days',
    query: region,
    response: energyForecastSchema,
    handle: async ({ query }, { viewer }) => told.forecast(viewer, query.region),
  }),
  route({
    method: 'GET',
    url: '/api/energy/anomalies',
    needs: 'view.live',
    summary: '用能异常及原因 / anomalies of yesterday with their facts, red first',
    query: region.extend({ limit }),
    response: energyAnomaliesSchema,
    handle: async ({ query }, { viewer }) => told.anomalies(viewer, query.region, query.limit),
  }),
  route({
    method: 'GET',
    url: '/api/energy/vacancy',
    needs: 'view.live',
    summary: '空置房间用能 / the electricity of empty rooms by region, building or unit, largest first',
    query: region.extend({ by: z.enum(['region', 'building', 'unit']).default('region'), limit }),
    response: energyVacancySchema,
    handle: ({ query }, { viewer }) => told.vacancy(viewer, query.region, query.by, query.limit),
  }),
  route({
    method: 'GET',
    url: '/api/energy/buildings/:id/told',
    needs: 'view.live',
    summary:
      "办公楼用能分析 / a building's burn-down, verdict, night, anomalies, key places, empty rooms, forecast",
    params: z.object({ id: z.string().min(1).max(64) }),
    response: energyToldSchema,
    handle: ({ params }, { viewer }) => told.building(viewer, params.id),
  }),
]
