/** What verdicts are held to where no public text and no index of theirs says it, as shares. 本系统口径 [D]. */
export interface VerdictTargets {
  /** 办证率, at least. */
  readonly certified: number
  /** Vehicles without an open finding, at least. */
  readonly compliance: number
  /** Trips without a finding of those that were judged, at least. */
  readonly trips: number
}
export const DEFAULT_TARGETS: VerdictTargets = { certified: 0.9, compliance: 0.98, trips: 0.95 }
