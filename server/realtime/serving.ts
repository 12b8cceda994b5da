import { Server, type Socket } from 'socket.io'
import {
  subscribeSchema,
  type Ack,
  type ClientEvents,
  type ServerEvents,
  type Subscribe,
  type Topic,
} from '#shared/protocol/events.ts'
import type { TopicRule } from '#shared/kernel/topic.ts'
import type { FrameTopic } from '#shared/protocol/frame.ts'
import type { Backlog } from './backlog.ts'
import { admitTopic, type RegionTest } from './gate.ts'
import { roomOf, type Hub, type HubDeps } from './hub.ts'
import type { Group } from './latest.ts'
import type { FrameSender } from './sender.ts'
import type { Viewer } from '#shared/kernel/roles.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** Who holds a session, as the account service finds it in the cookie. */
export interface SocketSession {
  readonly viewer: Viewer
  readonly sessionId: string
}
interface Data {
  session: SocketSession
  backlog: Backlog
  groups: Map<string, { topic: Topic; group: Group }>
}
export interface ServingDeps {
  /** What is sent, by its name. */
  readonly topics: ReadonlyMap<string, TopicRule>
  readonly regions: RegionTest
  readonly now: () => EpochMs
  readonly log: { warn(detail: object, message: string): void; error(detail: object, message: string): void }
}
/** What each socket is served with. */
export interface Serving {
  readonly hub: Hub
  readonly send: FrameSender
  readonly deps: ServingDeps
}
export type EngineSocket = LiveSocket['conn']
export type LiveServer = Server<ClientEvents, ServerEvents, Record<string, never>, Data>
export type LiveSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, Data>

const GROUPS_PER_SOCKET = 64

const isLatest = (topic: Topic, { topics }: Pick<ServingDeps, 'topics'>): topic is FrameTopic =>
  topics.get(topic)?.kind === 'latest'

export const belongsIn =
  (regions: RegionTest): HubDeps['belongs'] =>
  (group, at) => {
    if (group.unit !== null) return at.unit === group.unit || (at.region === null && at.unit === null)
    return at.region === null || regions.contains(group.region, at.region)
  }

/** Sends to rooms; slow screens are left out of frames, and remembered, but never of batches. */
export const outletOf = (io: LiveServer, send: FrameSender): HubDeps['outlet'] => ({
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
export const cutOff = (socket: LiveSocket, { log }: Pick<ServingDeps, 'log'>): void => {
  log.warn({ account: socket.data.session.viewer.account }, 'a screen that does not read was cut off')
  socket.conn.close(true)
}

/** A screen that has caught up hears what it missed and gets the whole anew. */
export const makeGood = (socket: LiveSocket, { hub, send, deps }: Serving): void => {
  for (const notice of socket.data.backlog.takeSkipped()) {
    const entry = watched(socket, notice)
    if (!entry || !isLatest(entry.topic, deps)) continue
    socket.emit('skipped', notice)
    send(socket, entry.group, hub.latest(entry.topic, entry.group).snapshot(deps.now()))
  }
}

/** A snapshot for a screen that missed something; one that does not read gets it when it has caught up. */
const resync = (socket: LiveSocket, { hub, send, deps }: Serving, request: Subscribe): void => {
  if (!isLatest(request.topic, deps)) return
  const entry = watched(socket, request)
  if (!entry) return
  if (socket.data.backlog.slow()) socket.data.backlog.skip(request.topic, request.region, request.cell)
  else send(socket, entry.group, hub.latest(request.topic, entry.group).snapshot(deps.now()))
}

const subscribe = (socket: LiveSocket, { hub, send, deps }: Serving, request: Subscribe): Ack => {
  const rule = deps.topics.get(request.topic)
  if (!rule)
    return {
      ok: false,
      code: 'bad-request',
      message: `expected one of the topics ${[...deps.topics.keys()].sort().join(', ')}`,
    }
  const admission = admitTopic(socket.data.session.viewer, rule, request.region, deps.regions, request.cell)
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
  if (isLatest(request.topic, deps)) {
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

export const serve = (socket: LiveSocket, serving: Serving): void => {
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
