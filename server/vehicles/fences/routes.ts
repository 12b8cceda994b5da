import { vehiclesContracts } from '#shared/vehicles/routes.ts'
import type { FenceCards } from './cards.ts'
import type { Fences } from './fences.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export const fenceRoutes = (fences: Fences, cards: FenceCards): RouteDefinition[] => [
  serve(vehiclesContracts.fences, {
    handle: async ({ query }, { viewer }) => ({ fences: await fences.list(viewer, query.region) }),
  }),
  serve(vehiclesContracts.fence, {
    perMinute: 120,
    handle: ({ params }, { viewer, address }) => cards.card(viewer, address, params.id),
  }),
]
