import { housingContracts } from '#shared/housing/routes.ts'
import type { Places } from './places.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export const placeRoutes = (places: Places): RouteDefinition[] => [
  serve(housingContracts.place, { handle: ({ params }, { viewer }) => places.view(viewer, params.id) }),
]
