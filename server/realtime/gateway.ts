import type { Server as HttpServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Server, type ServerOptions, type Socket } from 'socket.io'
import type { Viewer } from '#shared/access/roles.ts'
import {
  SOCKET_PATH,
  TOPICS,
  subscribeSchema,
  type Ack,
  type BatchItems,
  type BatchTopic,
  type ClientEvents,
  type ServerEvents,
  type Subscribe,
  type Topic,
} from '#shared/protocol/events.ts'
import type { SessionEnd } from '#shared/protocol/http.ts'
import type { FrameTopic } from '#shared/protocol/frame.ts'
import type { DurationMs, EpochMs } from '#shared/units.ts'
import { makeBacklog, type Backlog } from './backlog.ts'
import type { Addressed } from './batches.ts'
import { admitTopic, type RegionTest } from './gate.ts'
import { makeHub, roomOf, type Hub, type HubDeps } from './hub.ts'
import type { EncodeCounter, Group } from './latest.ts'
import { makeFrameSender, type FrameSender } from './sender.ts'
import { makeStrangers } from './strangers.ts'

/** Who holds a session, as the account service finds it in the cookie. */
interface SocketSession {
  readonly viewer: Viewer
  readonly sessionId: string
}

export interface RealtimeDeps {
  readonly httpServer: HttpServer
  /** null refuses the connection. */
  authenticate(headers: IncomingHttpHeaders): Promise<SocketSession | null>
  /** Calls back when a session ends, whatever ended it. */
  onSessionEnd?(listener: (sessionId: string, reason: SessionEnd) => void): void
  readonly regions: RegionTest
  readonly feeds: HubDeps['feeds']
  readonly now: () => EpochMs
  readonly log: { warn(detail: object, message: string): void; error(detail: object, message: string): void }
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

interface Data {
  session: SocketSession
  backlog: Backlog
  groups: Map<string, { topic: Topic; group: Group }>
}
/** What each socket is served with. */
interface Serving {
  readonly hub: Hub
  readonly send: FrameSender
  readonly deps: RealtimeDeps
}
type EngineSocket = LiveSocket['conn']
type LiveServer = Server<ClientEvents, ServerEvents, Record<string, never>, Data>
type LiveSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, Data>

const DEFAULT_TICK_MS: DurationMs = 250
const GROUPS_PER_SOCKET = 64
const DEFAULT_LIMITS: SocketLimits = { perSession: 8, perServer: 4000 }
const STRANGERS_PER_ADDRESS = 64
/** Who has not shown a session by then is cut. */
const SHOW_SESSION_MS: DurationMs = 10_000

const isLatest = (topic: Topic): topic is FrameTopic => TOPICS[topic].kind === 'latest'

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

/** The socket at `/live` of the same HTTP server. Refuses by default: each subscription shows its permission and scope. */
export const attachRealtime = (deps: RealtimeDeps): Realtime => {
  const limits = deps.limits ?? DEFAULT_LIMITS
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
  const send = makeFrameSender(io)
  const hub = makeHub({
    feeds: deps.feeds,
    belongs: belongsIn(deps.regions),
    now: deps.now,
    outlet: outletOf(io, send),
  })
  const serving: Serving = { hub, send, deps }

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

  const endSession = (sessionId: string, reason: SessionEnd): void => {
    for (const socket of io.sockets.sockets.values()) {
      if (socket.data.session.sessionId !== sessionId) continue
      socket.emit('ended', reason)
      socket.disconnect(true)
    }
  }
  deps.onSessionEnd?.(endSession)

  const timer = setInterval(() => {
    try {
      hub.tick()
      for (const socket of io.sockets.sockets.values()) {
        if (socket.data.backlog.lost()) cutOff(socket, deps)
        else makeGood(socket, serving)
      }
    } catch (error) {
      deps.log.error({ error: String(error) }, 'a tick failed')
    }
  }, deps.tickMs ?? DEFAULT_TICK_MS)

  return {
    counter: hub.counter,
    publish: hub.publish,
    endSession,
    sockets: () => io.sockets.sockets.size,
    close: async () => {
      clearInterval(timer)
      io.disconnectSockets(true)
      await new Promise<void>((resolve) => io.engine.close() && resolve())
    },
  }
}

const belongsIn =
  (regions: RegionTest): HubDeps['belongs'] =>
  (group, at) => {
    if (group.unit !== null) return at.unit === group.unit || (at.region === null && at.unit === null)
    return at.region === null || regions.contains(group.region, at.region)
  }

/** Sends to rooms; slow screens are left out of frames, and remembered, but never of batches. */
const outletOf = (io: LiveServer, send: FrameSender): HubDeps['outlet'] => ({
  size: (room) => io.sockets.adapter.rooms.get(room)?.size ?? 0,
  frame: (room, group, topic, encoded) => {
    for (const id of io.sockets.adapter.rooms.get(room) ?? []) {
      const socket = io.sockets.sockets.get(id)
      if (!socket) continue
      if (socket.data.backlog.slow()) socket.data.backlog.skip(topic, group.region, group.cell)
      else send(socket, group, encoded)
    }
  },
  batch: (room, group, batch) => void io.to(room).emit('batch', group.region, batch),
})

type Wanted = Pick<Subscribe, 'topic' | 'region' | 'cell'>
const watched = (socket: LiveSocket, wanted: Wanted) =>
  [...socket.data.groups.values()].find(
    ({ topic, group }) =>
      topic === wanted.topic && group.region === wanted.region && group.cell === wanted.cell,
  )

/** Ends the line and forgets what waits for it: the screen connects again by itself, with the last batch that it has. */
const cutOff = (socket: LiveSocket, { log }: RealtimeDeps): void => {
  log.warn({ account: socket.data.session.viewer.account }, 'a screen that does not read was cut off')
  socket.conn.close(true)
}

/** A screen that has caught up hears what it missed and gets the whole anew. */
const makeGood = (socket: LiveSocket, { hub, send, deps }: Serving): void => {
  for (const notice of socket.data.backlog.takeSkipped()) {
    const entry = watched(socket, notice)
    if (!entry || !isLatest(entry.topic)) continue
    socket.emit('skipped', notice)
    send(socket, entry.group, hub.latest(entry.topic, entry.group).snapshot(deps.now()))
  }
}

/** A snapshot for a screen that missed something; one that does not read gets it when it has caught up. */
const resync = (socket: LiveSocket, { hub, send, deps }: Serving, request: Subscribe): void => {
  if (!isLatest(request.topic)) return
  const entry = watched(socket, request)
  if (!entry) return
  if (socket.data.backlog.slow()) socket.data.backlog.skip(request.topic, request.region, request.cell)
  else send(socket, entry.group, hub.latest(request.topic, entry.group).snapshot(deps.now()))
}

const subscribe = (socket: LiveSocket, { hub, send, deps }: Serving, request: Subscribe): Ack => {
  const admission = admitTopic(
    socket.data.session.viewer,
    request.topic,
    request.region,
    deps.regions,
    request.cell,
  )
  if (!admission.ok) return admission
  const { group } = admission
  const room = roomOf(request.topic, group)
  if (socket.data.groups.size >= GROUPS_PER_SOCKET && !socket.data.groups.has(room)) {
    return {
      ok: false,
      code: 'too-many-requests',
      message: `a screen watches at most ${GROUPS_PER_SOCKET} groups`,
    }
  }
  socket.data.groups.set(room, { topic: request.topic, group })
  void socket.join(room)
  if (isLatest(request.topic)) {
    const snapshot = hub.latest(request.topic, group).snapshot(deps.now())
    send(socket, group, snapshot)
    return { ok: true, sequence: snapshot.sequence }
  }
  const batches = hub.batches(request.topic, group)
  if (request.after === undefined) return { ok: true, sequence: batches.sequence() }
  const missed = batches.after(request.after)
  for (const batch of missed.batches) socket.emit('batch', group.region, batch)
  return { ok: true, sequence: batches.sequence(), ...(missed.whole ? {} : { lost: true as const }) }
}

const serve = (socket: LiveSocket, serving: Serving): void => {
  socket.on('subscribe', (raw, ack) => {
    const request = subscribeSchema.safeParse(raw)
    const answer: Ack = request.success
      ? subscribe(socket, serving, request.data)
      : { ok: false, code: 'bad-request', message: request.error.issues[0]?.message ?? 'not a subscription' }
    if (!answer.ok)
      serving.deps.log.warn(
        { account: socket.data.session.viewer.account, code: answer.code, reason: answer.message },
        'subscription refused',
      )
    if (typeof ack === 'function') ack(answer)
  })
  socket.on('unsubscribe', (raw) => {
    const request = subscribeSchema.safeParse(raw)
    if (!request.success) return
    const { scope } = socket.data.session.viewer
    const room = roomOf(request.data.topic, {
      region: request.data.region,
      unit: scope.kind === 'unit' ? scope.unit : null,
      cell: request.data.cell,
    })
    socket.data.groups.delete(room)
    void socket.leave(room)
  })
  socket.on('resync', (raw) => {
    const request = subscribeSchema.safeParse(raw)
    if (request.success) resync(socket, serving, request.data)
  })
}
