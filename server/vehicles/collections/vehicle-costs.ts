import { vehicleCosts } from '#shared/vehicles/collections/vehicle-costs.ts'
import { plan } from '../../common/plan.ts'

export const vehicleCostsPlan = plan({
  of: vehicleCosts,
  table: 'vehicle_costs',
  fields: {
    id: 'text',
    vehicle: 'text',
    kind: 'text',
    at: 'int8',
    amount: 'float8',
    vendor: 'text',
    quantity: 'float8',
  },
  columns: {
    order_id: ['text', (r) => r.order],
    vendor_name: ['text', (r) => r.vendorName],
    odometer_km: ['float8', (r) => r.odometerKm],
  },
  after: ['vehicle-ledger'],
})
