import { regions } from '#shared/housing/collections/regions.ts'
import { boundsOf } from '#shared/housing/geometry.ts'
import type { LonLat } from '#shared/kernel/units.ts'
import { plan } from '../../common/plan.ts'

export const regionsPlan = plan({
  of: regions,
  table: 'regions',
  fields: { code: 'text', parent: 'text', level: 'text', name: 'text', geometry: 'jsonb' },
  columns: { lon: ['float8', (r) => r.center[0]], lat: ['float8', (r) => r.center[1]] },
  made: [
    {
      columns: { west: 'float8', south: 'float8', east: 'float8', north: 'float8' },
      of: ({ geometry }) => {
        const [west, south, east, north] = boundsOf(geometry.flat(2) as LonLat[])
        return { west, south, east, north }
      },
    },
  ],
  found: (r) => ({
    kind: 'region',
    id: r.code,
    title: r.name,
    detail: r.code,
    region: r.code,
    place: r.code,
    lon: r.center[0],
    lat: r.center[1],
  }),
  gives: { county: 'code' },
  sums: 'roll-ups',
  after: ['registers', 'fences'],
})
