import { maskPlate } from '#shared/access/masks.ts'
import type { VehicleFact } from '#shared/vehicles/rules/vehiclesFold.ts'
import type { Breach, BreachDetail } from '#shared/vehicles/rules/judge/judge.ts'
import { VEHICLE_RULES, type VehicleRule } from '#shared/vehicles/rules/vehicles.ts'
import type { Fence } from '#shared/vehicles/fences/fence.ts'
import type { DayString, DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { KeptFact } from '../../common/ports/vehicleFacts.ts'
import type { UnitEntry, VehicleEntry } from '../../common/directory/directoryRows.ts'

export interface GoneFact {
  readonly rule: string
  readonly vehicle: string
}

export interface Fact extends VehicleFact {
  readonly ordinal: number
  lastAt: EpochMs
  lonE7: number
  latE7: number
  speedDkmh: number
  heldMs: DurationMs
  fence: Pick<Fence, 'id' | 'name' | 'kind'> | null
  detail: BreachDetail | null
  /** Its terminal says that antenna or power are off; without it VH-12 is silence. */
  tampered: boolean
  /** As the database has it: the alert, and when it was last written. */
  savedAs: string | null
  savedAt: EpochMs
  /** It was handed out to be written: its row may be in the database though nobody said so yet. */
  given: boolean
  /** Rises with each change that is to be written, over all facts, so that a fact that came again is never taken for the one before. */
  version: number
  savedVersion: number
}

const RULE_COUNT = 16
export const countByRegion = (
  vehicles: readonly ({ readonly region: string } | undefined)[],
): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const vehicle of vehicles)
    if (vehicle) counts.set(vehicle.region, (counts.get(vehicle.region) ?? 0) + 1)
  return counts
}
export const keyOf = (rule: VehicleRule, ordinal: number): number =>
  ordinal * RULE_COUNT + VEHICLE_RULES.indexOf(rule)

type Seat = Pick<UnitEntry, 'id' | 'name' | 'region'>

/** A rule that was broken just now, with its vehicle and unit as the registers have them. */
export const newFact = (
  { rule, ordinal, severity, at, lonE7, latE7, speedDkmh, heldMs, fence, detail }: Breach,
  vehicle: Pick<VehicleEntry, 'id' | 'plate' | 'region'>,
  unit: Seat,
  state: Pick<Fact, 'tampered' | 'given' | 'version'>,
): Fact => ({
  rule,
  ordinal,
  lonE7,
  latE7,
  speedDkmh,
  heldMs,
  fence,
  detail,
  vehicle: vehicle.id,
  plate: maskPlate(vehicle.plate),
  unit: unit.id,
  unitName: unit.name,
  region: vehicle.region,
  unitRegion: unit.region,
  firstAt: at,
  lastAt: at,
  severity,
  alert: null,
  savedAs: null,
  savedAt: 0,
  savedVersion: 0,
  ...state,
})

/** As it was written before a restart. */
export const factOf = (kept: KeptFact, ordinal: number, unit: Pick<Seat, 'name' | 'region'>): Fact => ({
  rule: kept.rule as VehicleRule,
  ordinal,
  vehicle: kept.vehicle,
  plate: kept.plate,
  unit: kept.unit,
  unitName: unit.name,
  region: kept.region,
  unitRegion: unit.region,
  firstAt: kept.firstAt,
  lastAt: kept.lastAt,
  lonE7: kept.lonE7,
  latE7: kept.latE7,
  speedDkmh: kept.speedDkmh,
  heldMs: kept.heldMs,
  fence: kept.fence as Fact['fence'],
  detail: kept.detail,
  severity: kept.severity,
  alert: kept.alert,
  savedAs: kept.alert,
  savedAt: kept.lastAt,
  tampered: kept.rule === 'VH-12' && kept.heldMs === 0,
  given: true,
  version: 0,
  savedVersion: 0,
})

/** The most that its column holds, 0.1 km/h. */
const MOST_DKMH = 32_767
export const keptOf = (fact: Fact, day: DayString): KeptFact => ({
  rule: fact.rule,
  vehicle: fact.vehicle,
  alert: fact.alert ?? '',
  day,
  unit: fact.unit,
  region: fact.region,
  plate: fact.plate,
  severity: fact.severity,
  firstAt: fact.firstAt,
  lastAt: fact.lastAt,
  lonE7: fact.lonE7,
  latE7: fact.latE7,
  speedDkmh: Math.min(MOST_DKMH, fact.speedDkmh),
  heldMs: fact.heldMs,
  detail: fact.detail,
  fence: fact.fence && { id: fact.fence.id, name: fact.fence.name, kind: fact.fence.kind },
})
