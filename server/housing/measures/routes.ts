import { housingContracts } from '#shared/housing/routes.ts'
import type { MeasureDaysService } from './days.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export const historyRoutes = (days: MeasureDaysService): RouteDefinition[] => [
  serve(housingContracts.measureDay, {
    handle: ({ query }, { viewer }) => days.of(viewer, query.at, query.place),
  }),
  serve(housingContracts.measureMonths, {
    handle: ({ query }, { viewer }) => days.months(viewer, query.place, query.at),
  }),
  serve(housingContracts.countyMonths, {
    handle: ({ query }, { viewer }) => days.counties(viewer, query),
  }),
]
