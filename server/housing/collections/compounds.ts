import { compounds } from '#shared/housing/collections/compounds.ts'
import { compoundQuality } from '#shared/housing/quality.ts'
import { toSquareDecimetres } from '#shared/kernel/units.ts'
import { plan, qualityOf } from '../../common/plan.ts'

export const compoundsPlan = plan({
  of: compounds,
  table: 'compounds',
  fields: { id: 'text', name: 'text', address: 'text', lon: 'float8', lat: 'float8', boundary: 'jsonb' },
  columns: {
    county: ['text', (r) => r.region],
    land_dm2: ['int8', (r) => toSquareDecimetres(r.landArea)],
  },
  made: [qualityOf(compoundQuality)],
  found: (r) => ({
    kind: 'compound',
    id: r.id,
    title: r.name,
    detail: r.address,
    region: r.region,
    place: r.id,
    lon: r.lon,
    lat: r.lat,
  }),
  gives: { county: 'county', compound: 'id' },
  links: { region: 'county' },
  hands: { to: 'buildings', by: 'compound', columns: ['county'] },
  sums: 'roll-ups',
})
