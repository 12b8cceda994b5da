import { housingContracts } from '#shared/housing/routes.ts'
import type { RankingsService } from '../measures/rankings.ts'
import type { FindWorst } from '../measures/worst.ts'
import type { UnitsService } from './units.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export const unitRoutes = (
  units: UnitsService,
  rankings: RankingsService,
  findWorst: FindWorst,
): RouteDefinition[] => [
  serve(housingContracts.units, { handle: ({ query }, { viewer }) => units.list(viewer, query) }),
  serve(housingContracts.unit, { handle: ({ params }, { viewer }) => units.card(viewer, params.id) }),
  serve(housingContracts.rankings, { handle: ({ query }, { viewer }) => rankings.rank(viewer, query) }),
  serve(housingContracts.worst, { handle: ({ query }, { viewer }) => findWorst(viewer, query) }),
  serve(housingContracts.overview, {
    handle: ({ query }, { viewer }) => rankings.overview(viewer, query.region),
  }),
]
