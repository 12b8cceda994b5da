import { randomBytes, randomInt } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import type { Role, Scope } from '../../../src/shared/kernel/roles.ts'
import { readConfig, ROOT } from '../../../server/config.ts'
import { startServer, type RunningServer } from '../../../server/main.ts'
import { hashPassword } from '../../../server/access/accounts/passwords.ts'
import { makeTestDatabase, type TestDatabase } from './database.ts'

export type TestAccount = Exclude<Role, 'wall'> | 'manager-city' | 'wall'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // eslint-disable-next-line typescript/no-explicit-any
  readonly body: any
}

export interface TestServer {
  readonly url: string
  readonly running: RunningServer
  readonly database: TestDatabase
  /** The stand-in platform's address; null when the server runs without one. */
  readonly platform: { readonly url: string; readonly key: string } | null
  readonly dataDir: string
  /** The cookie of a fresh session; `wall` is paired. */
  signIn(account: TestAccount): Promise<string>
  /** One request; with an account it signs in, and again when the session ended meanwhile. JSON both ways. */
  request(
    account: TestAccount | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>
  stop(): Promise<void>
}

export interface TestServerOptions {
  /** null runs without a platform, on an empty ledger. */
  readonly scale?: 'tiny' | null
  readonly seed?: number
  readonly clock?: () => number
  /** How far server and platform are ahead of the machine's clock, ms. */
  readonly clockOffsetMs?: number
  readonly environment?: Record<string, string>
  /** How often the platform reports positions and readings, ms. */
  readonly reportMs?: number
  readonly energyMs?: number
  /** Whether each answer is held to its schema, which takes longer than the answer; default yes. */
  readonly checkAnswers?: boolean
  /** Default a fresh one; one that is given stays when the server stops. */
  readonly database?: TestDatabase
  /** What lies in the data folder before the start, text by name. */
  readonly files?: Readonly<Record<string, string>>
  /** Whether accounts are made; default in a fresh database only. */
  readonly withAccounts?: boolean
  /** Sources beside the stand-in's four. */
  readonly moreSources?: readonly object[]
}

/** Every test account has it. */
export const TEST_PASSWORD = 'Guanlan-Test-2026'
const PROVINCE = '450000'
const SYNC_LIMIT_MS = 180_000

const startPlatform = async (
  dataDir: string,
  options: TestServerOptions,
  secret: string,
  webhookUrl: string,
) => {
  const { makeStandin } = await import('../../../data/standin/index.ts')
  const standin = makeStandin({
    seed: options.seed ?? 20_260_101,
    scale: 'tiny',
    dataDir: join(dataDir, 'standin'),
    key: 'test-platform-key',
    webhook: { url: webhookUrl, secret },
    reportMs: options.reportMs ?? 1000,
    energyMs: options.energyMs ?? 2000,
    clockOffsetMs: options.clockOffsetMs ?? 0,
  })
  await standin.start()
  return standin
}

const sourcesFor = (
  standin: { url: string; mqttPort: number; key: string },
  secret: string,
  more: readonly object[],
): string =>
  JSON.stringify([
    {
      way: 'request',
      name: 'platform-rest',
      url: standin.url,
      key: standin.key,
      pollMs: 500,
      timeoutMs: 120_000,
    },
    { way: 'callback', name: 'platform-hook', secret },
    {
      way: 'session',
      name: 'platform-positions',
      url: `${standin.url.replace('http', 'ws')}/v1/positions`,
      key: standin.key,
    },
    {
      way: 'broadcast',
      name: 'platform-energy',
      url: `mqtt://127.0.0.1:${standin.mqttPort}`,
      username: 'guanlan',
      password: standin.key,
    },
    ...more,
  ])

/** Below those that systems give to whoever asks for any: between its choice and its use nobody is given this one. */
const PORTS = { from: 20_000, count: 12_000 } as const
const MOST_TRIES = 50

const freePort = async (tries = MOST_TRIES): Promise<number> => {
  const { createServer } = await import('node:net')
  const port = PORTS.from + randomInt(PORTS.count)
  const isFree = await new Promise<boolean>((done) => {
    const probe = createServer()
      .once('error', () => done(false))
      .listen(port, '127.0.0.1', () => probe.close(() => done(true)))
  })
  if (isFree) return port
  if (tries === 0) throw new Error(`no free port from ${PORTS.from} on after ${MOST_TRIES} tries`)
  return freePort(tries - 1)
}

const waitForSync = async (running: RunningServer): Promise<void> => {
  const until = Date.now() + SYNC_LIMIT_MS
  for (;;) {
    const sources = running.ports.intake.runner.statuses()
    const rest = sources.find(({ way }) => way === 'request')
    if (rest?.state === 'live') return
    if (Date.now() > until) throw new Error(`the first sync did not end: ${JSON.stringify(sources)}`)
    await delay(100)
  }
}

/** One active account a role, for the whole region, one city, and one unit where the ledger holds any. */
const makeTestAccounts = async ({ access, ports: { housing: ledger } }: RunningServer): Promise<void> => {
  const whole: Scope = { kind: 'region', region: PROVINCE }
  const units = await access.scopes.units()
  const unit = units.find(({ role }) => role === 'user')
  const city = ledger.tree.all().find(({ level }) => level === 'city')
  const scopes: Record<Exclude<TestAccount, 'wall'>, { role: Role; scope: Scope }> = {
    leader: { role: 'leader', scope: whole },
    supervisor: { role: 'supervisor', scope: whole },
    manager: { role: 'manager', scope: whole },
    auditor: { role: 'auditor', scope: whole },
    operator: { role: 'operator', scope: whole },
    security: { role: 'security', scope: whole },
    'manager-city': { role: 'manager', scope: { kind: 'region', region: city?.code ?? '450100' } },
    'unit-user': {
      role: 'unit-user',
      scope: { kind: 'unit', unit: unit?.id ?? 'no-unit', region: unit?.region ?? '450103' },
    },
  }
  const passwordHash = await hashPassword(TEST_PASSWORD)
  const at = Date.now()
  await access.accountStore.insert(
    Object.entries(scopes).map(([name, { role, scope }]) => ({
      id: `test-${name}`,
      name,
      displayName: name,
      role,
      scope,
      responsible: 'test',
      state: 'active' as const,
      passwordHash,
      mustChange: false,
      passwordAt: at,
      createdAt: at,
    })),
  )
}

/** Throws what the server said where it opened no session. */
const cookieOf = async (response: Response): Promise<string> => {
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0]
  if (!cookie) throw new Error(`no session was opened: ${response.status} ${await response.text()}`)
  return cookie
}

