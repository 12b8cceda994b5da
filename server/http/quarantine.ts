import { z } from 'zod'
import { quarantineSchema, type QuarantineList } from '#shared/protocol/http.ts'
import { route, type RouteDefinition } from './route.ts'

export const quarantineRoutes = (list: (limit: number) => Promise<QuarantineList>): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/quarantine',
    needs: 'ops.read',
    summary: '未过校验的记录及原因 / records that failed at the door, with their reasons',
    query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
    response: quarantineSchema,
    handle: ({ query }) => list(query.limit),
  }),
]
