import { housingContracts } from '#shared/housing/routes.ts'
import type { WatchedSearch } from './watch.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export const searchRoutes = (search: WatchedSearch): RouteDefinition[] => [
  serve(housingContracts.search, { handle: ({ query }, from) => search(from, query.q, query.limit) }),
]
