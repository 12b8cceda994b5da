import { z } from 'zod'
import { civilDay } from '#shared/protocol/http/common.ts'
import { replayQuerySchema, replayTotalsSchema } from '#shared/protocol/http.ts'
import type { Replay } from './frames.ts'
import type { ReplayUnit } from './totals.ts'
import { route, type RouteDefinition } from '../../http/route.ts'

export const replayRoutes = (replay: Replay, totals: ReplayUnit): RouteDefinition[] => [
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
  route({
    method: 'GET',
    url: '/api/replay/totals',
    needs: 'view.tracks',
    summary:
      "单位当日行驶合计,每次查询留痕 / what a unit's vehicles drove on a day by quarter hour; every query is logged",
    query: z.object({ unit: z.string().min(1).max(64), day: civilDay }),
    response: replayTotalsSchema,
    perMinute: 60,
    handle: ({ query }, { viewer, address }) => totals.ofUnit(viewer, address, query.unit, query.day),
  }),
]
