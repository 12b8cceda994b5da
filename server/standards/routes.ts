import { standardsContracts } from '#shared/standards/routes.ts'
import type { Standards } from './standards.ts'
import { serve, type RouteDefinition } from '../http/route.ts'

export const standardRoutes = (standards: Standards): RouteDefinition[] => [
  serve(standardsContracts.parameters, { handle: async (_, { viewer }) => standards.list(viewer) }),
  serve(standardsContracts.parameterHistory, {
    handle: async ({ params: { key } }) => standards.history(key),
  }),
  serve(standardsContracts.editParameter, {
    handle: ({ params: { key }, body }, { viewer, address }) => standards.edit(viewer, address, key, body),
  }),
]
