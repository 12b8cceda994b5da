import { healthSchema, type Health } from '#shared/protocol/http.ts'
import { route, type RouteDefinition } from './route.ts'

/** `GET /healthz`: the database, each source with its age, and the version. It answers while the database is away, and says so. */
export const healthRoutes = (health: () => Promise<Health>): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/healthz',
    needs: 'public',
    why: 'a probe has no account; it names no place, person or vehicle',
    summary: 'Health of the database and the sources',
    response: healthSchema,
    perMinute: 6000,
    handle: () => health(),
  }),
]
