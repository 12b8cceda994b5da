import { units } from '#shared/housing/collections/units.ts'
import { unitQuality } from '#shared/housing/quality.ts'
import { limitLevelOf } from '#shared/standards/officeArea.ts'
import { plan, qualityOf } from '../../common/plan.ts'

export const unitsPlan = plan({
  of: units,
  table: 'units',
  fields: {
    id: 'text',
    name: 'text',
    region: 'text',
    role: 'text',
    level: 'text',
    nature: 'text',
    uscc: 'text',
    establishment: 'jsonb',
  },
  columns: {
    limit_level: [
      'text',
      (r, { arrival }) => limitLevelOf(r.level, r.establishment, arrival.sectionOrgans ?? 'off'),
    ],
    establishment_total: [
      'int4',
      (r) => Object.values(r.establishment).reduce((sum: number, count) => sum + (count ?? 0), 0),
    ],
    energy_users: ['int4', (r) => r.energyUsers],
  },
  made: [qualityOf(unitQuality)],
  found: (r) => ({
    kind: 'unit',
    id: r.id,
    title: r.name,
    detail: '',
    region: r.region,
    place: r.region,
    lon: null,
    lat: null,
  }),
  gives: { county: 'region' },
  links: { region: 'region', level: 'limit_level' },
  hands: { to: 'people', by: 'unit', columns: ['region'] },
  sums: 'roll-ups',
  after: ['registers'],
})
