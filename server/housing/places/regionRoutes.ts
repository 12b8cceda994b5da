import { regionContracts } from '#shared/region/routes.ts'
import type { RegionRow, Regions } from '#shared/protocol/http.ts'
import type { RegionsService } from './regions.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

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
  serve(regionContracts.regions, { json: regionsJson, handle: (_, { viewer }) => regions.list(viewer) }),
  serve(regionContracts.compounds, {
    handle: ({ query }, { viewer }) => regions.compounds(viewer, query.region),
  }),
]
