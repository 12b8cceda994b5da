import { maskPlate } from '#shared/access/masks.ts'
import type { VehicleFact } from '#shared/vehicles/rules/vehiclesFold.ts'
import type { Breach, BreachDetail } from '#shared/vehicles/rules/judge/judge.ts'
import { VEHICLE_RULES, type VehicleRule } from '#shared/vehicles/rules/vehicles.ts'
import type { Fence } from '#shared/vehicles/fences/fence.ts'
import type { DayString, DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { FactRow } from './factRows.ts'
import type { UnitEntry, VehicleEntry } from '../../common/directory/directoryRows.ts'

export interface GoneFact {
  readonly rule: string
  readonly vehicle: string
}
/** What the database is to hold of the facts since it was last told. */
export interface FactChanges {
  readonly rows: readonly FactRow[]
  /** Version of the fact behind each row: what it says after that is not in it. */
  readonly versions: readonly number[]
  readonly gone: readonly GoneFact[]
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
export const factOf = (row: FactRow, ordinal: number, unit: Pick<Seat, 'name' | 'region'>): Fact => ({
  rule: row.rule as VehicleRule,
  ordinal,
  vehicle: row.vehicle,
  plate: row.plate,
  unit: row.unit,
  unitName: unit.name,
  region: row.region,
  unitRegion: unit.region,
  firstAt: row.first_at,
  lastAt: row.last_at,
  lonE7: row.lon_e7,
  latE7: row.lat_e7,
  speedDkmh: row.speed_dkmh,
  heldMs: row.held_ms,
  fence:
    row.fence === null
      ? null
      : { id: row.fence, name: row.fence_name ?? row.fence, kind: row.fence_kind as Fence['kind'] },
  detail: row.detail,
  severity: row.severity,
  alert: row.alert,
  savedAs: row.alert,
  savedAt: row.last_at,
  tampered: row.rule === 'VH-12' && row.held_ms === 0,
  given: true,
  version: 0,
  savedVersion: 0,
})

export const rowOf = (fact: Fact, day: DayString): FactRow => ({
  rule: fact.rule,
  vehicle: fact.vehicle,
  alert: fact.alert ?? '',
  day,
  unit: fact.unit,
  region: fact.region,
  plate: fact.plate,
  severity: fact.severity,
  first_at: fact.firstAt,
  last_at: fact.lastAt,
  lon_e7: fact.lonE7,
  lat_e7: fact.latE7,
  speed_dkmh: Math.min(32_767, fact.speedDkmh),
  held_ms: fact.heldMs,
  detail: fact.detail,
  fence: fact.fence?.id ?? null,
  fence_name: fact.fence?.name ?? null,
  fence_kind: fact.fence?.kind ?? null,
})
