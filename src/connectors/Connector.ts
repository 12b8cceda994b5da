import type { Batch, BatchTopic, Topic } from '#shared/protocol/events.ts'
import { FRAME_TOPICS } from '#shared/protocol/allTopics.ts'
import type { SessionEnd } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

export type ConnectorState = 'connecting' | 'live' | 'reconnecting' | 'stopped'

/** What a producer of the browser tells: frames as bytes, batches as items, and how it fares. */
export interface ConnectorEvents {
  readonly frame: { readonly region: string; readonly cell?: string; readonly buffer: ArrayBuffer }
  readonly batch: { readonly region: string; readonly batch: Batch }
  readonly state: { readonly state: ConnectorState; readonly at: EpochMs }
  /** Frames of a `latest` topic that this slow screen did not get. */
  readonly skipped: {
    readonly topic: Topic
    readonly region: string
    readonly cell?: string
    readonly frames: number
  }
  /** Batches were missed that the server no longer holds: read them over HTTP. */
  readonly lost: { readonly topic: Topic; readonly region: string }
  readonly refused: {
    readonly topic: Topic
    readonly region: string
    readonly cell?: string
    readonly code: string
    readonly message: string
  }
  /** The session ended; no reconnect follows. */
  readonly ended: { readonly reason: SessionEnd }
}

/** A producer: the live socket now, stored history later. Both feed the same tables. */
export interface Connector {
  start(): void
  /** `cell` narrows a topic that has map cells to one of them. */
  subscribe(topic: Topic, region: string, cell?: string): void
  unsubscribe(topic: Topic, region: string, cell?: string): void
  on<E extends keyof ConnectorEvents>(event: E, listener: (payload: ConnectorEvents[E]) => void): () => void
  /** Ends the connection and frees the worker; the connector cannot be started again. */
  stop(): void
}

export const isBatchTopic = (topic: Topic): topic is BatchTopic => !(topic in FRAME_TOPICS)
