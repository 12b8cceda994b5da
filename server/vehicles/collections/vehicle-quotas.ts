import { vehicleQuotas } from '#shared/vehicles/collections/vehicle-quotas.ts'
import { plan } from '../../common/plan.ts'

export const vehicleQuotasPlan = plan({
  of: vehicleQuotas,
  table: 'vehicle_quotas',
  fields: { unit: 'text', year: 'int2', vehicles: 'int4', budget: 'float8' },
  columns: {
    base_year: ['int2', (r) => r.baseYear],
    base_per_vehicle: ['float8', (r) => r.basePerVehicle],
  },
  after: ['vehicle-ledger'],
})
