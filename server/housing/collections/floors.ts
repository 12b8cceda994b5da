import { floors } from '#shared/housing/collections/floors.ts'
import { plan } from '../../common/plan.ts'

export const floorsPlan = plan({
  of: floors,
  table: 'floors',
  fields: {
    id: 'text',
    building: 'text',
    level: 'int2',
    label: 'text',
    elevation: 'float8',
    height: 'float8',
    plan: 'text',
    outline: 'jsonb',
    corridors: 'jsonb',
    cores: 'jsonb',
  },
  columns: {
    compound: ['text', (r, given) => given.parent(r.building).compound],
    county: ['text', (r, given) => given.parent(r.building).county],
  },
  gives: { county: 'county', compound: 'compound', building: 'building' },
  links: { building: 'building' },
  hands: { to: 'rooms', by: 'floor', columns: ['county', 'building'] },
  sums: 'roll-ups',
})
