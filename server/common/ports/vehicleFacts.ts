import type { BreachDetail } from '#shared/vehicles/rules/judge/ground.ts'
import type { DayString, DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { AlertShare } from './alerts.ts'

/** A vehicle behind an alert, as it is kept: one rule that it broke. Degrees × 1e7, 0.1 km/h; the plate is masked. */
export interface KeptFact {
  readonly rule: string
  readonly vehicle: string
  readonly alert: string
  readonly day: DayString
  readonly unit: string
  readonly region: string
  readonly plate: string
  readonly severity: 'yellow' | 'red'
  readonly firstAt: EpochMs
  readonly lastAt: EpochMs
  readonly lonE7: number
  readonly latE7: number
  readonly speedDkmh: number
  readonly heldMs: DurationMs
  readonly fence: { readonly id: string; readonly name: string; readonly kind: string } | null
  readonly detail: BreachDetail | null
}

/** What of an alert lies in some regions or belongs to a unit. */
export interface FactShare extends AlertShare {
  readonly alert: string
}

export interface FactQuery {
  readonly regions: readonly string[] | null
  readonly unit: string | null
  /** As it stood at this instant; now when left out. */
  readonly at?: EpochMs | undefined
}

export interface FactPage {
  readonly rows: readonly KeptFact[]
  /** Of how many. */
  readonly total: number
}

/** Reads the vehicles behind alerts. */
export interface VehicleFactReading {
  /** Of storms: their id names a region after an @. */
  shares(query: FactQuery): Promise<FactShare[]>
  /** The vehicles behind an alert, newest first. */
  ofAlert(alert: string, query: FactQuery & { readonly limit: number }): Promise<FactPage>
}
