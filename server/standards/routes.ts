import { z } from 'zod'
import {
  parameterEditSchema,
  parameterHistorySchema,
  parameterListSchema,
  parameterRowSchema,
} from '#shared/protocol/http.ts'
import type { Standards } from './standards.ts'
import { route, type RouteDefinition } from '../http/route.ts'

const params = z.object({ key: z.string().min(1).max(80) })

export const standardRoutes = (standards: Standards): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/standards/parameters',
    needs: 'view.places',
    summary: '口径参数 / the parameters of the rules as they are in force, with who revised them',
    response: parameterListSchema,
    handle: async (_, { viewer }) => standards.list(viewer),
  }),
  route({
    method: 'GET',
    url: '/api/standards/parameters/:key/history',
    needs: 'view.places',
    summary: '修订记录 / all revisions of a parameter, newest first',
    params,
    response: parameterHistorySchema,
    handle: async ({ params: { key } }) => standards.history(key),
  }),
  route({
    method: 'PUT',
    url: '/api/standards/parameters/:key',
    needs: 'standards.edit',
    summary:
      '修订口径参数 / a new version of a parameter, from a day on; a null value goes back to the default',
    params,
    body: parameterEditSchema,
    response: parameterRowSchema,
    handle: ({ params: { key }, body }, { viewer, address }) => standards.edit(viewer, address, key, body),
  }),
]
