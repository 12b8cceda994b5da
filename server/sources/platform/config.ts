import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { z } from 'zod'

const name = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/)

/** Request way: REST pages. */
export const restConfigSchema = z.object({
  name,
  /** Base address, e.g. `http://platform.local:9000`. */
  url: z.url(),
  key: z.string().min(1),
  /** Between the end of one poll and the next, ms. */
  pollMs: z.number().int().min(50).default(5_000),
  pageSize: z.number().int().min(1).max(5_000).default(1_000),
  /** An answer that takes longer counts as an outage, ms. */
  timeoutMs: z.number().int().min(100).default(30_000),
  /** An answer that is larger, packed or unpacked, is not read on; bytes. */
  maxBytes: z
    .number()
    .int()
    .min(1_024)
    .max(512 * 1_048_576)
    .default(32 * 1_048_576),
})
export type RestConfig = z.infer<typeof restConfigSchema>

/** Callback way: signed webhook. */
export const webhookConfigSchema = z.object({ name, secret: z.string().min(8) })
export type WebhookConfig = z.infer<typeof webhookConfigSchema>

/** Session way: WebSocket. */
export const positionsConfigSchema = z.object({
  name,
  /** e.g. `ws://platform.local:9000/v1/positions`. */
  url: z.string().regex(/^wss?:\/\//),
  key: z.string().min(1),
  /** A line that is silent so long is taken for dead, ms. */
  silenceMs: z.number().int().min(200).default(MINUTE_MS),
  /** A message that is larger closes the line; bytes. */
  maxBytes: z
    .number()
    .int()
    .min(1_024)
    .max(512 * 1_048_576)
    .default(8 * 1_048_576),
})
export type PositionsConfig = z.infer<typeof positionsConfigSchema>

/** Broadcast way: MQTT. */
export const readingsConfigSchema = z.object({
  name,
  /** e.g. `mqtt://platform.local:1883`. */
  url: z.string().regex(/^mqtts?:\/\//),
  username: z.string().min(1),
  password: z.string().min(1),
  /** Names the persistent session at the broker: the same over restarts, another for every server. */
  clientId: z.string().min(1).max(64).default('guanlan'),
  /** At most so long are readings gathered into one durable batch before they are acknowledged, ms. */
  gatherMs: z.number().int().min(0).max(5_000).default(200),
  /** A message that is larger is turned away unread; bytes. */
  maxBytes: z
    .number()
    .int()
    .min(1_024)
    .max(32 * 1_048_576)
    .default(1_048_576),
})
export type ReadingsConfig = z.infer<typeof readingsConfigSchema>
