import { buildings } from '#shared/housing/collections/buildings.ts'
import { buildingQuality } from '#shared/housing/quality.ts'
import { toSquareDecimetres } from '#shared/kernel/units.ts'
import { plan, qualityOf } from '../../common/plan.ts'

export const buildingsPlan = plan({
  of: buildings,
  table: 'buildings',
  fields: {
    id: 'text',
    compound: 'text',
    name: 'text',
    use: 'text',
    structure: 'text',
    height: 'float8',
    rotation: 'float8',
    footprint: 'jsonb',
    certificate: 'jsonb',
  },
  columns: {
    county: ['text', (r, given) => given.parent(r.compound).county],
    floors_above: ['int2', (r) => r.floorsAbove],
    floors_below: ['int2', (r) => r.floorsBelow],
    high_rise: ['bool', (r) => r.highRise],
    gross_dm2: ['int8', (r) => toSquareDecimetres(r.grossArea)],
    built_year: ['int2', (r) => r.builtYear],
    lon: ['float8', (r) => r.origin[0]],
    lat: ['float8', (r) => r.origin[1]],
    certified: ['bool', (r) => r.certificate.kind !== 'none'],
  },
  made: [qualityOf(buildingQuality)],
  found: (r, given) => ({
    kind: 'building',
    id: r.id,
    title: r.name,
    detail: r.compound,
    region: given.parent(r.compound).county,
    place: r.id,
    lon: r.origin[0],
    lat: r.origin[1],
  }),
  gives: { county: 'county', compound: 'compound', building: 'id' },
  links: { compound: 'compound' },
  hands: { to: 'floors', by: 'building', columns: ['county', 'compound'] },
  sums: 'roll-ups',
  after: ['registers', 'curves'],
})
