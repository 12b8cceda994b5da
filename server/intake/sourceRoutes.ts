import { intakeContracts } from '#shared/intake/routes.ts'
import { may } from '#shared/kernel/roles.ts'
import type { SourceStatus } from '#shared/protocol/http.ts'
import { serve, type RouteDefinition } from '../http/route.ts'

/** For everybody: an error's own text may name inner addresses, so that only its being is told. */
export const inWords = (status: SourceStatus): SourceStatus => ({
  ...status,
  error: status.error === null ? null : '连接中断,正在重试 / the line is lost, trying again',
})

export const sourceRoutes = (statuses: () => SourceStatus[]): RouteDefinition[] => [
  serve(intakeContracts.sources, {
    handle: async (_, { viewer }) => (may(viewer.role, 'ops.read') ? statuses() : statuses().map(inWords)),
  }),
]
