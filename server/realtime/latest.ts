import {
  LEFT_GROUP,
  makeFrame,
  packFrame,
  type FrameColumns,
  type FrameTopic,
} from '#shared/protocol/frame.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Feed, Group } from '../common/feed.ts'
import type { CellIndex } from './cells.ts'

export type { Group }

/** Rows of a `latest` topic, and where they stand in the cells of the map. */
export interface LatestFeed<T extends FrameTopic = FrameTopic> extends Feed<T> {
  readonly cells?: CellIndex
}

/** One encoded frame and its place in the group's sequence. */
export interface Encoded {
  readonly sequence: number
  readonly bytes: Uint8Array
}

export interface LatestGroup {
  readonly group: Group
  sequence(): number
  /** The rows of this group among those that changed as one frame; null when there is nothing to say. */
  update(changed: readonly number[], now: EpochMs): Encoded | null
  /** All rows as one frame; the same one for everybody who asks before the next update or second. */
  snapshot(now: EpochMs): Encoded
}

/** A snapshot serves everyone who comes within this time, so that a hundred screens that start together cost one. */
const SNAPSHOT_LIFE_MS = 1_000
const NONE: readonly number[] = []

/** Counts what a bench and a test want to know: how many frames were encoded. */
export interface EncodeCounter {
  frames: number
  rows: number
}

interface Frame {
  readonly ordinals: readonly number[]
  /** Rows that are told to have left the group. */
  readonly left: readonly number[]
  readonly snapshot: boolean
  readonly sequence: number
  readonly follows: number
  readonly now: EpochMs
}

const encode = <T extends FrameTopic>(
  feed: LatestFeed<T>,
  counter: EncodeCounter,
  { ordinals, left, snapshot, sequence, follows, now }: Frame,
): Encoded => {
  const rows = left.length > 0 ? [...ordinals, ...left] : ordinals
  const { buffer, columns } = makeFrame({
    topic: feed.topic,
    snapshot,
    sequence,
    follows,
    rows: rows.length,
    serverTime: now,
  })
  feed.write(columns, rows, now)
  if (left.length > 0) (columns as FrameColumns<'vehicles'>).state.fill(LEFT_GROUP, ordinals.length)
  counter.frames++
  counter.rows += rows.length
  return { sequence, bytes: Buffer.from(packFrame(buffer)) }
}

/**
 * The frames of one group: encoded once however many sockets share them. Who leaves a cell is told one tick later, so
 * that the next cell's frame is there first and a screen that holds both never loses the vehicle.
 */
export const makeLatestGroup = <T extends FrameTopic>(
  feed: LatestFeed<T>,
  group: Group,
  counter: EncodeCounter,
): LatestGroup => {
  const { cell } = group
  const cells = cell === undefined ? undefined : feed.cells
  const isInCell = cell === undefined || !cells ? () => true : cells.holds(cell)
  let sequence = 0
  let leaving: readonly number[] = NONE
  let cached: (Encoded & { at: EpochMs }) | null = null

  return {
    group,
    sequence: () => sequence,
    update: (changed, now) => {
      const mine = cells && cell !== undefined ? cells.inside(cell) : changed
      const gone = leaving.filter((ordinal) => !isInCell(ordinal))
      const left = cells && cell !== undefined ? cells.left(cell) : NONE
      leaving = NONE
      if (mine.length + gone.length + left.length === 0) return null
      const member = feed.member(group)
      const rows = mine.filter(member)
      leaving = left.filter(member)
      if (rows.length + gone.length === 0) return null
      const follows = sequence++
      cached = null
      return encode(feed, counter, { ordinals: rows, left: gone, snapshot: false, sequence, follows, now })
    },
    snapshot: (now) => {
      if (cached && now - cached.at < SNAPSHOT_LIFE_MS) return cached
      const member = feed.member(group)
      const rows: number[] = []
      for (const ordinal of cells && cell !== undefined ? cells.everyone(cell) : feed.all())
        if (member(ordinal)) rows.push(ordinal)
      const whole = { ordinals: rows, left: NONE, snapshot: true, sequence, follows: 0, now }
      cached = { ...encode(feed, counter, whole), at: now }
      return cached
    },
  }
}
