import { createServer, type Server } from 'node:http'
import { createServer as createTcp, type Server as TcpServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Aedes } from 'aedes'
import { WebSocketServer, type WebSocket } from 'ws'
import {
  signWebhook,
  makeWebhookSource,
  type WebhookSource,
} from '../../../server/sources/platform/webhook.ts'
import { makePositionsSource } from '../../../server/sources/platform/positions.ts'
import { makeReadingsSource } from '../../../server/sources/platform/readings.ts'
import { makeRestSource } from '../../../server/sources/platform/rest.ts'
import {
  positionsConfigSchema,
  readingsConfigSchema,
  restConfigSchema,
} from '../../../server/sources/platform/config.ts'
import type { Source } from '../../../server/sources/Source.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const SECRET = 'a-shared-secret'

/** A platform that speaks one way: gives records 0…n-1, can go down, and can say rubbish. */
export interface Platform {
  source(): Source
  up(): Promise<void>
  down(): Promise<void>
  give(from: number, to: number): Promise<void>
  giveRubbish(): Promise<void>
  close(): Promise<void>
  idOf(n: number): string
}

const listen = (server: Server | TcpServer, port: number): Promise<number> =>
  new Promise((resolve) =>
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )
const shut = (server: Server | TcpServer): Promise<void> =>
  new Promise((resolve) => {
    ;(server as Server).closeAllConnections?.()
    server.close(() => resolve())
  })

export const restPlatform = async (): Promise<Platform> => {
  const depots: unknown[] = []
  let serverTime = 1000
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const all = url.pathname === '/v1/depots' ? depots : []
    const [since, start] = (url.searchParams.get('cursor') ?? `${url.searchParams.get('since') ?? 0}.0`)
      .split('.')
      .map(Number) as [number, number]
    const due = all.filter((item) => ((item as { updatedAt?: number }).updatedAt ?? 0) >= since)
    const items = due.slice(start, start + 3)
    const next = start + 3 < due.length ? `${since}.${start + 3}` : null
    response.end(JSON.stringify({ items, next, watermark: serverTime, total: due.length }))
  })
  let port = await listen(server, 0)
  const depot = (n: number) => ({
    id: `D${n}`,
    region: '450102',
    name: `车场${n}`,
    lon: 108,
    lat: 22,
    fence: [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
    updatedAt: ++serverTime,
  })
  return {
    source: () =>
      makeRestSource(
        restConfigSchema.parse({
          way: 'request',
          name: 's',
          url: `http://127.0.0.1:${port}`,
          key: 'k',
          pollMs: 50,
          pageSize: 3,
        }),
        Date.now,
        quiet,
      ),
    up: async () => void (port = await listen(server, port)),
    down: () => shut(server),
    give: async (from, to) => {
      for (let n = from; n < to; n++) depots.push(depot(n))
    },
    giveRubbish: async () => void depots.push({ ...depot(999), lon: 'east' }),
    close: () => shut(server).catch(() => undefined) as Promise<void>,
    idOf: (n) => `D${n}`,
  }
}

export const positionsPlatform = async (): Promise<Platform> => {
  const sent: unknown[] = []
  let sockets: WebSocket[] = []
  let server = createServer()
  const open = (): void => {
    new WebSocketServer({ server }).on('connection', (socket) => {
      socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as { type: string; lastSeq: number | null }
        if (message.type !== 'hello') return
        sockets.push(socket)
        for (let seq = (message.lastSeq ?? 0) + 1; seq <= sent.length; seq++) socket.send(batch(seq))
      })
    })
  }
  const batch = (seq: number): string => JSON.stringify({ type: 'positions', seq, items: sent[seq - 1] })
  const push = (items: unknown[]): void => {
    sent.push(items)
    for (const socket of sockets) socket.send(batch(sent.length))
  }
  open()
  const port = await listen(server, 0)
  return {
    source: () =>
      makePositionsSource(
        positionsConfigSchema.parse({
          way: 'session',
          name: 's',
          url: `ws://127.0.0.1:${port}/v1/positions`,
          key: 'k',
        }),
        Date.now,
        quiet,
      ),
    up: async () => {
      server = createServer()
      open()
      await listen(server, port)
    },
    down: async () => {
      for (const socket of sockets.splice(0)) socket.terminate()
      await shut(server)
    },
    give: async (from, to) => {
      for (let n = from; n < to; n++)
        push([
          { vehicle: `V${n}`, at: n + 1, lon: 108, lat: 22, speedKmh: 1, headingDeg: 0, acc: true, alarm: 0 },
        ])
    },
    giveRubbish: async () =>
      push([{ vehicle: 'V', at: 1, lon: 500, lat: 22, speedKmh: 1, headingDeg: 0, acc: true, alarm: 0 }]),
    close: async () => {
      for (const socket of sockets) socket.terminate()
      sockets = []
      await shut(server).catch(() => undefined)
    },
    idOf: (n) => `V${n}:${n + 1}`,
  }
}

