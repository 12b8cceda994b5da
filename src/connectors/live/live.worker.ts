import { io, type Socket } from 'socket.io-client'
import { SOCKET_PATH, type ClientEvents, type ServerEvents, type Subscribe, type Topic } from '#shared/protocol/events.ts'
import { readFrame } from '#shared/protocol/frame.ts'
import { isBatchTopic } from '../Connector.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import { makeSequenceKeeper } from './sequence.ts'

/** The socket's own thread: reading, sequence keeping and reconnection never hold up a drawing. */
const scope = globalThis as unknown as DedicatedWorkerGlobalScope
const keeper = makeSequenceKeeper()
const wanted = new Map<string, { topic: Topic; region: string }>()
let socket: Socket<ServerEvents, ClientEvents> | null = null

const tell = (message: FromWorker, transfer: Transferable[] = []): void => scope.postMessage(message, transfer)

const requestOf = (topic: Topic, region: string): Subscribe => {
  const after = isBatchTopic(topic) ? keeper.after(topic, region) : undefined
  return after === undefined ? { topic, region } : { topic, region, after }
}

const subscribe = (topic: Topic, region: string): void => {
  socket?.emit('subscribe', requestOf(topic, region), (answer) => {
    if (!answer.ok) tell({ type: 'refused', topic, region, code: answer.code, message: answer.message })
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

const onFrame = (region: string, bytes: ArrayBuffer | Uint8Array): void => {
  const buffer = ownBuffer(bytes)
  const head = readFrame(buffer)
  const verdict = keeper.frame(head.topic, region, head)
  if (verdict === 'take') tell({ type: 'frame', region, buffer }, [buffer])
  if (verdict === 'resync') socket?.emit('resync', { topic: head.topic, region })
}

const open = (origin: string): void => {
  socket = io(origin, { path: SOCKET_PATH, transports: ['websocket', 'polling'], withCredentials: true, reconnectionDelay: 500, reconnectionDelayMax: 5000 })
  socket.on('connect', () => {
    keeper.reconnected()
    tell({ type: 'state', state: 'live', at: Date.now() })
    for (const { topic, region } of wanted.values()) subscribe(topic, region)
  })
  socket.on('disconnect', () => tell({ type: 'state', state: 'reconnecting', at: Date.now() }))
  socket.on('connect_error', () => tell({ type: 'state', state: 'reconnecting', at: Date.now() }))
  socket.on('frame', onFrame)
  socket.on('batch', (region, batch) => {
    if (keeper.batch(batch.topic, region, batch.sequence) === 'take') tell({ type: 'batch', region, batch })
  })
  socket.on('skipped', (notice) => tell({ type: 'skipped', ...notice }))
  socket.on('ended', (reason) => {
    tell({ type: 'ended', reason })
    socket?.disconnect()
  })
}

scope.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  if (data.type === 'open') return open(data.origin)
  if (data.type === 'close') {
    socket?.disconnect()
    return scope.close()
  }
  const key = `${data.topic}@${data.region}`
  if (data.type === 'subscribe') {
    wanted.set(key, data)
    if (socket?.connected) subscribe(data.topic, data.region)
    return
  }
  wanted.delete(key)
  keeper.forget(data.topic, data.region)
  socket?.emit('unsubscribe', { topic: data.topic, region: data.region })
}
