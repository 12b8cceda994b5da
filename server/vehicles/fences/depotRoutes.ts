import { z } from 'zod'
import { depotsSchema } from '#shared/protocol/http.ts'
import type { ListDepots } from './depots.ts'
import { route, type RouteDefinition } from '../../http/route.ts'

export const depotRoutes = (list: ListDepots): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/depots',
    needs: 'view.live',
    summary: 'Where vehicles are kept below a region',
    query: z.object({ region: z.string().min(1).max(12) }),
    response: depotsSchema,
    handle: async ({ query }, { viewer }) => ({ depots: await list(viewer, query.region) }),
  }),
]
