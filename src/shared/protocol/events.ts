/** The socket, one file for both sides. socket.io at `/live`, cookie session, same origin. */
import { z } from 'zod'
import { parseCell } from './cells.ts'
import type { Alert, SessionEnd, SourceStatus, StandardsChange } from './http.ts'

/** `latest` topics are binary frames and may be skipped; `batch` topics never are. Each needs the permission beside it. */
export const TOPICS = {
  vehicles: { kind: 'latest', permission: 'view.live' },
  energy: { kind: 'latest', permission: 'view.live' },
  alerts: { kind: 'batch', permission: 'view.alerts' },
  ledger: { kind: 'batch', permission: 'view.places' },
  load: { kind: 'batch', permission: 'view.live' },
  sources: { kind: 'batch', permission: 'view.places' },
  standards: { kind: 'batch', permission: 'view.places' },
} as const
export type Topic = keyof typeof TOPICS
export type BatchTopic = 'alerts' | 'ledger' | 'load' | 'sources' | 'standards'

/** `region` must lie in the viewer's scope; a unit's viewer always receives only its unit's rows. */
export const subscribeSchema = z.object({
  topic: z.enum(Object.keys(TOPICS) as [Topic, ...Topic[]]),
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

/** A place or unit whose measures changed, with the new roll-up; every ancestor is in the same batch. */
export interface LedgerChange {
  readonly id: string
  readonly kind: 'region' | 'compound' | 'building' | 'floor' | 'room' | 'unit'
  readonly measures: readonly number[]
  readonly at: number
}
export interface LoadPoint {
  readonly region: string
  readonly at: number
  readonly kw: number
  readonly todayKwh: number
  readonly buildingsReporting: number
}
export interface BatchItems {
  alerts: Alert
  ledger: LedgerChange
  load: LoadPoint
  sources: SourceStatus
  standards: StandardsChange
}
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
