import type { Batch, Topic } from '#shared/protocol/events.ts'
import type { SessionEnd } from '#shared/protocol/http.ts'
import type { ConnectorState } from '../Connector.ts'

/** Every message between the main thread and the socket's worker. */
export type ToWorker =
  | { readonly type: 'open'; readonly origin: string }
  | { readonly type: 'subscribe'; readonly topic: Topic; readonly region: string; readonly cell?: string }
  | { readonly type: 'unsubscribe'; readonly topic: Topic; readonly region: string; readonly cell?: string }
  | { readonly type: 'close' }

export type FromWorker =
  /** A wide frame: unpacking is done. The buffer is transferred, never copied. */
  | { readonly type: 'frame'; readonly region: string; readonly cell?: string; readonly buffer: ArrayBuffer }
  | { readonly type: 'batch'; readonly region: string; readonly batch: Batch }
  | { readonly type: 'state'; readonly state: ConnectorState; readonly at: number }
  | {
      readonly type: 'skipped'
      readonly topic: Topic
      readonly region: string
      readonly cell?: string
      readonly frames: number
    }
  | {
      readonly type: 'refused'
      readonly topic: Topic
      readonly region: string
      readonly cell?: string
      readonly code: string
      readonly message: string
    }
  /** The server no longer holds what followed the last batch: it must be read over HTTP. */
  | { readonly type: 'lost'; readonly topic: Topic; readonly region: string }
  | { readonly type: 'ended'; readonly reason: SessionEnd }
