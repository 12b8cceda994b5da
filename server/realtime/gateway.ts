import { every } from '../common/jobs.ts'
import type { Server as HttpServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Server, type ServerOptions } from 'socket.io'
import { SOCKET_PATH, type BatchItems, type BatchTopic } from '#shared/protocol/events.ts'
import type { SessionEnd } from '#shared/protocol/http.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import { makeBacklog, type Backlog } from './backlog.ts'
import type { Addressed } from './batches.ts'
import { makeHub, type HubDeps } from './hub.ts'
import type { EncodeCounter } from './latest.ts'
import { makeFrameSender } from './sender.ts'
import { makeStrangers } from './strangers.ts'
import {
  type Serving,
  type ServingDeps,
  type SocketSession,
  type EngineSocket,
  type LiveServer,
  type LiveSocket,
  belongsIn,
  outletOf,
  cutOff,
  makeGood,
  serve,
} from './serving.ts'

export interface RealtimeDeps extends ServingDeps {
  readonly httpServer: HttpServer
  /** null refuses the connection. */
  authenticate(headers: IncomingHttpHeaders): Promise<SocketSession | null>
  /** Calls back when a session ends, whatever ended it. */
  onSessionEnd?(listener: (sessionId: string, reason: SessionEnd) => void): void
  readonly feeds: HubDeps['feeds']
  readonly tickMs?: DurationMs
  readonly limits?: SocketLimits
  /** Whether `x-forwarded-proto` of this request is believed; of none where left out. */
  isProxied?(request: IncomingMessage): boolean
  /** Whom a request is counted for, as the HTTP side does; the other end of its line where left out. */
  addressOf?(request: IncomingMessage): string
}

/** Sockets at once: of one session (its tabs and walls of screens), of this server, and of one address before they have shown a session. */
interface SocketLimits {
  readonly perSession: number
  readonly perServer: number
  readonly strangersPerAddress?: number
}

export interface Realtime {
  readonly counter: EncodeCounter
  publish<T extends BatchTopic>(topic: T, items: readonly Addressed<BatchItems[T]>[]): void
  endSession(sessionId: string, reason: SessionEnd): void
  sockets(): number
  close(): Promise<void>
}

const DEFAULT_TICK_MS: DurationMs = 250
const DEFAULT_LIMITS: SocketLimits = { perSession: 8, perServer: 4000 }
const STRANGERS_PER_ADDRESS = 64
/** Who has not shown a session by then is cut. */
const SHOW_SESSION_MS: DurationMs = 10_000

