import { MINUTE_MS } from '../../kernel/time/time.ts'
import { z } from 'zod'
import { COLLECTION_NAMES, type CollectionName } from './collections.ts'
import { register } from '../../energy/collections/meters.ts'
import { id, instant, lon, lat, text } from '../../kernel/fields.ts'

/** `GET /v1/{collection}?cursor=&since=&limit=`, bearer key. `next` is null on the last page; keep `watermark` as the next `since`. */
export const pageSchema = z.object({
  items: z.array(z.unknown()),
  next: text(4_096).nullable(),
  watermark: instant,
  total: z.number().int().nonnegative(),
})
export type Page = z.infer<typeof pageSchema>

/**
 * Session way: a WebSocket at `/v1/positions`; the client acknowledges each batch by `seq`, the platform
 * re-sends from the last acknowledged.
 */
export const positionSchema = z.object({
  vehicle: id,
  at: instant,
  lon,
  lat,
  speedKmh: z.number().min(0).max(300),
  headingDeg: z.number().min(0).max(360),
  /** Ignition on; without it the vehicle is parked. */
  acc: z.boolean(),
  /** JT/T 808 alarm bits, 0 when none. */
  alarm: z.number().int().nonnegative().max(0xffff_ffff),
  crs: z.enum(['WGS84', 'GCJ02', 'BD09']).default('WGS84'),
})
export type PositionRecord = z.infer<typeof positionSchema>
export const positionBatchSchema = z.object({
  type: z.literal('positions'),
  seq: z.number().int().nonnegative(),
  items: z.array(z.unknown()),
})
/** What cannot be re-sent any more: older than the platform keeps, or from before its restart. */
export const positionGapSchema = z.object({
  type: z.literal('gap'),
  from: z.number().int(),
  to: z.number().int(),
})
export const positionHelloSchema = z.object({
  type: z.literal('hello'),
  lastSeq: z.number().int().nullable(),
})
export const positionAckSchema = z.object({ type: z.literal('ack'), seq: z.number().int() })

/** Broadcast way: MQTT topic `guanlan/v1/energy/{region}/{building}`, QoS 1. */
export const readingSchema = z.object({
  building: id,
  at: instant,
  /** Power at the instant, null where only the register was read: it is then the mean since the reading before. */
  meters: z
    .array(
      z.object({ meter: id, kw: z.number().min(-10_000_000).max(10_000_000).nullable(), total: register }),
    )
    .max(1_000),
})
export type ReadingRecord = z.infer<typeof readingSchema>
/** What comes in a stream and by no collection: what it is called, and which fields name one among its like. */
export const STREAMS = {
  positions: { name: 'positions', schema: positionSchema, key: ['vehicle', 'at'] },
  readings: { name: 'readings', schema: readingSchema, key: ['building', 'at'] },
} as const
export const ENERGY_TOPIC_PREFIX = 'guanlan/v1/energy'

/**
 * Callback way: `POST` to the registered address, header `x-platform-signature: t=<epochMs>,v1=<hex>` where v1 is
 * HMAC-SHA256 over `<t>.<body>`; refused when older than five minutes or seen before (`delivery`).
 */
export const webhookSchema = z.object({
  delivery: id,
  collection: z.enum(COLLECTION_NAMES as [CollectionName, ...CollectionName[]]),
  items: z.array(z.unknown()).min(1).max(1000),
})
export type Webhook = z.infer<typeof webhookSchema>
/** What became of a delivery: how many records were taken, and of those that were not, the first hundred by name. */
export const webhookAnswerSchema = z.object({
  accepted: z.number(),
  quarantined: z.number(),
  refused: z.array(z.object({ id: z.string().nullable(), field: z.string().nullable(), reason: z.string() })),
})
export type WebhookAnswer = z.infer<typeof webhookAnswerSchema>
export const WEBHOOK_SIGNATURE_HEADER = 'x-platform-signature'

/** `POST /_faults` of the stand-in: what it should do wrong, until told otherwise. */
export const faultsSchema = z.object({
  /** Added to every answer, ms. */
  delayMs: z.number().int().min(0).max(MINUTE_MS).default(0),
  /** Share of requests that answer 503, 0–1. */
  failRate: z.number().min(0).max(1).default(0),
  /** Everything refuses: REST 503, sockets closed, MQTT silent. */
  down: z.boolean().default(false),
  /** Share of batches sent twice, out of order, or as rubbish, 0–1. */
  repeatRate: z.number().min(0).max(1).default(0),
  reorderRate: z.number().min(0).max(1).default(0),
  rubbishRate: z.number().min(0).max(1).default(0),
})
export type Faults = z.infer<typeof faultsSchema>
