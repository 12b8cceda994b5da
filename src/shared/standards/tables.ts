import { MINUTE_MS } from '../kernel/time/time.ts'
import { ANOMALY_LIMITS, type AnomalyLimits } from '../energy/insight/anomalies/rules.ts'
import { YEAR_RULES, type YearRules } from '../energy/insight/burnDown.ts'
import { CARBON_FACTORS, type CarbonFactor } from '../energy/carbon.ts'
import { COAL_TABLE, type CoalRow } from '../energy/coal.ts'
import { QUOTA_TABLE, type QuotaRow } from '../energy/quota.ts'
import { USUAL_SPECIAL_SHARE } from '../energy/insight/vacancy.ts'
import { QUALITY_LIMITS, type QualityLimits } from '../housing/quality.ts'
import { ENERGY_LIMITS, type EnergyLimits } from '../supervision/energy/energy.ts'
import { HOUSING_ALERTS, type HousingAlertLimits } from '../supervision/housing.ts'
import { ENERGY_CALLS, type EnergyCalls } from '../supervision/energy/county.ts'
import { VEHICLE_LIMITS, type VehicleLimits } from '../vehicles/rules/parameters/limits.ts'
import { VEHICLE_PARAMETERS, type VehicleParameterKey } from '../vehicles/rules/parameters/parameters.ts'
import { LIVE_CALLS, type LiveCalls } from '../vehicles/rules/vehiclesGrade.ts'
import { STORM, type StormSize } from '../vehicles/rules/vehiclesFold.ts'
import {
  SERVICE_TIMES,
  VEHICLE_ANCHORS,
  VEHICLE_WEIGHTS,
  type ServiceTimes,
  type VehicleAnchors,
  type VehicleWeights,
} from '../vehicles/indices.ts'
import { NORM_TOLERANCE } from '../vehicles/ledger/costs.ts'
import { VEHICLE_STANDARDS, type VehicleLimit } from '../vehicles/ledger/standards.ts'
import { DEFAULT_STEP_LIMITS, type StepLimit } from '../vehicles/orders/orders.ts'
import { OVERLAP, type OverlapLimits } from '../vehicles/orders/overlap.ts'
import { SHIFT_LIMITS, type ShiftLimits } from '../vehicles/shift.ts'
import { THREE_WAY, type ThreeWayLimits } from '../vehicles/orders/threeWay/limits.ts'
import { DEFAULT_TARGETS, type VerdictTargets } from './targets.ts'
import {
  AREA_LIMITS,
  CANTEEN,
  EQUIPMENT_SHARE,
  GARAGE,
  IDLE_DAYS,
  OVER_STANDARD,
  SECTION_ORGANS,
  SERVICE_RULES,
  USABLE_SHARE,
  type AreaLimit,
  type Band,
  type ServiceRule,
} from './officeArea.ts'

/** 气候区 of the reference table. */
type Zone = 'A' | 'B'

/** Every table that a rule reads, as one value: what is in force is one of these, handed to the rules and never changed. */
export interface RuleTables {
  readonly over: Band
  readonly idle: Band
  readonly services: readonly ServiceRule[]
  readonly areaLimits: readonly AreaLimit[]
  readonly sectionOrgans: { readonly applies: 'off' | 'on' }
  readonly equipment: { readonly value: number }
  readonly usable: { readonly multiStorey: number; readonly highRise: number }
  readonly canteen: { readonly perHead: number; readonly above: number }
  readonly garage: { readonly perSpace: number; readonly above: number }
  /** Thresholds of the live vehicle rules as they are set, and as the rules read them. */
  readonly vehicleValues: Readonly<Record<VehicleParameterKey, number>>
  readonly vehicle: VehicleLimits
  readonly storm: StormSize
  readonly threeWay: ThreeWayLimits
  readonly overlap: OverlapLimits
  readonly weights: VehicleWeights
  /** What of each part of the five indices scores 0 and 100. */
  readonly anchors: VehicleAnchors
  readonly service: ServiceTimes
  readonly norm: { readonly tolerance: number }
  readonly vehicleStandards: readonly VehicleLimit[]
  readonly steps: readonly StepLimit[]
  readonly energy: EnergyLimits
  readonly anomaly: AnomalyLimits
  readonly energyCalls: EnergyCalls
  readonly year: YearRules
  readonly vacancy: { readonly specialShare: number }
  readonly quotaZone: { readonly zone: Zone }
  readonly coal: readonly CoalRow[]
  readonly carbon: readonly CarbonFactor[]
  readonly quota: readonly QuotaRow[]
  readonly shift: ShiftLimits
  readonly quality: QualityLimits
  readonly away: AwayLimits
  readonly housingAlerts: HousingAlertLimits
  /** Cases of a ledger rule for each vehicle of a county from which they call someone. 本系统口径 [D]. */
  readonly ledgerCalls: { readonly share: number }
  readonly liveCalls: LiveCalls
  readonly targets: VerdictTargets
}

/** A source that is away for longer is a case; for much longer a red one. 本系统口径 [D]. */
interface AwayLimits {
  readonly yellowMs: number
  readonly redMs: number
}
const AWAY: AwayLimits = { yellowMs: MINUTE_MS, redMs: 600_000 }

/** As they stand where nothing was revised. */
export const DEFAULT_TABLES: RuleTables = {
  over: OVER_STANDARD,
  idle: IDLE_DAYS,
  services: SERVICE_RULES,
  areaLimits: AREA_LIMITS,
  sectionOrgans: { applies: SECTION_ORGANS.applies },
  equipment: EQUIPMENT_SHARE,
  usable: USABLE_SHARE,
  canteen: CANTEEN,
  garage: GARAGE,
  vehicleValues: Object.fromEntries(
    Object.entries(VEHICLE_PARAMETERS).map(([key, parameter]) => [key, parameter.default]),
  ) as Record<VehicleParameterKey, number>,
  vehicle: VEHICLE_LIMITS,
  storm: STORM,
  threeWay: THREE_WAY,
  overlap: OVERLAP,
  weights: VEHICLE_WEIGHTS,
  anchors: VEHICLE_ANCHORS,
  service: SERVICE_TIMES,
  norm: { tolerance: NORM_TOLERANCE },
  vehicleStandards: VEHICLE_STANDARDS,
  steps: DEFAULT_STEP_LIMITS,
  energy: ENERGY_LIMITS,
  anomaly: ANOMALY_LIMITS,
  energyCalls: ENERGY_CALLS,
  year: YEAR_RULES,
  vacancy: { specialShare: USUAL_SPECIAL_SHARE },
  quotaZone: { zone: 'A' },
  coal: COAL_TABLE,
  carbon: CARBON_FACTORS,
  quota: QUOTA_TABLE,
  shift: SHIFT_LIMITS,
  quality: QUALITY_LIMITS,
  away: AWAY,
  housingAlerts: HOUSING_ALERTS,
  ledgerCalls: { share: 0.15 },
  liveCalls: LIVE_CALLS,
  targets: DEFAULT_TARGETS,
}

/** Where services read what is in force, at each evaluation; nobody keeps it. */
export type Rules = () => RuleTables
export const defaultRules: Rules = () => DEFAULT_TABLES
