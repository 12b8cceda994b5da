import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { positionAckSchema, positionHelloSchema } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { twist } from '../faults.ts'
import type { FaultDesk } from '../faults.ts'
import type { Ring } from './ring.ts'

/** The session way: `/v1/positions`, from the last acknowledged batch on. */
export interface PositionService {
  /** Takes over an upgrade whose key was checked. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** New batches may be in the ring. */
  pump(): void
  clients(): number
  stop(): void
}
export interface PositionOptions {
  readonly ring: Ring
  readonly faults: FaultDesk
  readonly now: () => EpochMs
}

/** Batches on the way to one client before it must acknowledge. */
const WINDOW = 64
/** A client without a past begins this far back, so that each vehicle shows at once. */
const WARM_MS = 65_000
const PING_MS = 20_000
const POLICY_VIOLATION = 1008

interface Client {
  readonly socket: WebSocket
  /** Next batch to send; null before the hello. */
  next: number | null
  acked: number
  alive: boolean
}

const parse = (data: unknown): unknown => {
  try {
    return JSON.parse(String(data))
  } catch {
    return null
  }
}

type Service = PositionOptions & { readonly clients: Set<Client> }

const send = ({ faults }: Service, client: Client, text: string): void => {
  const { delayMs } = faults.current()
  const go = (): void => {
    if (client.socket.readyState === client.socket.OPEN) client.socket.send(text)
  }
  if (delayMs > 0) setTimeout(go, delayMs)
  else go()
}

const sendBatch = (service: Service, client: Client, seq: number): void => {
  const { ring, faults } = service
  const batch = ring.batch(seq)
  if (!batch) return
  const text = batch.json()
  if (!faults.strikes('rubbishRate')) send(service, client, text)
  else {
    const { items } = JSON.parse(text) as { items: unknown[] }
    send(service, client, '{"type":"positions","seq":')
    send(
      service,
      client,
      JSON.stringify({
        type: 'positions',
        seq,
        items: [...twist(items, faults), { vehicle: 7, lon: 'east' }, null],
      }),
    )
  }
  if (faults.strikes('repeatRate')) send(service, client, text)
}

/** What fell out of the ring is named, then left out. */
const skipLost = (service: Service, client: Client & { next: number }): void => {
  const { ring } = service
  const oldest = ring.oldest()
  if (client.next >= oldest && client.next <= ring.newest() + 1) return
  if (client.next < oldest)
    send(service, client, JSON.stringify({ type: 'gap', from: client.next, to: oldest - 1 }))
  client.next = oldest
  client.acked = oldest - 1
}

const pumpOne = (service: Service, client: Client): void => {
  const { ring, faults } = service
  if (client.next === null || client.socket.readyState !== client.socket.OPEN) return
  skipLost(service, client as Client & { next: number })
  while (client.next <= ring.newest() && client.next - client.acked <= WINDOW) {
    if (client.next < ring.newest() && faults.strikes('reorderRate')) {
      sendBatch(service, client, client.next + 1)
      sendBatch(service, client, client.next)
      client.next += 2
    } else sendBatch(service, client, client.next++)
  }
}

const hello = (service: Service, client: Client, lastSeq: number | null): void => {
  const { ring, now } = service
  client.next = lastSeq === null ? ring.firstSince(now() - WARM_MS) : lastSeq + 1
  client.acked = client.next - 1
  pumpOne(service, client)
}

const hear = (service: Service, client: Client, data: unknown): void => {
  const message = parse(data)
  const greeting = positionHelloSchema.safeParse(message)
  if (greeting.success) return hello(service, client, greeting.data.lastSeq)
  const ack = positionAckSchema.safeParse(message)
  if (!ack.success || client.next === null)
    return client.socket.close(POLICY_VIOLATION, 'expected hello {lastSeq}, then ack {seq}')
  client.acked = Math.max(client.acked, Math.min(ack.data.seq, client.next - 1))
  pumpOne(service, client)
}

const admit = (service: Service, socket: WebSocket): void => {
  const { clients } = service
  const client: Client = { socket, next: null, acked: 0, alive: true }
  clients.add(client)
  socket.on('message', (data) => hear(service, client, data))
  socket.on('pong', () => (client.alive = true))
  socket.on('close', () => clients.delete(client))
  socket.on('error', () => socket.terminate())
}

const closeAll = ({ clients }: Service): void => {
  for (const client of clients) client.socket.terminate()
}

export const makePositionService = (options: PositionOptions): PositionService => {
  const server = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 })
  const clients = new Set<Client>()
  const service: Service = { ...options, clients }
  const pulse = setInterval(() => {
    for (const client of clients) {
      if (!client.alive) client.socket.terminate()
      client.alive = false
      client.socket.ping()
    }
  }, PING_MS)
  options.faults.onChange(({ down }) => down && closeAll(service))
  return {
    accept: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (line) => admit(service, line)),
    pump: () => clients.forEach((client) => pumpOne(service, client)),
    clients: () => clients.size,
    stop: () => {
      clearInterval(pulse)
      closeAll(service)
      server.close()
    },
  }
}
