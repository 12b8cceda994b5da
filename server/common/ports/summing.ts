import type { Window } from '#shared/indices/window.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { RecordOf } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'
import type { Arrival, Given, LedgerCollection, Link } from '../plan.ts'

/** Records of one collection, as the ledger takes them in. */
export interface Batch<C extends LedgerCollection = LedgerCollection> {
  readonly collection: C
  readonly items: readonly RecordOf<C>[]
}

/** What one batch wrote, what its rows hung on before, and whose facts must be made again. */
export interface BatchOutcome {
  readonly written: readonly string[]
  readonly before: readonly Link[]
  /** Rooms whose limits changed because a person or a unit did. */
  readonly affectedRooms: readonly string[]
  /** Rooms that had people in common with those written, before they were written. */
  readonly shared: readonly string[]
}

/** What rows of a collection hang on. */
export type LinksOf = (of: LedgerCollection, ids: readonly string[]) => Promise<readonly Link[]>

/** An edit of a room as its change log keeps it: only the fields that changed. */
export interface RoomChange {
  readonly room: string
  readonly at: EpochMs
  readonly account: string
  readonly reason: string
  readonly before: object
  readonly after: object
}

/**
 * What follows from the ledger's rows and is made in the ledger's own transaction: the facts of rooms, who is counted
 * where, the roll-ups. The ledger knows when, housing knows how.
 */
export interface Summing {
  /** The people who sit in a batch's rooms; nobody where it holds none. */
  sitters(batch: Batch): Promise<Given['sitters']>
  /** Rooms that have people in common with those of a batch that is about to be written. */
  sharing(collection: LedgerCollection, ids: readonly string[]): Promise<readonly string[]>
  /** Rooms whose limits follow from what a batch changed in people or units; `before`: what its rows hung on. */
  affectedBy(
    batch: Batch,
    changed: readonly string[],
    before: readonly Link[],
    arrival: Arrival,
  ): Promise<readonly string[]>
  /** Leaves the facts of these rooms to `remakeStale`. */
  markStale(rooms: readonly string[]): Promise<void>
  /** Makes anew the facts that were left; of how many rooms. In portions, so outside a transaction. */
  remakeStale(): Promise<number>
  /** Sums what a batch touched and all above it; answers what it changed. */
  refresh(
    batch: Batch,
    outcome: BatchOutcome,
    links: LinksOf,
    window: Window,
    now: EpochMs,
  ): Promise<LedgerChange[]>
  /** Every roll-up, bottom up. */
  rebuild(window: Window): Promise<void>
  /** What regions have now. */
  regionsNow(codes: readonly string[], now: EpochMs): Promise<LedgerChange[]>
  /** 市科级直属机构 keep to a table of their own from now on, or no longer; true where any room's limits change by it. */
  chooseSectionOrgans(choice: 'off' | 'on'): Promise<boolean>
  /** Writes an edit into the room's own change log. */
  logChange(change: RoomChange): Promise<void>
}
/** The same over a transaction, or over no transaction. */
export type SummingOver = (db: Db) => Summing

/** What housing asks of the ledger. */
export interface LedgerDoor {
  /** One room's edit with its entry in the change log, in one transaction with all roll-ups above it. */
  editRoom(next: RecordOf<'rooms'>, log: (within: Pick<Summing, 'logChange'>) => Promise<void>): Promise<void>
  /** What the roll-ups counted when they were last made. */
  window(): Promise<Window | null>
}
