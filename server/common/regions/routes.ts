import { z } from 'zod'
import { compoundRowSchema, regionsSchema, type RegionRow, type Regions } from '#shared/protocol/http.ts'
import type { RegionsService } from './regions.ts'
import { route, type RouteDefinition } from '../../http/route.ts'

/** JSON of borders, each written once: they are megabytes, and stay the same objects until a region changes. */
const borders = new WeakMap<RegionRow['geometry'], Uint8Array>()
const borderJson = (geometry: RegionRow['geometry']): Uint8Array => {
  const json = borders.get(geometry) ?? Buffer.from(JSON.stringify(geometry))
  borders.set(geometry, json)
  return json
}
/** A JSON object left open for one field more. */
const openObject = (object: object, field: string): Buffer =>
  Buffer.from(`${JSON.stringify(object).slice(0, -1)},"${field}":`)

export const regionsJson = ({ regions, ...rest }: Regions): Uint8Array => {
  const rows = regions.flatMap(({ geometry, ...row }, i) => [
    Buffer.from(i === 0 ? '' : ','),
    openObject(row, 'geometry'),
    borderJson(geometry),
    Buffer.from('}'),
  ])
  return Buffer.concat([openObject(rest, 'regions'), Buffer.from('['), ...rows, Buffer.from(']}')])
}

export const regionRoutes = (regions: RegionsService): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/regions',
    needs: 'view.places',
    summary: 'Every region in scope with geometry and measures',
    response: regionsSchema,
    json: regionsJson,
    handle: (_, { viewer }) => regions.list(viewer),
  }),
  route({
    method: 'GET',
    url: '/api/compounds',
    needs: 'view.places',
    summary: 'All compounds below a region',
    query: z.object({ region: z.string().min(1).max(12) }),
    response: z.array(compoundRowSchema),
    handle: ({ query }, { viewer }) => regions.compounds(viewer, query.region),
  }),
]
