import type { CollectionName, PositionRecord, ReadingRecord, RecordOf } from '#shared/protocol/platform.ts'
import type { DriverCard } from '#shared/vehicles/drivers.ts'
import type { SourceStatus } from '#shared/protocol/http.ts'

/** What a source hands over: validated canonical records, in WGS-84, one kind a batch. */
export type SourceBatch =
  | {
      [C in CollectionName]: {
        readonly kind: 'records'
        readonly collection: C
        readonly items: readonly RecordOf<C>[]
      }
    }[CollectionName]
  | { readonly kind: 'positions'; readonly items: readonly PositionRecord[] }
  | { readonly kind: 'drivers'; readonly items: readonly DriverCard[] }
  | { readonly kind: 'readings'; readonly items: readonly ReadingRecord[] }

/** A record that failed at the door: kept with its reason, never dropped. */
export interface Rejected {
  readonly source: string
  readonly collection: string
  readonly recordId: string | null
  readonly field: string | null
  /** What was expected and the shape of what came; never the value that was found: it may be personal. */
  readonly reason: string
  readonly body: unknown
  /** Code of the region that it belongs to; null or absent where that cannot be told. */
  readonly region?: string | null
}

export interface SourceSink {
  /**
   * Resolves once the batch is durable; only then does a source move its cursor or acknowledge. Applying a batch twice
   * changes nothing. Answers what of it can never be kept and went to quarantine instead; rejects only while it may succeed later.
   */
  accept(source: string, batch: SourceBatch): Promise<readonly Rejected[] | void>
  quarantine(rejected: readonly Rejected[]): Promise<void>
  /** The source has handed over all that there was: roll-ups may be made whole. */
  settled(source: string): Promise<void>
  /** Durable, one a source and stream. */
  cursor(source: string, stream: string): Promise<string | null>
  setCursor(source: string, stream: string, value: string): Promise<void>
}

/** A connector to one platform by one way. An outage never throws out of it: it backs off, says so in `status`, and catches up. */
export interface Source {
  readonly name: string
  start(sink: SourceSink): Promise<void>
  stop(): Promise<void>
  status(): SourceStatus
}
