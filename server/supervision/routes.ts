import { housingContracts } from '#shared/housing/routes.ts'
import { supervisionContracts } from '#shared/supervision/routes.ts'
import type { AlertQueries } from './queries.ts'
import type { ListHousingLevels } from '../housing/places/levels.ts'
import { serve, type RouteDefinition } from '../http/route.ts'

export const alertRoutes = (alerts: AlertQueries, levels: ListHousingLevels): RouteDefinition[] => [
  serve(supervisionContracts.alerts, {
    handle: ({ query }, { viewer }) => alerts.list(viewer, query.region, query.limit, query.at),
  }),
  serve(supervisionContracts.alert, {
    perMinute: 120,
    handle: ({ params, query }, { viewer, address }) =>
      alerts.detail(viewer, address, params.id, query.limit, query.at),
  }),
  serve(housingContracts.people, {
    perMinute: 60,
    handle: ({ query }, { viewer }) => levels(viewer, query.region),
  }),
]
