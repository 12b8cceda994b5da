import { standardsSchema, type Standards } from '#shared/protocol/ledger.ts'
import { route, type RouteDefinition } from './route.ts'

export const standardRoutes = (standards: () => Standards): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/standards',
    needs: 'view.places',
    summary: 'The rule tables in force, each row with its source and mark',
    response: standardsSchema,
    handle: async () => standards(),
  }),
]
