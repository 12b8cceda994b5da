import type { Topic } from '#shared/protocol/events.ts'

/** What of a socket tells how far behind it is; kept structural so that no transport's type leaks. */
export interface Wire {
  /** Packets that the transport has not taken yet. */
  waitingPackets(): number
  /** Bytes that the kernel has not taken yet. */
  bufferedBytes(): number
}

/** A screen is slow when it holds more than this un-sent. */
const LIMITS = { packets: 8, bytes: 1_000_000 }
/** It has caught up when less than this is left. */
const RECOVERED = { packets: 1, bytes: 64_000 }

/** Beyond it a screen is cut off: batches are never skipped, and with so many it is quicker to come again and read what it missed. */
const LOST = { packets: 1_000, bytes: 16_000_000 }

/** Frames of one group that a screen did not get. */
interface Skipped {
  readonly topic: Topic
  readonly region: string
  readonly cell?: string
  frames: number
}

/** One screen's account: which of its latest topics were skipped, and how often. */
export interface Backlog {
  /** True while the screen should not be sent frames. */
  slow(): boolean
  /** True when what waits for it is more than it is worth keeping. */
  lost(): boolean
  skip(topic: Topic, region: string, cell?: string): void
  /** Once it has caught up: what was skipped, handed over and forgotten. Empty while it is still slow. */
  takeSkipped(): Skipped[]
}

export const makeBacklog = (wire: Wire): Backlog => {
  const skipped = new Map<string, Skipped>()
  const above = (limit: { packets: number; bytes: number }): boolean =>
    wire.waitingPackets() > limit.packets || wire.bufferedBytes() > limit.bytes
  return {
    slow: () => above(skipped.size > 0 ? RECOVERED : LIMITS),
    lost: () => above(LOST),
    skip: (topic, region, cell) => {
      const key = `${topic}|${region}|${cell ?? ''}`
      const entry = skipped.get(key) ?? { topic, region, ...(cell === undefined ? {} : { cell }), frames: 0 }
      entry.frames++
      skipped.set(key, entry)
    },
    takeSkipped: () => {
      if (skipped.size === 0 || above(RECOVERED)) return []
      const taken = [...skipped.values()]
      skipped.clear()
      return taken
    },
  }
}
