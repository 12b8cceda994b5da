import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { BatchItems, BatchTopic, Batch, Topic } from '#shared/protocol/events.ts'
import type { FrameTopic } from '#shared/protocol/frame.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { makeBatchGroup, type Addressed, type BatchGroup } from './batches.ts'
import {
  makeLatestGroup,
  type EncodeCounter,
  type Encoded,
  type Group,
  type LatestFeed,
  type LatestGroup,
} from './latest.ts'

/** How the hub reaches screens; the gateway gives it its rooms. */
interface Outlet {
  /** How many screens are in a room. */
  size(room: string): number
  frame(room: string, group: Group, topic: FrameTopic, encoded: Encoded): void
  batch(room: string, group: Group, batch: Batch): void
}

export interface HubDeps {
  readonly feeds: { readonly [T in FrameTopic]: LatestFeed<T> }
  /** Whether something in `region` (null: concerns all) of `unit` belongs to the group. */
  belongs(group: Group, at: { region: string | null; unit: string | null }): boolean
  readonly outlet: Outlet
  readonly now: () => EpochMs
}

export interface Hub {
  readonly counter: EncodeCounter
  latest(topic: FrameTopic, group: Group): LatestGroup
  batches<T extends BatchTopic>(topic: T, group: Group): BatchGroup<T>
  publish<T extends BatchTopic>(topic: T, items: readonly Addressed<BatchItems[T]>[]): void
  /** One tick: at most one frame a group, and groups that nobody watches are let go. */
  tick(): void
}

/** A batch group outlives its last screen so long, so that a reconnect finds what it missed. */
const BATCH_LINGER_MS: DurationMs = 15 * MINUTE_MS

export const roomOf = (topic: Topic, group: Group): string =>
  `${topic}|${group.region}|${group.unit ?? ''}|${group.cell ?? ''}`

/** The frame groups that somebody watches, by room. */
type Watched = Map<string, { readonly topic: FrameTopic; readonly frames: LatestGroup }>

const tickTopic = (
  latest: Watched,
  { feeds, outlet }: Pick<HubDeps, 'feeds' | 'outlet'>,
  topic: FrameTopic,
  at: EpochMs,
): void => {
  const feed = feeds[topic]
  const changed = feed.takeChanged()
  feed.cells?.move(changed)
  for (const [room, entry] of latest) {
    if (entry.topic !== topic) continue
    if (outlet.size(room) === 0) {
      latest.delete(room)
      continue
    }
    const encoded = entry.frames.update(changed, at)
    if (encoded) outlet.frame(room, entry.frames.group, topic, encoded)
  }
}

/** Groups of screens by topic and region or unit: whatever goes out is made once for each. */
export const makeHub = ({ feeds, belongs, outlet, now }: HubDeps): Hub => {
  const counter: EncodeCounter = { frames: 0, rows: 0 }
  const latest: Watched = new Map()
  const batch = new Map<string, { group: BatchGroup; seenAt: EpochMs }>()
  let ticks = 0

  const tickLatest = (): void => {
    const at = now()
    for (const topic of Object.keys(feeds) as FrameTopic[]) {
      if (ticks % (feeds[topic].everyTicks ?? 1) === 0) tickTopic(latest, { feeds, outlet }, topic, at)
    }
    ticks++
  }

  return {
    counter,
    latest: (topic, group) => {
      const room = roomOf(topic, group)
      const found = latest.get(room)
      if (found) return found.frames
      const frames = makeLatestGroup(feeds[topic] as LatestFeed, group, counter)
      latest.set(room, { topic, frames })
      return frames
    },
    batches: <T extends BatchTopic>(topic: T, group: Group) => {
      const room = roomOf(topic, group)
      const entry = batch.get(room) ?? {
        group: makeBatchGroup(topic, group, (at) => belongs(group, at), now()) as unknown as BatchGroup,
        seenAt: now(),
      }
      entry.seenAt = now()
      batch.set(room, entry)
      return entry.group as unknown as BatchGroup<T>
    },
    publish: (topic, items) => {
      for (const [room, { group }] of batch) {
        if (group.topic !== topic) continue
        const made = (group as unknown as BatchGroup<typeof topic>).add(items)
        if (made) outlet.batch(room, group.group, made)
      }
    },
    tick: () => {
      tickLatest()
      const at = now()
      for (const [room, entry] of batch) {
        if (outlet.size(room) > 0) entry.seenAt = at
        else if (at - entry.seenAt > BATCH_LINGER_MS) batch.delete(room)
      }
    },
  }
}
