import { z } from 'zod'
import { fenceCardSchema, fencesSchema } from '#shared/protocol/http.ts'
import type { FenceCards } from './cards.ts'
import type { Fences } from './fences.ts'
import { route, type RouteDefinition } from '../../http/route.ts'

export const fenceRoutes = (fences: Fences, cards: FenceCards): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/fences',
    needs: 'view.live',
    summary: '电子围栏 / fences below a region, parking fences among them',
    query: z.object({ region: z.string().min(1).max(12) }),
    response: fencesSchema,
    handle: async ({ query }, { viewer }) => ({ fences: await fences.list(viewer, query.region) }),
  }),
  route({
    method: 'GET',
    url: '/api/fences/:id',
    needs: 'view.live',
    summary:
      '围栏卡片,列出车辆时留痕 / one fence with who is inside and what happened at it today; naming vehicles is logged',
    params: z.object({ id: z.string().min(1).max(64) }),
    response: fenceCardSchema,
    perMinute: 120,
    handle: ({ params }, { viewer, address }) => cards.card(viewer, address, params.id),
  }),
]
