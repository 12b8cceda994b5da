import { energyContracts } from '#shared/energy/routes.ts'
import type { EnergyQueries } from './cards.ts'
import type { SeriesQueries } from './queries.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export const energyRoutes = (energy: EnergyQueries & SeriesQueries): RouteDefinition[] => [
  serve(energyContracts.buildings, {
    handle: async ({ query }, { viewer }) => energy.buildings(viewer, query.region, query.at),
  }),
  serve(energyContracts.building, {
    handle: ({ params, query }, { viewer }) => energy.building(viewer, params.id, query.at),
  }),
  serve(energyContracts.load, {
    handle: async ({ query }, { viewer }) => energy.load(viewer, query.region, query.at),
  }),
  serve(energyContracts.series, { handle: ({ query }, { viewer }) => energy.series(viewer, query) }),
]
