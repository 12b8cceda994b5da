import { depots } from '#shared/vehicles/collections/depots.ts'
import { plan } from '../../common/plan.ts'

export const depotsPlan = plan({
  of: depots,
  table: 'depots',
  fields: { id: 'text', region: 'text', name: 'text', lon: 'float8', lat: 'float8', fence: 'jsonb' },
  gives: { county: 'region' },
  after: ['fences'],
})
