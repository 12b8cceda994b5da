import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { COLLECTION_NAMES, isHistory } from '#shared/protocol/platform.ts'
import { startChild, type Child } from './processes/children.ts'
import type { LaunchOptions } from './options.ts'
import { platformKeys } from './house/keys.ts'
import { START_LIMIT_MS, until } from './processes/until.ts'
import { keptPortFrom } from './house/wirePorts.ts'

export interface StandinAddress {
  readonly url: string
  readonly mqttPort: number
  /** Its Modbus slave, as its own sheet describes it; null without one. */
  readonly slave: {
    readonly port: number
    readonly building: string
    readonly ratio: number
    readonly meters: readonly { readonly item: string; readonly address: number }[]
  } | null
}

/** Where what connects to us by itself finds us. */
export interface WirePorts {
  readonly collectors: number
  readonly terminals: number
}
export const wirePorts = async (environment: NodeJS.ProcessEnv, dataDir: string): Promise<WirePorts> => ({
  collectors: await keptPortFrom(environment, 'GUANLAN_COLLECTOR_PORT', join(dataDir, 'collector-port')),
  terminals: await keptPortFrom(environment, 'GUANLAN_JT808_PORT', join(dataDir, 'jt808-port')),
})

/** Keeps V8 from hoarding: 990,000 rooms pass through in pages; a day's orders of 70,000 vehicles are held, some 350 MB. */
const STANDIN_FLAGS = ['--max-old-space-size=768', '--max-semi-space-size=8']

const READY = /standin ready (http:\/\/\S+) mqtt (\d+) (\{.*\})/

/** The platform answers its first page only after the whole province is made. */
export const FIRST_PAGE_MS = 600_000

/** `before` is where it listened: one that is started again listens there again. */
export const startStandin = (options: LaunchOptions, ports: WirePorts, before?: StandinAddress): Child => {
  const { key, webhookSecret } = platformKeys(options.dataDir)
  const environment = {
    STANDIN_COLLECTORS: '4',
    STANDIN_MODBUS_PORT: '0',
    STANDIN_TERMINALS: '48',
    ...process.env,
    ...(before
      ? {
          STANDIN_PORT: new URL(before.url).port,
          STANDIN_MQTT_PORT: String(before.mqttPort),
          ...(before.slave ? { STANDIN_MODBUS_PORT: String(before.slave.port) } : {}),
        }
      : {}),
    STANDIN_COLLECTOR_PORT: String(ports.collectors),
    STANDIN_TERMINAL_PORT: String(ports.terminals),
    STANDIN_SCALE: options.scale,
    STANDIN_SEED: String(options.seed),
    STANDIN_DATA_DIR: join(options.dataDir, 'standin'),
    STANDIN_KEY: key,
    STANDIN_WEBHOOK_URL: `http://${options.host}:${options.port}/hooks/platform`,
    STANDIN_WEBHOOK_SECRET: webhookSecret,
    STANDIN_CLOCK_OFFSET_MS: String(options.clockOffsetMs),
  }
  return startChild({
    title: '模拟平台 the stand-in platform',
    script: 'data/standin/main.ts',
    environment,
    logFile: join(options.dataDir, 'logs', 'standin.log'),
    flags: STANDIN_FLAGS,
  })
}

export const standinReady = (child: Child): Promise<StandinAddress> =>
  until(child, START_LIMIT_MS, async () => {
    const found = existsSync(child.logFile) ? READY.exec(readFileSync(child.logFile, 'utf8')) : null
    return found
      ? {
          url: found[1]!,
          mqttPort: Number(found[2]),
          slave: (JSON.parse(found[3]!) as Pick<StandinAddress, 'slave'>).slave,
        }
      : null
  })

export const ASK_LIMIT_MS = 5000

/** How many counties the demonstration's platform has made; '' once they are all there or where it does not say. */
export const countiesMade = async (standin: StandinAddress): Promise<string> => {
  try {
    const { counties } = (await (
      await fetch(`${standin.url}/_health`, { signal: AbortSignal.timeout(ASK_LIMIT_MS) })
    ).json()) as { counties: { made: number; total: number } }
    return counties.made < counties.total
      ? `平台生成县区 the platform makes its counties ${counties.made} / ${counties.total}`
      : ''
  } catch {
    return ''
  }
}

/** How many records the platform holds; null while it is still making them. */
export const totalOf = async (options: LaunchOptions, standin: StandinAddress): Promise<number | null> => {
  const headers = { authorization: `Bearer ${platformKeys(options.dataDir).key}` }
  try {
    const totals = await Promise.all(
      COLLECTION_NAMES.filter((name) => !isHistory(name)).map(async (name) => {
        const response = await fetch(`${standin.url}/v1/${name}?limit=1`, {
          headers,
          signal: AbortSignal.timeout(FIRST_PAGE_MS),
        })
        return response.ok ? (((await response.json()) as { total?: number }).total ?? 0) : 0
      }),
    )
    return totals.reduce((sum, total) => sum + total, 0)
  } catch {
    return null
  }
}
