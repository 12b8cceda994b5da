import { orders } from '#shared/vehicles/collections/orders.ts'
import { plan } from '../../common/plan.ts'

export const ordersPlan = plan({
  of: orders,
  table: 'orders',
  fields: {
    id: 'text',
    vehicle: 'text',
    unit: 'text',
    reason: 'text',
    driver: 'text',
    status: 'text',
    approval: 'jsonb',
    steps: 'jsonb',
    passengers: 'int2',
    purpose: 'text',
    report: 'jsonb',
    rating: 'int2',
  },
  columns: {
    from_place: ['text', (r) => r.from],
    to_place: ['text', (r) => r.to],
    to_region: ['text', (r) => r.toRegion ?? null],
    start_at: ['int8', (r) => r.start],
    end_at: ['int8', (r) => r.end],
    planned_km: ['float8', (r) => r.plannedKm ?? null],
    to_lon: ['float8', (r) => r.destination?.lon ?? null],
    to_lat: ['float8', (r) => r.destination?.lat ?? null],
    cross_region_approval: ['text', (r) => r.crossRegionApproval ?? null],
  },
  after: ['vehicle-ledger'],
})
