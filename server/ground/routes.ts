import { groundContracts } from '#shared/ground/routes.ts'
import { serve, type RouteDefinition } from '../http/route.ts'
import type { SiteGroundService } from './ground.ts'

/** A browser keeps a tile for a day: its address says of which ground it is. */
const KEPT_S = 86_400

export const groundRoutes = (ground: Pick<SiteGroundService, 'told' | 'tile'>): RouteDefinition[] => [
  serve(groundContracts.ground, { handle: async () => ground.told() }),
  serve(groundContracts.groundTile, {
    keptS: KEPT_S,
    handle: ({ params: { z, x, y } }) => ground.tile(z, x, y),
  }),
]
