import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FaultDesk } from '../faults.ts'
import { bearerOf } from '../request/http.ts'
import type { PositionService } from './positions.ts'

/** Hands a request for `/v1/positions` with a right key to the session way; refuses all others. */
export const takeUpgrades =
  (faults: FaultDesk, isKey: (given: string) => boolean, positions: PositionService) =>
  (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const refuse = (status: string): void =>
      void socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
    socket.on('error', () => socket.destroy())
    if (new URL(request.url ?? '/', 'http://standin').pathname !== '/v1/positions')
      return refuse('404 Not Found')
    if (!isKey(bearerOf(request.headers.authorization))) return refuse('401 Unauthorized')
    if (faults.current().down || faults.strikes('failRate')) return refuse('503 Service Unavailable')
    void faults.delay().then(() => positions.accept(request, socket, head))
  }
