import type { Parameter } from '../parameter.ts'
import { section } from './shape.ts'
import { LIMITS } from './energy/limits.ts'
import { ANOMALIES } from './energy/anomalies.ts'
import { YEAR } from './energy/year.ts'
import { coal, carbon } from './energy/coefficients.ts'
import { quota } from './energy/quota.ts'

/** 公共机构节能: alerts, anomalies, projections, coefficients, quotas. */
export const ENERGY_PARAMETERS: readonly Parameter[] = [
  ...section('energy', 'energy-limits', LIMITS),
  ...section('energy', 'energy-anomalies', ANOMALIES),
  ...section('energy', 'energy-year', YEAR),
  ...section('energy', 'energy-coal', coal()),
  ...section('energy', 'energy-carbon', carbon()),
  ...section('energy', 'energy-quota', quota()),
]
