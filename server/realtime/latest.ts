import { makeFrame, type FrameColumns, type FrameTopic } from '#shared/protocol/frame.ts'
import type { EpochMs } from '#shared/units.ts'

/** What one group of screens shares: a region, or one unit's rows seen from it. */
export interface Group {
  readonly region: string
  readonly unit: string | null
}

/** Rows of a `latest` topic: who changed, who belongs to a group, how rows become columns. */
export interface LatestFeed<T extends FrameTopic = FrameTopic> {
  readonly topic: T
  /** Ordinals that changed since the last call. */
  takeChanged(): readonly number[]
  /** Every ordinal that has a row. */
  all(): Iterable<number>
  /** The test of belonging to a group, looked up once a tick. */
  member(group: Group): (ordinal: number) => boolean
  write(columns: FrameColumns<T>, ordinals: readonly number[], now: EpochMs): void
}

/** One encoded frame and its place in the group's sequence. */
export interface Encoded {
  readonly sequence: number
  readonly bytes: Uint8Array
}

export interface LatestGroup {
  readonly group: Group
  sequence(): number
  /** The changed rows of this group as one frame; null when none of them is in the group. */
  update(changed: readonly number[], now: EpochMs): Encoded | null
  /** All rows as one frame; the same one for everybody who asks before the next update or second. */
  snapshot(now: EpochMs): Encoded
}

/** A snapshot serves everyone who comes within this time, so that a hundred screens that start together cost one. */
const SNAPSHOT_LIFE_MS = 1_000

/** Counts what a bench and a test want to know: how many frames were encoded. */
export interface EncodeCounter {
  frames: number
  rows: number
}

/** The frames of one group: encoded once however many sockets share them. */
export const makeLatestGroup = <T extends FrameTopic>(feed: LatestFeed<T>, group: Group, counter: EncodeCounter): LatestGroup => {
  let sequence = 0
  let cached: (Encoded & { at: EpochMs }) | null = null

  const encode = (ordinals: readonly number[], snapshot: boolean, follows: number, now: EpochMs): Encoded => {
    const { buffer, columns } = makeFrame({ topic: feed.topic, snapshot, sequence, follows, rows: ordinals.length, serverTime: now })
    feed.write(columns, ordinals, now)
    counter.frames++
    counter.rows += ordinals.length
    return { sequence, bytes: Buffer.from(buffer) }
  }

  return {
    group,
    sequence: () => sequence,
    update: (changed, now) => {
      const rows = changed.filter(feed.member(group))
      if (rows.length === 0) return null
      const follows = sequence++
      cached = null
      return encode(rows, false, follows, now)
    },
    snapshot: (now) => {
      if (cached && now - cached.at < SNAPSHOT_LIFE_MS) return cached
      const member = feed.member(group)
      const rows: number[] = []
      for (const ordinal of feed.all()) if (member(ordinal)) rows.push(ordinal)
      cached = { ...encode(rows, true, 0, now), at: now }
      return cached
    },
  }
}
