import { z } from 'zod'
import { may } from '#shared/access/roles.ts'
import { sourceStatusSchema, type SourceStatus } from '#shared/protocol/http.ts'
import { route, type RouteDefinition } from '../http/route.ts'

/** For everybody: an error's own text may name inner addresses, so that only its being is told. */
export const inWords = (status: SourceStatus): SourceStatus => ({
  ...status,
  error: status.error === null ? null : '连接中断,正在重试 / the line is lost, trying again',
})

export const sourceRoutes = (statuses: () => SourceStatus[]): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/sources',
    needs: 'session',
    summary: '数据来源状态 / state and age of each source',
    response: z.array(sourceStatusSchema),
    handle: async (_, { viewer }) => (may(viewer.role, 'ops.read') ? statuses() : statuses().map(inWords)),
  }),
]
