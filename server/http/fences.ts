import { z } from 'zod'
import { fencesSchema } from '#shared/protocol/http.ts'
import type { Fences } from '../services/fences.ts'
import { route, type RouteDefinition } from './route.ts'

export const fenceRoutes = (fences: Fences): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/fences',
    needs: 'view.live',
    summary: '电子围栏 / fences below a region, parking fences among them',
    query: z.object({ region: z.string().min(1).max(12) }),
    response: fencesSchema,
    handle: async ({ query }, { viewer }) => ({ fences: await fences.list(viewer, query.region) }),
  }),
]
