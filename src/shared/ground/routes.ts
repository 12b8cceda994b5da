import { z } from 'zod'
import { contract, octetsSchema } from '../kernel/contract.ts'
import { siteGroundSchema } from './answers.ts'

export const DEEPEST_ZOOM = 22
const index = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** DEEPEST_ZOOM - 1)

const tile = {
  params: z.object({ z: z.coerce.number().int().min(0).max(DEEPEST_ZOOM), x: index, y: index }),
  query: z.object({ v: z.string().max(40).optional() }),
  response: octetsSchema.nullable(),
  octets: true,
} as const

export const groundContracts = {
  ground: contract({
    method: 'GET',
    url: '/api/ground',
    needs: 'session',
    summary:
      '现场底图 / the ground that the site has set: kind, zooms, bounds, attribution, 审图号, how it fares',
    response: siteGroundSchema,
  }),
  groundTile: contract({
    method: 'GET',
    url: '/api/ground/:z/:x/:y',
    needs: 'session',
    summary:
      '现场底图的一张瓦片 / one picture of the site’s ground: PNG, JPEG or WebP; 204 where it has none',
    ...tile,
  }),
  groundLabels: contract({
    method: 'GET',
    url: '/api/ground/labels',
    needs: 'session',
    summary:
      '现场底图上的注记 / the names over the site’s ground, pictures of their own; told as a ground is',
    response: siteGroundSchema,
  }),
  groundLabelsTile: contract({
    method: 'GET',
    url: '/api/ground/labels/:z/:x/:y',
    needs: 'session',
    summary: '注记的一张瓦片 / one picture of the names over the site’s ground; 204 where it has none',
    ...tile,
  }),
} as const
