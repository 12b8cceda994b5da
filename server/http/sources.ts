import { z } from 'zod'
import { sourceStatusSchema, type SourceStatus } from '#shared/protocol/http.ts'
import { route, type RouteDefinition } from './route.ts'

export const sourceRoutes = (statuses: () => SourceStatus[]): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/sources',
    needs: 'session',
    summary: '数据来源状态 / state and age of each source',
    response: z.array(sourceStatusSchema),
    handle: async () => statuses(),
  }),
]
