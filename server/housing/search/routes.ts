import { z } from 'zod'
import { searchSchema } from '#shared/protocol/http.ts'
import type { WatchedSearch } from './watch.ts'
import { route, type RouteDefinition } from '../../http/route.ts'

export const searchRoutes = (search: WatchedSearch): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/search',
    needs: 'view.people',
    summary: 'Regions, units, places, rooms, people and plates by name, spelling, initials or number',
    query: z.object({
      q: z.string().min(1).max(64),
      limit: z.coerce.number().int().min(1).max(50).default(20),
    }),
    response: searchSchema,
    handle: ({ query }, from) => search(from, query.q, query.limit),
  }),
]
