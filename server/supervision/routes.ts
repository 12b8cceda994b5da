import { z } from 'zod'
import { alertDetailSchema, alertsSchema, housingLevelsSchema } from '#shared/protocol/http.ts'
import type { AlertQueries } from './queries.ts'
import type { ListHousingLevels } from '../housing/places/levels.ts'
import { instant, route, type RouteDefinition } from '../http/route.ts'

export const alertRoutes = (alerts: AlertQueries, levels: ListHousingLevels): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/alerts',
    needs: 'view.alerts',
    summary: '未结预警,红色在前;at 为过去时刻 / open alerts of a region, red first, now or at an instant',
    query: z.object({
      region: z.string().max(12).optional(),
      limit: z.coerce.number().int().min(1).max(2000).default(200),
      at: instant,
    }),
    response: alertsSchema,
    handle: ({ query }, { viewer }) => alerts.list(viewer, query.region, query.limit, query.at),
  }),
  route({
    method: 'GET',
    url: '/api/alerts/:id',
    needs: 'view.alerts',
    summary:
      '预警的依据、事实与车辆;含准确位置时留痕 / why an alert stands, and the vehicles behind it; logged where exact places are shown',
    params: z.object({ id: z.string().min(1).max(160) }),
    query: z.object({ limit: z.coerce.number().int().min(1).max(2000).default(200), at: instant }),
    response: alertDetailSchema,
    perMinute: 120,
    handle: ({ params, query }, { viewer, address }) =>
      alerts.detail(viewer, address, params.id, query.limit, query.at),
  }),
  route({
    method: 'GET',
    url: '/api/housing/people',
    needs: 'view.alerts',
    summary:
      '调离退休未腾退、一人多处办公用房,按管理层级 / people who left and people with several offices, by the level that manages them',
    query: z.object({ region: z.string().max(12).optional() }),
    response: housingLevelsSchema,
    perMinute: 60,
    handle: ({ query }, { viewer }) => levels(viewer, query.region),
  }),
]
