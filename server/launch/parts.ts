import { HOUR_MS } from '#shared/kernel/time/time.ts'
import { join } from 'node:path'
import type { OpsHealth } from '#shared/protocol/http.ts'
import { startChild, type Child } from './processes/children.ts'
import type { LauncherAnswer, LauncherRequest } from './processes/leash.ts'
import type { LaunchOptions } from './options.ts'
import { platformKeys } from './house/keys.ts'
import type { Step } from './processes/terminal.ts'
import { START_LIMIT_MS, until } from './processes/until.ts'
import {
  ASK_LIMIT_MS,
  FIRST_PAGE_MS,
  countiesMade,
  totalOf,
  type StandinAddress,
  type WirePorts,
} from './standin.ts'

/**
 * On a machine with much memory V8 lets garbage grow to gigabytes before it looks. 70,000 vehicles, 79,000 meters and
 * 990,000 rooms need about a quarter of this; the process stays below 1.5 GB with its buffers.
 */
export const SERVER_FLAGS = ['--max-old-space-size=1024', '--max-semi-space-size=16']
/** What changed since the last stop is waited for so long; the rest comes in behind a screen that stands already. */
const CATCH_UP_WAIT_MS = 2000

/** Registers in 1/1000 kWh as u32, low word first; power as a float behind it. */
const modbusOf = ({ port, building, ratio, meters }: NonNullable<StandinAddress['slave']>) => ({
  way: 'modbus',
  name: 'platform-modbus',
  devices: [
    {
      host: '127.0.0.1',
      port,
      building,
      meters: meters.map(({ item, address }) => ({
        item,
        total: { address, type: 'u32', words: 'low-first', scale: 0.001, ratio },
        kw: { address: address + 2, type: 'f32', ratio },
      })),
    },
  ],
})

const sourcesOf = (options: LaunchOptions, standin: StandinAddress, ports: WirePorts): string => {
  const { key, webhookSecret } = platformKeys(options.dataDir)
  return JSON.stringify([
    {
      way: 'request',
      name: 'platform-rest',
      url: standin.url,
      key,
      pageSize: 2000,
      timeoutMs: FIRST_PAGE_MS,
    },
    { way: 'callback', name: 'platform-hook', secret: webhookSecret },
    {
      way: 'session',
      name: 'platform-positions',
      url: `${standin.url.replace('http', 'ws')}/v1/positions`,
      key,
    },
    {
      way: 'broadcast',
      name: 'platform-energy',
      url: `mqtt://127.0.0.1:${standin.mqttPort}`,
      username: 'guanlan',
      password: key,
    },
    {
      way: 'collector',
      name: 'platform-collector',
      port: ports.collectors,
      key,
      aes: { key: key.slice(0, 16), iv: key.slice(0, 16) },
    },
    { way: 'jt808', name: 'platform-jt808', port: ports.terminals, authKey: key },
    ...(standin.slave ? [modbusOf(standin.slave)] : []),
  ])
}

export const startGuanlan = (
  options: LaunchOptions,
  databaseUrl: string,
  standin: StandinAddress,
  ports: WirePorts,
): Child => {
  const environment = {
    /* glibc gives every thread an arena of its own and returns little of it: two hold what eight would. */
    MALLOC_ARENA_MAX: '2',
    ...process.env,
    PORT: String(options.port),
    HOST: options.host,
    DATABASE_URL: databaseUrl,
    GUANLAN_DATA_DIR: options.dataDir,
    GUANLAN_CLOCK_OFFSET_MS: String(options.clockOffsetMs),
    GUANLAN_NEW_AUDIT_KEY: options.newAuditKey ? '1' : '0',
    GUANLAN_DEMO_ACCOUNTS: '1',
    GUANLAN_SOURCES: sourcesOf(options, standin, ports),
    NODE_ENV: 'production',
  }
  return startChild({
    title: '观澜服务 the server',
    script: 'server/main.ts',
    environment,
    logFile: join(options.dataDir, 'logs', 'server.log'),
    flags: SERVER_FLAGS,
  })
}

export const addressOf = ({ host, port }: LaunchOptions): string =>
  `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/`

/** Asked again so often: while the server starts, nobody listens on the channel yet. */
const ASK_AGAIN_MS = 1000
/** Asks the server over the process channel, which nobody else holds; null when no such answer comes in time. */
export const ask = <T extends LauncherAnswer['type']>(
  child: Child,
  request: LauncherRequest,
  type: T,
  limitMs: number,
): Promise<Extract<LauncherAnswer, { type: T }> | null> =>
  new Promise((done) => {
    const end = (answer: Extract<LauncherAnswer, { type: T }> | null): void => {
      clearTimeout(timer)
      child.process.off('message', hear)
      done(answer)
    }
    const hear = (answer: LauncherAnswer): void => {
      if (answer.type === type) end(answer as Extract<LauncherAnswer, { type: T }>)
      else if (answer.type === 'failed' && request.type === 'pair') end(null)
    }
    const timer = setTimeout(() => end(null), limitMs)
    child.process.on('message', hear)
    child.process.send(request, (error) => error && end(null))
  })

const health = async (child: Child): Promise<OpsHealth | null> =>
  (await ask(child, { type: 'health' }, 'health', ASK_AGAIN_MS))?.health ?? null

export const guanlanReady = (child: Child, options: LaunchOptions): Promise<true> =>
  until(child, START_LIMIT_MS, async () => {
    try {
      return (
        (await fetch(`${addressOf(options)}healthz`, { signal: AbortSignal.timeout(ASK_LIMIT_MS) })).ok ||
        null
      )
    } catch {
      return null
    }
  })

/** What is going on, for a person who waits: trouble, what is being made, the platform's counties, or how many records are in. */
const noteOf = (
  { making }: OpsHealth,
  rest: OpsHealth['sources'][number],
  total: number | null,
  counties: string,
): string => {
  if (rest.error !== null) return rest.error
  if (making)
    return `${making.zh} ${making.en}${making.done === null ? '' : ` ${making.done} / ${making.total}`}`
  const records = `${rest.received.toLocaleString('en')}${total ? ` / ${total.toLocaleString('en')}` : ''} 条 records`
  return counties === '' ? records : `${counties}; ${records}`
}

/**
 * Follows the request source until it has handed over everything once; a source in trouble is said, not fatal. With a
 * filled database the last of it is not waited for.
 */
export const firstSync = async (
  child: Child,
  options: LaunchOptions,
  standin: StandinAddress,
  isFirst: boolean,
  step: Step,
): Promise<void> => {
  let total: number | null = null
  let seenAt: number | null = null
  if (isFirst) void totalOf(options, standin).then((sum) => (total = sum))
  await until(child, HOUR_MS, async () => {
    const state = await health(child)
    const rest = state?.sources.find(({ way }) => way === 'request')
    if (!state || !rest) return null
    const share = total ? Math.min(rest.received / total, 1) : null
    step.progress(
      rest.received === 0 ? null : share,
      noteOf(
        state,
        rest,
        isFirst ? total : null,
        isFirst && total === null ? await countiesMade(standin) : '',
      ),
    )
    seenAt ??= Date.now()
    return rest.state === 'live' || (!isFirst && Date.now() - seenAt > CATCH_UP_WAIT_MS) ? true : null
  })
}

/** A one-time pairing path from the server, over the process channel. */
export const pairingPath = async (child: Child, label: string): Promise<string | null> =>
  (await ask(child, { type: 'pair', label }, 'paired', ASK_LIMIT_MS))?.path ?? null
