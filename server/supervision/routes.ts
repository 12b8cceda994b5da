import { supervisionContracts } from '#shared/supervision/routes.ts'
import { alertRowsContracts } from '#shared/supervision/rowRoutes.ts'
import type { ListAlertRows } from './alertRows.ts'
import type { AlertQueries } from './queries.ts'
import type { Viewer } from '#shared/kernel/roles.ts'
import type { HousingLevels } from '#shared/protocol/http.ts'
import { serve, type RouteDefinition } from '../http/route.ts'

/** People who left and people with more than one office, by who manages them. */
type ListLevels = (viewer: Viewer, region: string | undefined) => Promise<HousingLevels>

export const alertRoutes = (
  alerts: AlertQueries,
  levels: ListLevels,
  rows: ListAlertRows,
): RouteDefinition[] => [
  serve(supervisionContracts.alerts, {
    handle: ({ query }, { viewer }) => alerts.list(viewer, query.region, query.limit, query.at),
  }),
  serve(supervisionContracts.alert, {
    perMinute: 120,
    handle: ({ params, query }, { viewer, address }) =>
      alerts.detail(viewer, address, params.id, query.limit, query.at),
  }),
  serve(alertRowsContracts.alertRows, {
    perMinute: 240,
    handle: ({ params, query }, { viewer }) => rows(viewer, params.id, query),
  }),
  serve(supervisionContracts.people, {
    perMinute: 60,
    handle: ({ query }, { viewer }) => levels(viewer, query.region),
  }),
]
