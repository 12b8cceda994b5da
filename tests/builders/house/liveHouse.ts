import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import type { Viewer } from '../../../src/shared/kernel/roles.ts'
import type { Batch, ClientEvents, ServerEvents } from '../../../src/shared/protocol/events.ts'
import { SOCKET_PATH } from '../../../src/shared/protocol/events.ts'
import { readFrame, type Frame } from '../../../src/shared/protocol/frame.ts'
import { COLLECTION_NAMES, isSeries, type PositionRecord } from '../../../src/shared/protocol/platform.ts'
import { makeStandin, type Standin, type StandinOptions } from '../../../data/standin/index.ts'
import { makeLedger, type Ledger } from '../ledger/ledger.ts'
import { defaultRules } from '../../../src/shared/standards/tables.ts'
import type { Config } from '../../../server/config.ts'
import { reachIn } from '../../../server/intake/quarantine/list.ts'
import { composeLive, type Live } from '../../../server/live.ts'
import type { Realtime } from '../../../server/realtime/gateway.ts'
import type { Source, SourcesConfig } from '../../../server/sources/index.ts'
import { sourcesConfigSchema } from '../../../server/sources/config.ts'
import { plainJobs } from '../plain/plainJobs.ts'
import { livePartsOf, type LiveParts } from './liveParts.ts'
import { makeTestDatabase, type TestDatabase } from './database.ts'
import type { Records } from '../records/smallProvince.ts'

const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: (detail: object, message: string) => console.error(message, detail),
}
export const STANDIN_KEY = 'standin-test-key'
export const HOOK_SECRET = 'hook-test-secret'

export interface AuditedQuery {
  readonly event: string
  readonly account: string
  readonly target?: string | null
}

export interface LiveHouse {
  /** What reached the access log. */
  readonly audited: readonly AuditedQuery[]
  readonly database: TestDatabase
  readonly ledger: Ledger
  readonly live: LiveParts
  readonly realtime: Realtime
  readonly http: Server
  readonly url: string
  sources: Source[]
  /** A socket of a viewer: what the account service would find in its cookie. */
  connect(viewer: Viewer | null): Socket<ServerEvents, ClientEvents>
  start(config: SourcesConfig): Promise<void>
  close(): Promise<void>
}

const STATUS_OF: Readonly<Record<string, number>> = {
  conflict: 409,
  unauthenticated: 401,
  'bad-request': 400,
}

/** Serves the callback's address, as the HTTP side does; everything else is its matter. */
const answer = async (live: LiveParts, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const hook = live.routes.find(({ url }) => url === request.url)
  if (!hook?.raw) return void response.writeHead(404).end()
  const headers = request.headers as Record<string, string>
  const take = async (): Promise<unknown> => {
    const over = hook.gate?.('127.0.0.1', headers)
    try {
      return await hook.handle({ params: undefined, query: undefined, body: undefined } as never, {
        viewer: viewerOf('wall', ''),
        address: '',
        sessionId: '',
        raw: { body: request, headers },
      })
    } finally {
      over?.()
    }
  }
  const [status, text] = await take().then(
    (value) => [200, JSON.stringify(value)] as const,
    (error: { code?: string; message: string }) =>
      [STATUS_OF[error.code ?? ''] ?? 503, error.message] as const,
  )
  response.writeHead(status).end(text)
}

/** A ledger of its own, and every module but those of accounts and parameters, in whose place stands what a test gives. */
const compose = async (
  database: TestDatabase,
  dataDir: string,
  clock: () => number,
  audit: { record(event: AuditedQuery): Promise<void> },
) => {
  const held: { composed?: Live } = {}
  const ledger = makeLedger({
    db: database.db,
    clock,
    publish: (changes) => held.composed?.tell.ledger(changes),
    refuse: async (rejected) => held.composed?.ports.intake.sink.quarantine(rejected),
  })
  await ledger.ingest.ready()
  const config = { dataDir, databaseUrl: database.url, sources: [] as SourcesConfig }
  const composed = await composeLive(
    {
      db: database.db,
      durable: plainJobs(),
      config: config as unknown as Config,
      auditKey: '',
      clock,
      log: quiet,
    },
    {
      housing: ledger,
      ledger: { ingest: ledger.ingest, making: () => null },
      access: { audit, auditReach: reachIn(ledger.tree) } as never,
      standards: { rules: defaultRules } as never,
    },
  )
  held.composed = composed
  return { ledger, composed, config }
}

