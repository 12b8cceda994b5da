import { vehicleVendors } from '#shared/vehicles/collections/vehicle-vendors.ts'
import { plan } from '../../common/plan.ts'

export const vehicleVendorsPlan = plan({
  of: vehicleVendors,
  table: 'vehicle_vendors',
  fields: { id: 'text', region: 'text', name: 'text', kinds: 'jsonb', lon: 'float8', lat: 'float8' },
  columns: { valid_from: ['text', (r) => r.from], valid_until: ['text', (r) => r.until] },
  after: ['vehicle-ledger'],
})
