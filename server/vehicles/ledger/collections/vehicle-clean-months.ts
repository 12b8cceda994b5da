import { vehicleCleanMonths } from '#shared/vehicles/ledger/collections/vehicle-clean-months.ts'
import { plan } from '../../../common/plan.ts'

export const vehicleCleanMonthsPlan = plan({
  of: vehicleCleanMonths,
  table: 'vehicle_clean_months',
  fields: { region: 'text', month: 'text', vehicles: 'int4', clean: 'int4' },
})
