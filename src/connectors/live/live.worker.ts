import { io, type Socket } from 'socket.io-client'
import {
  SOCKET_PATH,
  type ClientEvents,
  type ServerEvents,
  type Subscribe,
  type Topic,
} from '#shared/protocol/events.ts'
import { readHead, widenFrame } from '#shared/protocol/frame.ts'
import { isBatchTopic } from '../Connector.ts'
import { makeComeBack } from './comeBack.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import { makeSequenceKeeper } from './sequence.ts'

/** The socket's own thread: reading, sequence keeping and reconnection never hold up a drawing. */
const scope = globalThis as unknown as DedicatedWorkerGlobalScope
const keeper = makeSequenceKeeper()
/** A region of a topic, or the part of it in one map cell. */
interface Group {
  readonly topic: Topic
  readonly region: string
  readonly cell?: string
}
const wanted = new Map<string, Group>()
let socket: Socket<ServerEvents, ClientEvents> | null = null
const line = makeComeBack({ isActive: () => socket?.active ?? false, connect: () => void socket?.connect() })

const tell = (message: FromWorker, transfer: Transferable[] = []): void =>
  scope.postMessage(message, transfer)

const keyOf = (region: string, cell: string | undefined): string =>
  cell === undefined ? region : `${region} ${cell}`
const groupOf = ({ topic, region, cell }: Group): Group => ({
  topic,
  region,
  ...(cell === undefined ? {} : { cell }),
})

const requestOf = (group: Group): Subscribe => {
  const after = isBatchTopic(group.topic) ? keeper.after(group.topic, group.region) : undefined
  return after === undefined ? group : { ...group, after }
}

const subscribe = (group: Group): void => {
  const { topic, region } = group
  socket?.emit('subscribe', requestOf(group), (answer) => {
    if (!answer.ok) tell({ type: 'refused', ...group, code: answer.code, message: answer.message })
    else if (isBatchTopic(topic)) {
      keeper.begin(topic, region, answer.sequence)
      if ('lost' in answer && answer.lost === true) tell({ type: 'lost', topic, region })
    }
  })
}

/** Owned bytes, so that they can be transferred whatever the transport handed over. */
const ownBuffer = (bytes: ArrayBuffer | Uint8Array): ArrayBuffer => {
  if (bytes instanceof ArrayBuffer) return bytes
  return bytes.slice().buffer
}

/** A frame of a group that was left meanwhile is dropped. */
const onFrame = (region: string, bytes: ArrayBuffer | Uint8Array, cell?: string): void => {
  const buffer = ownBuffer(bytes)
  const head = readHead(buffer)
  const group = wanted.get(`${head.topic}@${keyOf(region, cell)}`)
  if (!group) return
  const verdict = keeper.frame(head.topic, keyOf(region, cell), head)
  if (verdict === 'take') {
    const wide = widenFrame(buffer)
    tell({ type: 'frame', region, ...(cell === undefined ? {} : { cell }), buffer: wide }, [wide])
  }
  if (verdict === 'resync') socket?.emit('resync', group)
}

const open = (origin: string): void => {
  socket = io(origin, {
    path: SOCKET_PATH,
    transports: ['websocket', 'polling'],
    withCredentials: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
  })
  socket.on('connect', () => {
    keeper.reconnected()
    tell({ type: 'state', state: 'live', at: Date.now() })
    for (const group of wanted.values()) subscribe(group)
  })
  const onLost = (): void => {
    tell({ type: 'state', state: 'reconnecting', at: Date.now() })
    line.look()
  }
  socket.on('disconnect', onLost)
  socket.on('connect_error', onLost)
  socket.on('frame', onFrame)
  socket.on('batch', (region, batch) => {
    if (keeper.batch(batch.topic, region, batch.sequence) === 'take') tell({ type: 'batch', region, batch })
  })
  socket.on('skipped', (notice) => tell({ type: 'skipped', ...notice }))
  socket.on('ended', (reason) => {
    line.leave()
    tell({ type: 'ended', reason })
    socket?.disconnect()
  })
}

scope.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  if (data.type === 'open') return open(data.origin)
  if (data.type === 'close') {
    line.leave()
    socket?.disconnect()
    return scope.close()
  }
  const group = groupOf(data)
  const key = `${group.topic}@${keyOf(group.region, group.cell)}`
  if (data.type === 'subscribe') {
    wanted.set(key, group)
    if (socket?.connected) subscribe(group)
    return
  }
  wanted.delete(key)
  keeper.forget(group.topic, keyOf(group.region, group.cell))
  socket?.emit('unsubscribe', group)
}
