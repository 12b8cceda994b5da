import type { DayString, KilowattHours } from '../../../kernel/units.ts'
import { median, type LoadDay } from '../dayTypes.ts'
import type { AnomalyKind } from './rules.ts'

/** A fact with its unit, ready for a list: value against what it was held to. */
export interface AnomalyFact {
  readonly name: { readonly zh: string; readonly en: string }
  readonly value: number
  readonly unit: string
  readonly decimals: number
  /** Of a share: what it is a share of. */
  readonly of?: { readonly value: number; readonly unit: string; readonly decimals: number }
}
export interface Anomaly {
  readonly kind: AnomalyKind
  readonly day: DayString
  readonly severity: 'yellow' | 'red'
  readonly facts: readonly AnomalyFact[]
}

/** What is looked at: days that have ended, ascending; the last is judged against those before it. */
export interface AnomalyCase {
  readonly days: readonly LoadDay[]
  /** Idle usable area ÷ usable area; null where no room is known. */
  readonly idleShare: number | null
  /** What `idleShare` is of. */
  readonly usableDm2?: number
  /** Mean power ÷ building area over the days, W/m², and the median of the buildings beside it; null where not known. */
  readonly wattsPerM2: number | null
  readonly usualWattsPerM2: number | null
  /** The last day by the main meter and by its 分项 meters together; left out where not all of them are metered. */
  readonly balance?: { readonly wholeKwh: KilowattHours; readonly partsKwh: KilowattHours } | undefined
}

export const fact = (zh: string, en: string, value: number, unit: string, decimals = 1): AnomalyFact => ({
  name: { zh, en },
  value,
  unit,
  decimals,
})
/** A share in percent with what it is of. */
export const shareFact = (
  zh: string,
  en: string,
  share: number,
  of: readonly [value: number, unit: string, decimals: number],
  decimals = 0,
): AnomalyFact => ({
  ...fact(zh, en, share * 100, '%', decimals),
  of: { value: of[0], unit: of[1], decimals: of[2] },
})
export const known = (values: readonly (number | null)[]): number[] =>
  values.filter((value) => value !== null)
export const baseline = (values: readonly (number | null)[], leastDays: number): number | null =>
  known(values).length < leastDays ? null : median(known(values))
