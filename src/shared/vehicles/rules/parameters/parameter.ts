import type { Citation } from '../../../standards/rule.ts'

/** A threshold of the live vehicle rules that may be set: its names, unit, default and bounds, and where the default stands. */
export interface VehicleParameter {
  /** The rules that read it. */
  readonly rules: readonly string[]
  readonly zh: string
  readonly en: string
  readonly unit: 'm' | 'km/h' | 'min' | 's' | 'clock' | 'points' | '%' | '°'
  readonly default: number
  readonly min: number
  readonly max: number
  readonly citation: Citation
}

export const OWN = (article: string): Citation => ({ document: '本系统口径', article, mark: 'D' })