const makeClient = (url: string, running: RunningServer): Pick<TestServer, 'signIn' | 'request'> => {
  const kept = new Map<TestAccount, Promise<string>>()
  const send = (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Response> =>
    fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const signIn = async (account: TestAccount): Promise<string> => {
    if (account !== 'wall')
      return cookieOf(await send('POST', '/api/session', { name: account, password: TEST_PASSWORD }, {}))
    const { code } = await running.access.pairing.issue(
      { account: 'test', role: 'operator', address: 'local' },
      'test wall',
      { kind: 'region', region: PROVINCE },
    )
    return cookieOf(await send('POST', '/api/pair', { code }, {}))
  }
  const request: TestServer['request'] = async (account, method, path, body, headers = {}) => {
    const asked = async (): Promise<Response> => {
      if (account !== null && !kept.has(account)) kept.set(account, signIn(account))
      return send(method, path, body, {
        ...(account === null ? {} : { cookie: await kept.get(account)! }),
        ...headers,
      })
    }
    let response = await asked()
    if (response.status === 401 && account !== null) {
      kept.delete(account)
      response = await asked()
    }
    const text = await response.text()
    const isJson = (response.headers.get('content-type') ?? '').includes('json')
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : text,
    }
  }
  return { signIn, request }
}

/**
 * A real server on a free port with a database of its own, the stand-in platform on its tiny province, and an account
 * for each role with TEST_PASSWORD. Resolves after the first sync.
 */
export const startTestServer = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const database = options.database ?? (await makeTestDatabase())
  const dataDir = join(ROOT, 'data', 'var', `test-${process.pid}-${randomBytes(3).toString('hex')}`)
  mkdirSync(dataDir, { recursive: true })
  for (const [name, text] of Object.entries(options.files ?? {}))
    writeFileSync(join(dataDir, name), text, { mode: 0o600 })
  const port = await freePort()
  const secret = 'test-webhook-secret'
  const withPlatform = options.scale !== null
  const standin = withPlatform
    ? await startPlatform(dataDir, options, secret, `http://127.0.0.1:${port}/hooks/platform`)
    : null
  const config = readConfig({
    PORT: String(port),
    DATABASE_URL: database.url,
    GUANLAN_DATA_DIR: dataDir,
    GUANLAN_SIGN_INS_PER_MINUTE: '1000',
    GUANLAN_CLOCK_OFFSET_MS: String(options.clockOffsetMs ?? 0),
    ...(standin ? { GUANLAN_SOURCES: sourcesFor(standin, secret, options.moreSources ?? []) } : {}),
    ...options.environment,
  })
  const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' })
  const running = await startServer(config, log, {
    checkAnswers: options.checkAnswers ?? true,
    ...(options.clock ? { clock: options.clock } : {}),
  })
  if (standin) await waitForSync(running)
  if (options.withAccounts ?? !options.database) await makeTestAccounts(running)
  return {
    url: running.url,
    running,
    database,
    dataDir,
    platform: standin && { url: standin.url, key: standin.key },
    ...makeClient(running.url, running),
    stop: async () => {
      await running.close()
      await standin?.stop()
      if (!options.database) await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
