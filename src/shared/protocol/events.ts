/** The socket, one file for both sides. socket.io at `/live`, cookie session, same origin. */
import { z } from 'zod'
import { parseCell } from './cells.ts'
import type { BatchItems } from '../kernel/topic.ts'
import type { FrameTopic } from './frame.ts'
import type { SessionEnd } from './http.ts'

export type { BatchItems } from '../kernel/topic.ts'
export type { LedgerChange } from '../housing/topics.ts'
export type { LoadPoint } from '../energy/topics.ts'

/** What is sent and how, each defined by its subject: `../<subject>/topics.ts`. */
export type BatchTopic = keyof BatchItems
export type Topic = FrameTopic | BatchTopic

/** `region` must lie in the viewer's scope; a unit's viewer always receives only its unit's rows. */
export const subscribeSchema = z.object({
  /** One that the server does not know is refused. */
  topic: z.custom<Topic>((value) => typeof value === 'string', 'expected the name of a topic'),
  region: z.string(),
  /** `vehicles` only: the part of the region that lies in this cell of the map, see cells.ts. */
  cell: z
    .string()
    .refine((name) => parseCell(name) !== null, 'expected a cell of the grid, zoom/x/y')
    .optional(),
  /** Last batch seen before a reconnect; the server sends what followed it. */
  after: z.number().int().nonnegative().optional(),
})
export type Subscribe = z.infer<typeof subscribeSchema>

export type Batch = { [T in BatchTopic]: { topic: T; sequence: number; items: BatchItems[T][] } }[BatchTopic]

/** `lost` says that not all that followed `after` is still kept: read the topic's HTTP route again. */
export type Ack = { ok: true; sequence: number; lost?: true } | { ok: false; code: string; message: string }

export interface ClientEvents {
  subscribe: (request: Subscribe, ack: (answer: Ack) => void) => void
  unsubscribe: (request: Subscribe) => void
  /** After a gap: one fresh snapshot of a `latest` topic. */
  resync: (request: Subscribe) => void
}

export interface ServerEvents {
  /** Encoded once for every screen of the group; `region`, and `cell` where one was asked for, name the group. */
  frame: (region: string, frame: ArrayBuffer | Uint8Array, cell?: string) => void
  batch: (region: string, batch: Batch) => void
  /** Frames that this slow screen did not get since the last notice. */
  skipped: (notice: { topic: Topic; region: string; cell?: string; frames: number }) => void
  /** The session ended. */
  ended: (reason: SessionEnd) => void
}
export const SOCKET_PATH = '/live'
