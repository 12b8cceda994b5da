import { operationsContracts } from '#shared/operations/routes.ts'
import type { HealthService } from './readiness.ts'
import { serve, type RouteDefinition } from './route.ts'

const PROBED = { perMinute: 6000, withoutDatabase: true } as const

/**
 * Two questions of a probe.
 *
 * `GET /healthz`, is the process alive: 200 whatever is away; `ok` says whether the database answers. Only no answer is
 * a reason to start it anew: a restart brings no database back.
 *
 * `GET /readyz`, should new visitors come here: 200 when the database answers, positions can be made durable, and the
 * start is over; else 503 `unavailable`. Neither says more to a stranger: versions, names, counts and error texts are
 * in `GET /api/ops/health`, for those who run the house. Not ready does not mean dark: while the database
 * is away, screens that stand go on (positions wait on the local disk), but nobody can sign in, drill or edit. A source
 * that is away leaves the server ready: another server would have no more.
 */
export const healthRoutes = ({ health, readiness, detail }: HealthService): RouteDefinition[] => [
  serve(operationsContracts.health, { ...PROBED, handle: () => health() }),
  serve(operationsContracts.readiness, { ...PROBED, handle: () => readiness() }),
  serve(operationsContracts.opsHealth, { handle: () => detail() }),
]
