import { energyMonths } from '#shared/energy/collections/energy-months.ts'
import { plan } from '../../common/plan.ts'

/** A medium that is left out was not used. */
export const energyMonthsPlan = plan({
  of: energyMonths,
  table: 'energy_months',
  fields: { building: 'text', month: 'text' },
  columns: {
    electricity_kwh: ['float8', (r) => r.electricityKwh],
    gas_m3: ['float8', (r) => r.gasM3],
    water_m3: ['float8', (r) => r.waterM3],
    heat_gj: ['float8', (r) => r.heatGj ?? 0],
    cool_gj: ['float8', (r) => r.coolGj ?? 0],
    pv_kwh: ['float8', (r) => r.pvKwh ?? 0],
    coal_kg: ['float8', (r) => r.coalKg ?? 0],
    oil_kg: ['float8', (r) => r.oilKg ?? 0],
    lpg_kg: ['float8', (r) => r.lpgKg ?? 0],
  },
  sums: 'months',
})
