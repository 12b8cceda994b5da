import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { z } from 'zod'
import type { Scale } from '../province/Province.ts'
import type { TerminalsConfig } from './terminals/index.ts'
import type { WireConfig } from './collectors/index.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const interval = z.coerce.number().int().min(50).max(HOUR_MS)

/**
 * Two days of a region's vehicles: a start after a kill reads what of them is still on its way to the
 * database; the largest scale would keep the machine at it for long.
 */
const HISTORY_DAYS = 2

const environmentSchema = z
  .object({
    STANDIN_PORT: port.default(0),
    STANDIN_MQTT_PORT: port.default(0),
    STANDIN_SEED: z.coerce.number().int().default(20260101),
    STANDIN_SCALE: z.enum(['tiny', 'guangxi', 'province-max']).default('guangxi'),
    STANDIN_DATA_DIR: z.string().min(1).default('data/var/standin'),
    STANDIN_KEY: z.string().min(8),
    STANDIN_WEBHOOK_URL: z.url().optional(),
    STANDIN_WEBHOOK_SECRET: z.string().min(8).optional(),
    STANDIN_CLOCK_OFFSET_MS: z.coerce.number().int().default(0),
    STANDIN_REPORT_MS: interval.default(5000),
    STANDIN_PARKED_MS: interval.default(MINUTE_MS),
    STANDIN_ENERGY_MS: interval.default(MINUTE_MS),
    STANDIN_HISTORY_DAYS: z.coerce.number().int().min(0).max(14).optional(),
    STANDIN_COLLECTORS: z.coerce.number().int().min(0).max(1000).default(0),
    STANDIN_COLLECTOR_PORT: port.default(0),
    STANDIN_MODBUS_PORT: port.optional(),
    STANDIN_TERMINALS: z.coerce.number().int().min(0).max(100_000).default(0),
    STANDIN_TERMINAL_PORT: port.default(0),
  })
  .refine((env) => (env.STANDIN_WEBHOOK_URL === undefined) === (env.STANDIN_WEBHOOK_SECRET === undefined), {
    message: 'STANDIN_WEBHOOK_URL and STANDIN_WEBHOOK_SECRET come together',
  })

export interface StandinConfig {
  /** 0 takes any free port. */
  readonly port: number
  readonly mqttPort: number
  readonly seed: number
  readonly scale: Scale
  readonly dataDir: string
  /** Bearer key of the request, callback-edit and session ways, and the MQTT password. */
  readonly key: string
  readonly webhook: { readonly url: string; readonly secret: string } | null
  readonly clockOffsetMs: number
  /** Between two reports of a moving and of a parked vehicle. */
  readonly reportMs: number
  readonly parkedMs: number
  /** Between two readings of one building. */
  readonly energyMs: number
  /** Finished days before the platform began of which it hands over tracks, and whether it compared earlier months; 0 or absent: none. */
  readonly historyDays?: number
  /** Buildings that speak by wire instead of the broadcast. */
  readonly wire?: WireConfig
  /** Vehicles that speak JT/T 808 instead of the session way. */
  readonly terminals?: TerminalsConfig | null
}

/** Both sides make the collectors' keys from the platform's: MD5 takes it whole, AES its first sixteen characters. */
const collectorKeys = (key: string): { md5: string; aes: string } => ({
  md5: key,
  aes: key.padEnd(16, '0').slice(0, 16),
})

/** Throws with one line for each variable that is wrong. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): StandinConfig => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues
        .map((issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`)
        .join('\n'),
    )
  }
  const e = parsed.data
  return {
    port: e.STANDIN_PORT,
    mqttPort: e.STANDIN_MQTT_PORT,
    seed: e.STANDIN_SEED,
    scale: e.STANDIN_SCALE,
    dataDir: e.STANDIN_DATA_DIR,
    key: e.STANDIN_KEY,
    webhook:
      e.STANDIN_WEBHOOK_URL && e.STANDIN_WEBHOOK_SECRET
        ? { url: e.STANDIN_WEBHOOK_URL, secret: e.STANDIN_WEBHOOK_SECRET }
        : null,
    clockOffsetMs: e.STANDIN_CLOCK_OFFSET_MS,
    reportMs: e.STANDIN_REPORT_MS,
    parkedMs: e.STANDIN_PARKED_MS,
    energyMs: e.STANDIN_ENERGY_MS,
    historyDays: e.STANDIN_HISTORY_DAYS ?? (e.STANDIN_SCALE === 'province-max' ? 0 : HISTORY_DAYS),
    wire: {
      collectors:
        e.STANDIN_COLLECTORS > 0
          ? {
              host: '127.0.0.1',
              port: e.STANDIN_COLLECTOR_PORT,
              count: e.STANDIN_COLLECTORS,
              keys: collectorKeys(e.STANDIN_KEY),
            }
          : null,
      modbusPort: e.STANDIN_MODBUS_PORT ?? null,
    },
    terminals:
      e.STANDIN_TERMINALS > 0 && e.STANDIN_TERMINAL_PORT > 0
        ? { host: '127.0.0.1', port: e.STANDIN_TERMINAL_PORT, count: e.STANDIN_TERMINALS }
        : null,
  }
}
