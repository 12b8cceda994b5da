import type { FrameColumns, FrameTopic } from '#shared/protocol/frame.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** What one group of screens shares: a region, or one unit's rows seen from it; of either, the part in one map cell. */
export interface Group {
  readonly region: string
  readonly unit: string | null
  readonly cell?: string | undefined
}

/** Where a row stands, degrees × 1e6. */
export interface Places {
  lonE6(ordinal: number): number
  latE6(ordinal: number): number
}

/** Rows of a `latest` topic: who changed, who belongs to a group, how rows become columns. */
export interface Feed<T extends FrameTopic = FrameTopic> {
  readonly topic: T
  /** One frame a group in so many ticks; each tick where it is not given. */
  readonly everyTicks?: number
  /** Topics that can be watched by map cell have it. */
  readonly places?: Places
  /** Ordinals that changed since the last call, best rising: distances between neighbours pack narrower. */
  takeChanged(): readonly number[]
  /** Every ordinal that has a row. */
  all(): Iterable<number>
  /** The test of belonging to a group's region or unit, looked up once a tick. */
  member(group: Group): (ordinal: number) => boolean
  write(columns: FrameColumns<T>, ordinals: readonly number[], now: EpochMs): void
}
