import { z } from 'zod'
import { unitCardSchema } from '#shared/protocol/http.ts'
import {
  coalBasisSchema,
  indexIdSchema,
  overviewSchema,
  rankingsSchema,
  unitListSchema,
} from '#shared/protocol/ledger.ts'
import type { RankingsService } from '../measures/rankings.ts'
import type { UnitsService } from './units.ts'
import { offset, route, type RouteDefinition } from '../../http/route.ts'

const region = z.string().min(1).max(12)

export const unitRoutes = (units: UnitsService, rankings: RankingsService): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/units',
    needs: 'view.places',
    summary: 'Units of a region, by pages',
    query: z.object({
      region,
      q: z.string().max(64).optional(),
      offset,
      limit: z.coerce.number().int().min(1).max(500).default(50),
    }),
    response: unitListSchema,
    handle: ({ query }, { viewer }) => units.list(viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/units/:id',
    needs: 'view.places',
    summary: 'A unit: establishment, approved and used area, buildings',
    params: z.object({ id: z.string().min(1).max(64) }),
    response: unitCardSchema,
    handle: ({ params }, { viewer }) => units.card(viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/rankings',
    needs: 'view.places',
    summary: 'Children, counties or units of a region ranked by an index',
    query: z.object({
      region,
      index: indexIdSchema,
      basis: coalBasisSchema.default('equivalent-heat'),
      of: z.enum(['children', 'counties', 'units']).default('children'),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    response: rankingsSchema,
    handle: ({ query }, { viewer }) => rankings.rank(viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/overview',
    needs: 'view.places',
    summary: 'Counts of departments, units, office properties and plans',
    query: z.object({ region }),
    response: overviewSchema,
    handle: ({ query }, { viewer }) => rankings.overview(viewer, query.region),
  }),
]
