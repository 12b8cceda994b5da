import { regionContracts } from '#shared/region/routes.ts'
import { bordersJson } from './borders.ts'
import type { RegionsService } from './regions.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

/** Its address says which version a browser keeps. */
const BORDERS_KEPT_S = 31_536_000

export const regionRoutes = (regions: RegionsService): RouteDefinition[] => [
  serve(regionContracts.regions, { handle: (_, { viewer }) => regions.list(viewer) }),
  serve(regionContracts.borders, {
    json: bordersJson,
    keptS: BORDERS_KEPT_S,
    handle: ({ query }, { viewer }) => regions.borders(viewer, query.version),
  }),
  serve(regionContracts.compounds, {
    handle: ({ query }, { viewer }) => regions.compounds(viewer, query.region),
  }),
]
