import { vehiclesContracts } from '#shared/vehicles/routes.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'
import type { DrawnRoads } from './roads.ts'

export const roadRoutes = (roads: DrawnRoads): RouteDefinition[] => [
  serve(vehiclesContracts.roads, {
    handle: async ({ query }, { viewer }) => ({
      roads: [...(await roads.list(viewer, query.region, query.detail))],
    }),
  }),
]
