import { z } from 'zod'
import { compoundRowSchema, regionsSchema } from '#shared/protocol/http.ts'
import type { RegionsService } from '../services/regions.ts'
import { route, type RouteDefinition } from './route.ts'

export const regionRoutes = (regions: RegionsService): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/regions',
    needs: 'view.places',
    summary: 'Every region in scope with geometry and measures',
    response: regionsSchema,
    handle: (_, { viewer }) => regions.list(viewer),
  }),
  route({
    method: 'GET',
    url: '/api/compounds',
    needs: 'view.places',
    summary: 'All compounds below a region',
    query: z.object({ region: z.string().min(1).max(12) }),
    response: z.array(compoundRowSchema),
    handle: ({ query }, { viewer }) => regions.compounds(viewer, query.region),
  }),
]
