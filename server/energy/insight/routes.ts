import { energyContracts } from '#shared/energy/routes.ts'
import type { EnergyInsightQueries } from './queries.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export const energyInsightRoutes = (told: EnergyInsightQueries): RouteDefinition[] => [
  serve(energyContracts.summary, {
    handle: async ({ query }, { viewer }) => told.summary(viewer, query.region),
  }),
  serve(energyContracts.forecast, {
    handle: async ({ query }, { viewer }) => told.forecast(viewer, query.region),
  }),
  serve(energyContracts.anomalies, {
    handle: async ({ query }, { viewer }) => told.anomalies(viewer, query.region, query.limit),
  }),
  serve(energyContracts.vacancy, {
    handle: ({ query }, { viewer }) => told.vacancy(viewer, query.region, query.by, query.limit),
  }),
  serve(energyContracts.told, { handle: ({ params }, { viewer }) => told.building(viewer, params.id) }),
]