/** What the browser spoke: TLS of our own, or what the proxy in front says. */
const schemeOf = ({ headers, socket }: IncomingMessage, isProxied: boolean): string => {
  const told = isProxied
    ? String(headers['x-forwarded-proto'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : undefined
  return told || ((socket as { encrypted?: boolean }).encrypted ? 'https' : 'http')
}

/** A page of another origin, scheme and port among it, may not open a socket with our visitor's cookie. */
const sameOrigin = (request: IncomingMessage, isProxied: boolean): boolean => {
  const { origin, host } = request.headers
  return origin === undefined || origin === `${schemeOf(request, isProxied)}://${host}`
}

/** Whether one more socket of this session finds room; `own` sockets of the session are open already. */
const hasRoom = (io: LiveServer, sessionId: string, limits: SocketLimits, own = 0): boolean => {
  if (io.sockets.sockets.size - own >= limits.perServer) return false
  let open = -own
  for (const { data } of io.sockets.sockets.values()) if (data.session.sessionId === sessionId) open++
  return open < limits.perSession
}

const backlogOf = (socket: LiveSocket): Backlog => {
  const conn = socket.conn as unknown as {
    writeBuffer: unknown[]
    transport: { socket?: { bufferedAmount?: number } }
  }
  return makeBacklog({
    waitingPackets: () => conn.writeBuffer.length,
    bufferedBytes: () => conn.transport.socket?.bufferedAmount ?? 0,
  })
}

/** The server of sockets, which refuses other origins and strangers in crowds before anything is asked of the database. */
const openServer = (deps: RealtimeDeps, limits: SocketLimits) => {
  const strangers = makeStrangers({
    perAddress: limits.strangersPerAddress ?? STRANGERS_PER_ADDRESS,
    addressOf: (request) => deps.addressOf?.(request) ?? request.socket.remoteAddress ?? '',
    holdsSession: async ({ headers }) => (await deps.authenticate(headers)) !== null,
  })
  const allowRequest: ServerOptions['allowRequest'] = (request, decide) => {
    if (!sameOrigin(request, deps.isProxied?.(request) ?? false)) return decide('another origin', false)
    void strangers.admit(request).then((isIn) => decide(isIn ? null : 'too many requests', isIn))
  }
  const io: LiveServer = new Server(deps.httpServer, {
    path: SOCKET_PATH,
    serveClient: false,
    maxHttpBufferSize: 16_384,
    perMessageDeflate: false,
    connectTimeout: SHOW_SESSION_MS,
    allowRequest,
  })
  io.engine.on('connection', (line: EngineSocket) => {
    strangers.opened(line.request)
    line.once('close', () => strangers.leave(line.request))
  })
  return { io, strangers }
}

/** Lets in who holds a session, as many sockets at a time as there is room for. */
const admit = (
  { io, strangers }: ReturnType<typeof openServer>,
  deps: RealtimeDeps,
  limits: SocketLimits,
  serving: Serving,
): void => {
  io.use((socket, next) => {
    deps.authenticate(socket.request.headers).then(
      (session) => {
        if (!session)
          return next(Object.assign(new Error('unauthenticated'), { data: { code: 'unauthenticated' } }))
        if (!hasRoom(io, session.sessionId, limits))
          return next(Object.assign(new Error('too many sockets'), { data: { code: 'too-many-requests' } }))
        strangers.leave(socket.conn.request)
        socket.data = { session, backlog: backlogOf(socket as LiveSocket), groups: new Map() }
        next()
      },
      (error: unknown) => {
        deps.log.error({ error: String(error) }, 'a socket could not be authenticated')
        next(new Error('unavailable'))
      },
    )
  })
  io.on('connection', (socket) => {
    // Those that were let in at the same time count here.
    if (hasRoom(io, socket.data.session.sessionId, limits, 1)) serve(socket, serving)
    else socket.disconnect(true)
  })
}

const endIn = (io: LiveServer, sessionId: string, reason: SessionEnd): void => {
  for (const socket of io.sockets.sockets.values()) {
    if (socket.data.session.sessionId !== sessionId) continue
    socket.emit('ended', reason)
    socket.disconnect(true)
  }
}

/** The socket at `/live` of the same HTTP server. Refuses by default: each subscription shows its permission and scope. */
export const attachRealtime = (deps: RealtimeDeps): Realtime => {
  const limits = deps.limits ?? DEFAULT_LIMITS
  const opened = openServer(deps, limits)
  const { io } = opened
  const send = makeFrameSender(io)
  const hub = makeHub({
    feeds: deps.feeds,
    belongs: belongsIn(deps.regions),
    now: deps.now,
    outlet: outletOf(io, send),
  })
  const serving: Serving = { hub, send, deps }

  admit(opened, deps, limits, serving)
  const endSession: Realtime['endSession'] = (sessionId, reason) => endIn(io, sessionId, reason)
  deps.onSessionEnd?.(endSession)

  const tick = (): void => {
    hub.tick()
    for (const socket of io.sockets.sockets.values()) {
      if (socket.data.backlog.lost()) cutOff(socket, deps)
      else makeGood(socket, serving)
    }
  }
  const stopTicking = every(deps.tickMs ?? DEFAULT_TICK_MS, tick, {
    failed: (error) => deps.log.error({ error: String(error) }, 'a tick failed'),
  })

  return {
    counter: hub.counter,
    publish: hub.publish,
    endSession,
    sockets: () => io.sockets.sockets.size,
    close: async () => {
      await stopTicking()
      io.disconnectSockets(true)
      await new Promise<void>((resolve) => io.engine.close() && resolve())
    },
  }
}
