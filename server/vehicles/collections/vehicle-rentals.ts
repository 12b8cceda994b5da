import { vehicleRentals } from '#shared/vehicles/collections/vehicle-rentals.ts'
import { plan } from '../../common/plan.ts'

export const vehicleRentalsPlan = plan({
  of: vehicleRentals,
  table: 'vehicle_rentals',
  fields: {
    id: 'text',
    unit: 'text',
    plate: 'text',
    reason: 'text',
    kilometres: 'float8',
    amount: 'float8',
  },
  columns: {
    region: ['text', (r, given) => given.parent(r.unit).county],
    start_at: ['int8', (r) => r.start],
    end_at: ['int8', (r) => r.end],
    vendor_name: ['text', (r) => r.vendorName],
    from_place: ['text', (r) => r.from],
    to_place: ['text', (r) => r.to],
  },
  after: ['vehicle-ledger'],
})
