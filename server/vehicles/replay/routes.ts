import { vehiclesContracts } from '#shared/vehicles/routes.ts'
import type { Replay } from './frames.ts'
import type { ReplayUnit } from './totals.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export const replayRoutes = (replay: Replay, totals: ReplayUnit): RouteDefinition[] => [
  serve(vehiclesContracts.replay, {
    perMinute: 300,
    handle: ({ query }, { viewer, address }) => replay.frames(viewer, address, query),
  }),
  serve(vehiclesContracts.replayTotals, {
    perMinute: 60,
    handle: ({ query }, { viewer, address }) => totals.ofUnit(viewer, address, query.unit, query.day),
  }),
]
