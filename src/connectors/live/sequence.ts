import type { Topic } from '#shared/protocol/events.ts'

/** What to do with something that arrived: hand it on, drop what was seen already, or ask for a fresh snapshot once. */
export type Verdict = 'take' | 'drop' | 'resync'

/**
 * Follows the sequence of each subscription. A `latest` frame is taken when it is a snapshot or builds on the last one
 * seen; after a gap one resync is asked and updates are dropped until the snapshot is there. Batches are taken in order,
 * repeats are dropped, and the last one seen is the `after` of the next subscription.
 */
export const makeSequenceKeeper = () => {
  const frames = new Map<string, { last: number; waiting: boolean }>()
  const batches = new Map<string, number>()
  const key = (topic: Topic, region: string): string => `${topic}@${region}`

  return {
    frame(
      topic: Topic,
      region: string,
      head: { snapshot: boolean; sequence: number; follows: number },
    ): Verdict {
      const known = frames.get(key(topic, region))
      if (head.snapshot || known?.last === head.follows) {
        if (known?.waiting && !head.snapshot) return 'drop'
        frames.set(key(topic, region), { last: head.sequence, waiting: false })
        return 'take'
      }
      if (known && head.sequence <= known.last) return 'drop'
      if (known?.waiting) return 'drop'
      frames.set(key(topic, region), { last: known?.last ?? 0, waiting: true })
      return 'resync'
    },
    batch(topic: Topic, region: string, sequence: number): Verdict {
      const last = batches.get(key(topic, region))
      if (last !== undefined && sequence <= last) return 'drop'
      batches.set(key(topic, region), sequence)
      return 'take'
    },
    /** Where the server should go on from; undefined before the first batch. */
    after: (topic: Topic, region: string): number | undefined => batches.get(key(topic, region)),
    /** The server's own position at subscription, when nothing was seen yet. */
    begin(topic: Topic, region: string, sequence: number): void {
      if (!batches.has(key(topic, region))) batches.set(key(topic, region), sequence)
    },
    /** A new connection: frames start from a snapshot again; batches go on. */
    reconnected(): void {
      frames.clear()
    },
    /** A frame of this region cannot be read, be it the snapshot that is waited for: the next one begins anew. */
    damaged(region: string): void {
      for (const each of frames.keys()) if (each.endsWith(`@${region}`)) frames.delete(each)
    },
    forget(topic: Topic, region: string): void {
      frames.delete(key(topic, region))
      batches.delete(key(topic, region))
    },
  }
}
