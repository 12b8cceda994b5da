import { energyQuotas } from '#shared/energy/collections/energy-quotas.ts'
import { plan } from '../../common/plan.ts'

export const energyQuotasPlan = plan({
  of: energyQuotas,
  table: 'energy_quotas',
  fields: { building: 'text', year: 'int2', basis: 'text' },
  columns: { electricity_kwh: ['float8', (r) => r.electricityKwh] },
  sums: 'roll-ups',
})
