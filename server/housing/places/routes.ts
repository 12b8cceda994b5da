import { z } from 'zod'
import { placeViewSchema } from '#shared/protocol/http.ts'
import type { Places } from './places.ts'
import { route, type RouteDefinition } from '../../http/route.ts'

export const placeRoutes = (places: Places): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/places/:id',
    needs: 'view.places',
    summary: 'A place from the province to a floor, its totals and its children',
    params: z.object({ id: z.string().min(1).max(64) }),
    response: placeViewSchema,
    handle: ({ params }, { viewer }) => places.view(viewer, params.id),
  }),
]
