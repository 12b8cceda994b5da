import type { RuleTables } from '#shared/standards/tables.ts'
import type { Alert } from '#shared/protocol/http.ts'
import type { AlertDraft } from '#shared/supervision/alert.ts'
import type { EnergyCalls, EnergyContext } from '#shared/supervision/energy/county.ts'
import type { KeptAlert } from '#shared/supervision/kept.ts'

/** The book of open alerts: supervision keeps it, every subject puts its own in. */
export interface AlertBook {
  load(): Promise<void>
  /**
   * Puts drafts in the place of what `mine` names: new ones are raised, changed ones rewritten, missing ones end.
   * Durable before the listeners hear of it. Calls stand in line.
   */
  reconcile(mine: (alert: KeptAlert) => boolean, drafts: readonly AlertDraft[]): Promise<void>
  /** Hears of raised and changed alerts, and of ended ones as green with a count of 0. */
  onChange(listener: (alerts: readonly KeptAlert[]) => void): void
  open(): readonly KeptAlert[]
}

/** How much of an alert lies in some regions or belongs to a unit. */
export interface AlertShare {
  readonly count: number
  readonly units: number
  readonly plate: string
}
/** An alert as it is seen from a region or a unit that it reaches beyond: with the own name and number. */
export type PartOf = (alert: KeptAlert, share: AlertShare, region: string, unit: string | null) => Alert

/** A building's electricity of the year so far beside its quota, kWh. */
export interface BuildingYear {
  readonly building: string
  readonly name: string
  readonly region: string
  readonly usedKwh: number
  readonly quotaKwh: number
  /** The year that the quota was published for. */
  readonly quotaYear: number
}

/** How supervision grades what is told of energy. */
export interface EnergyGrading {
  /** What grades the cases of one look among the counties that were looked at. */
  context(kind: keyof EnergyCalls, bases: ReadonlyMap<string, number>): Promise<EnergyContext>
}

/** Records that were turned away and are not made good yet. */
export interface OpenFaults {
  readonly source: string
  readonly collection: string
  readonly count: number
  /** The reason of one of them. */
  readonly sample: string | null
}

/** The live rules over vehicles, as supervision asks them. */
export interface VehicleWatch {
  /** Reads ground, working hours and orders anew; what cannot be read is told and holds up nothing beside it. */
  read(): Promise<void>
  /** Judges the fleet as it is now; the timer does it too. */
  judge(): Promise<void>
  /** These orders came or changed. */
  ordersChanged(ids: readonly string[]): void
  fencesChanged(): void
  hoursChanged(): void
  /** Revised parameters hold from the next report on. */
  rulesChanged(tables: RuleTables): void
  /** Takes up what was known of the day before a restart. Throws where that cannot be read. */
  load(): Promise<void>
  start(): void
  stop(): void
}
