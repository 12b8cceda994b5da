import { healthSchema, opsHealthSchema, readinessSchema } from '#shared/protocol/http.ts'
import type { HealthService } from './readiness.ts'
import { route, type RouteDefinition } from './route.ts'

const PUBLIC = {
  method: 'GET',
  needs: 'public',
  why: 'a probe has no account; it names no place, person or vehicle',
  perMinute: 6000,
  withoutDatabase: true,
} as const

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
  route({
    ...PUBLIC,
    url: '/healthz',
    summary: 'Liveness: the process, and whether the database answers',
    response: healthSchema,
    handle: () => health(),
  }),
  route({
    ...PUBLIC,
    url: '/readyz',
    summary: 'Readiness: 503 while the database or the store of positions is away',
    response: readinessSchema,
    handle: () => readiness(),
  }),
  route({
    method: 'GET',
    url: '/api/ops/health',
    needs: 'ops.read',
    summary: '运行状况 / the parts, the sources, and what should be mended',
    response: opsHealthSchema,
    handle: () => detail(),
  }),
]