/** The live side over a real database and a real HTTP server; who connects is told by the `x-viewer` header. */
export const makeLiveHouse = async (
  options: { clock?: () => number; tickMs?: number; database?: TestDatabase; dataDir?: string } = {},
): Promise<LiveHouse> => {
  const clock = options.clock ?? Date.now
  const database = options.database ?? (await makeTestDatabase())
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'house-'))
  const audited: AuditedQuery[] = []
  const audit = { record: async (event: AuditedQuery) => void audited.push(event) }
  const { ledger, composed, config } = await compose(database, dataDir, clock, audit)
  const live = livePartsOf(composed)
  const http = createServer((request, response) => void answer(live, request, response))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const realtime = composed.ports.realtime.attach({
    httpServer: http,
    tickMs: options.tickMs ?? 100,
    limits: { perSession: 1000, perServer: 4000, strangersPerAddress: 16 },
    authenticate: async (headers) =>
      typeof headers['x-viewer'] === 'string'
        ? { viewer: JSON.parse(headers['x-viewer']) as Viewer, sessionId: headers['x-viewer'] }
        : null,
  })
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const sockets: Socket[] = []
  const house: LiveHouse = {
    audited,
    database,
    ledger,
    live,
    realtime,
    http,
    url,
    sources: [],
    connect: (viewer) => {
      const socket = io(url, {
        path: SOCKET_PATH,
        transports: ['websocket'],
        extraHeaders: viewer ? { 'x-viewer': JSON.stringify(viewer) } : {},
        reconnection: false,
      })
      sockets.push(socket)
      return socket
    },
    start: async (sources) => {
      config.sources = sources
      await live.start()
      house.sources = [...composed.ports.intake.sources()]
    },
    close: async () => {
      for (const socket of sockets) socket.disconnect()
      await live.stop()
      await new Promise((resolve) => http.close(resolve))
      if (!options.database) await database.drop()
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return house
}

/** A stand-in platform in this process, over a folder of its own. */
export const startStandin = async (
  options: Partial<StandinOptions> = {},
): Promise<{ standin: Standin; stop(): Promise<void> }> => {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'standin-'))
  const standin = makeStandin({
    scale: 'tiny',
    key: STANDIN_KEY,
    reportMs: 500,
    parkedMs: 2_000,
    energyMs: 500,
    ...options,
    dataDir,
  })
  await standin.start()
  return {
    standin,
    stop: async () => {
      await standin.stop()
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The four ways of a stand-in. */
export const waysOf = (standin: Standin): SourcesConfig =>
  sourcesConfigSchema.parse([
    { way: 'request', name: 'pages', url: standin.url, key: standin.key, pollMs: 300, timeoutMs: 20_000 },
    { way: 'callback', name: 'hook', secret: HOOK_SECRET },
    {
      way: 'session',
      name: 'positions',
      url: `${standin.url.replace('http', 'ws')}/v1/positions`,
      key: standin.key,
    },
    {
      way: 'broadcast',
      name: 'readings',
      url: `mqtt://127.0.0.1:${standin.mqttPort}`,
      username: 'guanlan',
      password: standin.key,
      gatherMs: 50,
    },
  ])

/** Looks again every 50 ms until it is so. */
export const until = async <T>(
  what: string,
  look: () => T | Promise<T>,
  ms = 30_000,
): Promise<NonNullable<T>> => {
  const end = Date.now() + ms
  for (;;) {
    const value = await look()
    if (value) return value as NonNullable<T>
    if (Date.now() > end) throw new Error(`not so within ${ms} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export const viewerOf = (role: Viewer['role'], region: string, unit?: string): Viewer => ({
  account: `${role}-${region}-${unit ?? ''}`,
  role,
  scope: unit === undefined ? { kind: 'region', region } : { kind: 'unit', unit, region },
})

/** Hands the small province over as one settled source. */
export const fill = async (house: LiveHouse, records: Records): Promise<void> => {
  for (const collection of COLLECTION_NAMES) {
    if (!isSeries(collection))
      await house.live.sink.accept('test', {
        kind: 'records',
        collection,
        items: records[collection],
      } as never)
  }
  await house.live.sink.settled('test')
}

/** What a socket heard, decoded. */
export const hear = (socket: Socket<ServerEvents, ClientEvents>) => {
  const heard = {
    frames: [] as (Frame & { region: string; cell: string | undefined })[],
    batches: [] as (Batch & { region: string })[],
    skipped: [] as { topic: string; region: string; frames: number }[],
    ended: [] as string[],
  }
  socket.on('frame', (region, bytes, cell) => {
    const view = bytes as unknown as Uint8Array
    heard.frames.push({
      region,
      cell,
      ...readFrame(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) as ArrayBuffer),
    })
  })
  socket.on('batch', (region, batch) => heard.batches.push({ region, ...batch }))
  socket.on('skipped', (notice) => heard.skipped.push(notice))
  socket.on('ended', (reason) => heard.ended.push(reason))
  return heard
}

export const position = (
  vehicle: string,
  at: number,
  more: Partial<PositionRecord> = {},
): PositionRecord => ({
  vehicle,
  at,
  lon: 108.3,
  lat: 22.8,
  speedKmh: 40,
  headingDeg: 90,
  acc: true,
  alarm: 0,
  crs: 'WGS84',
  ...more,
})
