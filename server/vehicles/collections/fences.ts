import { fences } from '#shared/vehicles/collections/fences.ts'
import { plan } from '../../common/plan.ts'

export const fencesPlan = plan({
  of: fences,
  table: 'fences',
  fields: {
    id: 'text',
    region: 'text',
    name: 'text',
    kind: 'text',
    place: 'text',
    rule: 'text',
    geometry: 'jsonb',
    roster: 'jsonb',
  },
  columns: {
    limit_kmh: ['float8', (r) => r.limitKmh ?? null],
    order_id: ['text', (r) => r.order],
    time_window: ['jsonb', (r) => r.window],
  },
  after: ['fences'],
})
