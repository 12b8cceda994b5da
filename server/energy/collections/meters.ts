import { meters } from '#shared/energy/collections/meters.ts'
import { plan } from '../../common/plan.ts'

export const metersPlan = plan({
  of: meters,
  table: 'meters',
  fields: { id: 'text', building: 'text', item: 'text', name: 'text', digits: 'int2' },
  columns: {
    rated_kw: ['float8', (r) => r.ratedKw],
    ratio: ['float8', (r) => r.ratio ?? 1],
    changes: ['jsonb', (r) => r.changes ?? []],
  },
  after: ['registers', 'curves'],
})
