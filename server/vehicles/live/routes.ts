import { vehiclesContracts } from '#shared/vehicles/routes.ts'
import type { VehicleQueries } from './queries.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export const vehicleRoutes = (vehicles: VehicleQueries): RouteDefinition[] => [
  serve(vehiclesContracts.summary, {
    handle: async ({ query }, { viewer }) => vehicles.summary(viewer, query.region, query.unit),
  }),
  serve(vehiclesContracts.vehicle, {
    handle: ({ params, query }, { viewer, address }) => vehicles.card(viewer, address, params.id, query.at),
  }),
  serve(vehiclesContracts.drivers, {
    perMinute: 120,
    handle: ({ params, query }, { viewer, address }) =>
      vehicles.driverList(viewer, address, params.id, query.from, query.to),
  }),
  serve(vehiclesContracts.track, {
    perMinute: 120,
    handle: ({ params, query }, { viewer, address }) =>
      vehicles.track(viewer, address, params.id, query.from, query.to),
  }),
]
