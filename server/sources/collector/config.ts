import { DAY_MS } from '#shared/kernel/time/time.ts'
import { z } from 'zod'
import { RAW_PROTOCOLS } from './raw.ts'

const aesText = z
  .string()
  .regex(/^([0-9a-fA-F]{32}|[\x20-\x7e]{16})$/, 'expected 16 characters or 32 hex digits')

/** A collector that is known by name: its own key, its building here, and which of its meters are which of ours. */
const collectorGatewaySchema = z
  .object({
    /** As the collector writes it: the ten-place code of the guide, or whatever it sends; empty for one that sends none, then `here` names its building. */
    building: z.string().max(64),
    gateway: z.string().max(64),
    /** Where it differs from the source's. */
    key: z.string().min(1).optional(),
    /** The building here; the same id when left out. */
    here: z.string().min(1).max(64).optional(),
    /** `meter/function`, `meter` or `coding` of the collector → meter id here; what is not named goes by its coding. */
    meters: z.record(z.string(), z.string().min(1).max(64)).default({}),
    /** Protocol of a meter's raw frames (parser=no) by the collector's meter number; by their form where it is not named. */
    protocols: z.record(z.string(), z.enum(RAW_PROTOCOLS)).default({}),
    /** 上传周期, minutes, where it differs from the source's. */
    periodMinutes: z.number().int().min(1).max(1_440).optional(),
  })
  .refine(({ building, here }) => building !== '' || here !== undefined, {
    path: ['here'],
    error: 'expected the building here of a collector that sends none',
  })
export type CollectorGateway = z.infer<typeof collectorGatewaySchema>

/** Collectors of the 2008 guide (分项能耗数据传输技术导则): we listen, they connect, prove themselves and upload. */
export const collectorConfigSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 takes any free port. */
  port: z.number().int().min(0).max(65_535),
  /** Shared key of the MD5 challenge for collectors without one of their own. */
  key: z.string().min(1),
  md5: z.enum(['sequence+key', 'key+sequence']).default('sequence+key'),
  /** Framing: `68681616` of the guide with CRC and tail, or `1f1f` of another maker, a type and a length before the message. */
  frame: z.enum(['68681616', '1f1f']).default('68681616'),
  /** AES-128-CBC of the messages; null: they come in the clear. */
  aes: z.object({ key: aesText, iv: aesText }).nullable(),
  /** `error` codes of a good reading: 0 with most makers, 192 with one. */
  goodErrors: z.array(z.string().max(16)).default(['', '0', '192']),
  gateways: z.array(collectorGatewaySchema).default([]),
  /** Only collectors in `gateways` may speak. */
  listedOnly: z.boolean().default(false),
  maxConnections: z.number().int().min(1).max(20_000).default(2_000),
  /** Lines of one address that have not proved themselves yet. */
  unprovenPerAddress: z.number().int().min(1).max(20_000).default(64),
  /** 上传周期 that each collector is set to once it proved itself, minutes (5 min to 24 h by the guide); null: left as it is. */
  periodMinutes: z.number().int().min(1).max(1_440).nullable().default(null),
  /** Largest message, bytes. */
  maxBytes: z.number().int().min(1_024).max(4_194_304).default(262_144),
  /** Read from one line on average; more waits in its collector's own buffers. */
  bytesPerSecond: z
    .number()
    .int()
    .min(1_024)
    .max(1 << 30)
    .default(1_048_576),
  /** A collector must prove itself, and end a frame that it began, within this time, ms. */
  patienceMs: z.number().int().min(100).max(600_000).default(30_000),
  /** A line that is silent so long is taken for dead, ms: more than an upload's 15 minutes. */
  silenceMs: z.number().int().min(200).max(DAY_MS).default(2_400_000),
})
export type CollectorConfig = z.infer<typeof collectorConfigSchema>
