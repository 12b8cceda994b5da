import { io, type Socket } from 'socket.io-client'
import { SOCKET_PATH, type ClientEvents, type ServerEvents } from '#shared/protocol/events.ts'
import { makeLine } from './line.ts'
import type { ToWorker } from './messages.ts'

/** The socket's own thread: reading, sequence keeping and reconnection never hold up a drawing. */
const scope = globalThis as unknown as DedicatedWorkerGlobalScope
const dial = (origin: string): Socket<ServerEvents, ClientEvents> =>
  io(origin, {
    path: SOCKET_PATH,
    transports: ['websocket', 'polling'],
    withCredentials: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
  })
const take = makeLine({
  dial,
  tell: (message, transfer = []) => scope.postMessage(message, transfer),
  close: () => scope.close(),
})

scope.onmessage = ({ data }: MessageEvent<ToWorker>): void => take(data)
