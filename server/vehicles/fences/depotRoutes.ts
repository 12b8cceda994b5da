import { vehiclesContracts } from '#shared/vehicles/routes.ts'
import type { ListDepots } from './depots.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export const depotRoutes = (list: ListDepots): RouteDefinition[] => [
  serve(vehiclesContracts.depots, {
    handle: async ({ query }, { viewer }) => ({ depots: await list(viewer, query.region) }),
  }),
]
