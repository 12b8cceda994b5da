import { vehicleMonths } from '#shared/vehicles/collections/vehicle-months.ts'
import { plan } from '../../common/plan.ts'

export const vehicleMonthsPlan = plan({
  of: vehicleMonths,
  table: 'vehicle_months',
  fields: {
    vehicle: 'text',
    month: 'text',
    kilometres: 'float8',
    cost: 'float8',
    trips: 'int4',
    service: 'jsonb',
  },
  columns: {
    days_used: ['int2', (r) => r.daysUsed],
    days_due: ['int2', (r) => r.daysDue],
    hours_used: ['float8', (r) => r.hoursUsed ?? null],
    hours_due: ['float8', (r) => r.hoursDue ?? null],
    c_fuel: ['float8', (r) => r.costs?.fuel ?? null],
    c_maintenance: ['float8', (r) => r.costs?.maintenance ?? null],
    c_insurance: ['float8', (r) => r.costs?.insurance ?? null],
    c_toll: ['float8', (r) => r.costs?.toll ?? null],
    c_parking: ['float8', (r) => r.costs?.parking ?? null],
    c_other: ['float8', (r) => r.costs?.other ?? null],
  },
  sums: 'months',
  after: ['vehicle-ledger'],
})
