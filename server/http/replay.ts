import { z } from 'zod'
import { replayQuerySchema } from '#shared/protocol/http.ts'
import type { Replay } from '../services/replay.ts'
import { route, type RouteDefinition } from './route.ts'

export const replayRoutes = (replay: Replay): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/replay',
    needs: 'view.tracks',
    summary: '车队回放,每次查询留痕 / the fleet as it was, in frames; every query is logged',
    query: replayQuerySchema,
    response: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
    octets: true,
    perMinute: 300,
    handle: ({ query }, { viewer, address }) => replay.frames(viewer, address, query),
  }),
]