export const readingsPlatform = async (): Promise<Platform> => {
  const aedes = await Aedes.createBroker()
  let server = createTcp(aedes.handle)
  const port = await listen(server, 0)
  const publish = (payload: string): Promise<void> =>
    new Promise((resolve, reject) =>
      aedes.publish(
        {
          cmd: 'publish',
          topic: 'guanlan/v1/energy/450102/B',
          payload: Buffer.from(payload),
          qos: 1,
          retain: false,
          dup: false,
        },
        (error) => (error ? reject(error) : resolve()),
      ),
    )
  return {
    source: () =>
      makeReadingsSource(
        readingsConfigSchema.parse({
          way: 'broadcast',
          name: 's',
          url: `mqtt://127.0.0.1:${port}`,
          username: 'u',
          password: 'p',
          gatherMs: 20,
        }),
        Date.now,
        quiet,
      ),
    up: async () => {
      server = createTcp(aedes.handle)
      await listen(server, port)
    },
    down: async () => {
      const closed = shut(server)
      for (const client of Object.values(
        (aedes as unknown as { clients: Record<string, { conn: { destroy(): void } }> }).clients,
      ))
        client.conn.destroy()
      await closed
    },
    give: async (from, to) => {
      for (let n = from; n < to; n++)
        await publish(
          JSON.stringify({ building: `B${n}`, at: n + 1, meters: [{ meter: 'M', kw: 1, total: n }] }),
        )
    },
    giveRubbish: () => publish('{"building":'),
    close: async () => {
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
      await shut(server).catch(() => undefined)
    },
    idOf: (n) => `B${n}:${n + 1}`,
  }
}

/** The callback way's platform posts, and posts again until it is told that all is kept. */
export const webhookPlatform = async (): Promise<Platform & { held: WebhookSource[] }> => {
  const held: WebhookSource[] = []
  let isUp = true
  const waiting: { delivery: string; items: unknown[] }[] = []
  const flush = async (): Promise<void> => {
    while (isUp && waiting.length > 0) {
      const { delivery, items } = waiting[0] as (typeof waiting)[number]
      const body = JSON.stringify({ delivery, collection: 'depots', items })
      const code = await held
        .at(-1)
        ?.receive([Buffer.from(body)], signWebhook(SECRET, body, Date.now()))
        .then(
          () => 'ok',
          (error: { code?: string }) => error.code ?? 'failed',
        )
      if (code === 'ok' || code === 'conflict') waiting.shift()
      else await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  let flushing = Promise.resolve()
  const post = (items: unknown[]): void => {
    waiting.push({ delivery: `d${waiting.length}-${Math.random()}`, items })
    flushing = flushing.then(flush)
  }
  const depot = (n: number, lon: unknown = 108) => ({
    id: `D${n}`,
    region: '450102',
    name: '车场',
    lon,
    lat: 22,
    fence: [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
    updatedAt: n + 1,
  })
  return {
    held,
    source: () => {
      const source = makeWebhookSource({ name: 's', secret: SECRET }, Date.now, quiet)
      held.push(source)
      return source
    },
    up: async () => {
      isUp = true
      flushing = flushing.then(flush)
    },
    down: async () => void (isUp = false),
    give: async (from, to) => {
      for (let n = from; n < to; n++) post([depot(n)])
    },
    giveRubbish: async () => post([depot(999, 'east')]),
    close: async () => void (isUp = false),
    idOf: (n) => `D${n}`,
  }
}
