import type { Batch, BatchItems, BatchTopic } from '#shared/protocol/events.ts'
import type { Group } from './latest.ts'

/** An item with where it belongs; `region` null concerns everyone. */
export interface Addressed<T> {
  readonly item: T
  readonly region: string | null
  readonly unit: string | null
  /** Of an item that does not belong to a group: what the group is told of it; null is nothing. */
  part?(group: Group): T | null
}

/** The numbered batches of one group: never skipped, kept for those who come back. */
export interface BatchGroup<T extends BatchTopic = BatchTopic> {
  readonly topic: T
  readonly group: Group
  sequence(): number
  /** null when no item belongs to the group. */
  add(items: readonly Addressed<BatchItems[T]>[]): Batch | null
  /** What followed a number; `whole` is false when the ring no longer reaches back so far. */
  after(sequence: number): { batches: Batch[]; whole: boolean }
}

const RING = 1_000

/**
 * Numbers start at `first` and rise by one a batch. `first` rises with every start of the server, so that a number
 * from before a restart is seen to be older than the ring.
 */
export const makeBatchGroup = <T extends BatchTopic>(
  topic: T,
  group: Group,
  belongs: (at: { region: string | null; unit: string | null }) => boolean,
  first: number,
): BatchGroup<T> => {
  const ring: Batch[] = []
  let sequence = first
  return {
    topic,
    group,
    sequence: () => sequence,
    add: (items) => {
      const mine = items
        .map((one) => (belongs(one) ? one.item : (one.part?.(group) ?? null)))
        .filter((item) => item !== null)
      if (mine.length === 0) return null
      const batch = { topic, sequence: ++sequence, items: mine } as unknown as Batch
      ring.push(batch)
      if (ring.length > RING) ring.shift()
      return batch
    },
    after: (seen) => {
      const oldest = ring[0]?.sequence ?? sequence + 1
      return {
        batches: ring.filter((batch) => batch.sequence > seen),
        whole: seen + 1 >= oldest && seen <= sequence,
      }
    },
  }
}
