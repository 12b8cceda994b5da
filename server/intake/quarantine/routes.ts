import { intakeContracts } from '#shared/intake/routes.ts'
import type { QuarantineReading } from './list.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

export const quarantineRoutes = (reading: QuarantineReading): RouteDefinition[] => [
  serve(intakeContracts.quarantine, {
    handle: ({ query }, { viewer }) => reading.list({ ...query, source: query.source ?? null }, viewer),
  }),
  serve(intakeContracts.openQuarantine, {
    perMinute: 60,
    handle: ({ params, body }, { viewer, address }) => reading.open(params.id, body.reason, viewer, address),
  }),
]
