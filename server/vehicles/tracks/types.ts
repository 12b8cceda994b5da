import type { EpochMs } from '#shared/kernel/units.ts'
import type { FleetStep, FleetWindow, PointColumns } from '#shared/vehicles/track/points.ts'

/**
 * A terminal's clock may run ahead so far. What is on record beyond it was written while the house's clock stood later
 * (ADR 0006): it stays on record and is nobody's newest state until the clock gets there.
 */
export { AHEAD_MS } from '#shared/kernel/time/age.ts'

export interface TrackCounts {
  /** Since the start of the process. Late points that turn out to be on record, in a slab that was closed, count as late. */
  readonly received: number
  readonly newest: number
  readonly repeated: number
  readonly late: number
}

export interface TrackPending {
  /** Batches and bytes in the spool, and since when the oldest waits by the machine's clock. */
  readonly rows: number
  readonly bytes: number
  readonly oldestAt: number | null
  /** Points of open slabs in memory; `behind`: some are in the spool only, until the database takes the others. */
  readonly points: number
  readonly slabs: number
  readonly behind: boolean
  /** Why the last move to the database failed; null when it did not. */
  readonly error: string | null
}

/** Every position of every vehicle: durable at once on the local disk, then in chunks of five minutes in the database. */
export interface TrackStore {
  /** Starts the threads. Resolves once the newest state is known and what waited in the spool is in memory. */
  start(): Promise<void>
  /** The newest point of every vehicle that is not of a time to come, whenever it was, by ordinal. */
  newest(): Promise<PointColumns>
  /**
   * Durable when it resolves: with the same columns and `mark` filled in. Takes the columns' buffer: they are empty meanwhile.
   * Identity is (ordinal, at): what is on record stays as it is. Rejects when the disk is full; then nothing was kept.
   */
  append(points: PointColumns, now: EpochMs): Promise<PointColumns>
  /** One vehicle's points in order of time, both ends included. */
  track(ordinal: number, from: EpochMs, to: EpochMs): Promise<PointColumns>
  /** The newest point of every vehicle at or before the instant, by ordinal; vehicles silent for more than a week before it are left out. */
  fleetAt(at: EpochMs): Promise<PointColumns>
  /** A window of the past step by step, in order; read one step at a time, so that a slow reader holds nothing but one step in memory. */
  fleetWindow(window: FleetWindow): AsyncIterable<FleetStep>
  /** Moves all open slabs to the database now. */
  flush(): Promise<void>
  /** Ends when nothing is left of the table of earlier versions; the store does it by itself after its start. */
  moveOld(): Promise<void>
  /** Drops whole civil days before this instant; answers their names. */
  dropBefore(before: EpochMs): Promise<string[]>
  counts(): Promise<TrackCounts>
  pending(): Promise<TrackPending>
  /** Ends the threads; what is in the spool waits there for the next start. */
  close(): Promise<void>
}

export interface WriterLimits {
  /** Points in memory beyond which the fullest slab is moved before its time. */
  readonly softPoints: number
  /** Beyond which points stay in the spool alone until there is room. */
  readonly hardPoints: number
  /** A slab is moved so long after its end, and so long after its first point came; one of a time to come waits for no end, the spool could not forget what came after it. */
  readonly graceMs: number
  readonly gatherMs: number
}
