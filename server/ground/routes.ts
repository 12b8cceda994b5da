import { groundContracts } from '#shared/ground/routes.ts'
import { serve, type RouteDefinition } from '../http/route.ts'
import type { SiteGroundService } from './ground.ts'

/** A browser keeps a tile for a day: its address says of which ground it is. */
const KEPT_S = 86_400

type Told = Pick<SiteGroundService, 'told' | 'tile'>

export const groundRoutes = (ground: Told, labels: Told): RouteDefinition[] => [
  serve(groundContracts.ground, { handle: async () => ground.told() }),
  serve(groundContracts.groundTile, {
    keptS: KEPT_S,
    handle: ({ params: { z, x, y } }) => ground.tile(z, x, y),
  }),
  serve(groundContracts.groundLabels, { handle: async () => labels.told() }),
  serve(groundContracts.groundLabelsTile, {
    keptS: KEPT_S,
    handle: ({ params: { z, x, y } }) => labels.tile(z, x, y),
  }),
]
