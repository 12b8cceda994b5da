import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { SOCKET_PATH } from '../../../src/shared/protocol/events.ts'
import type { Besieged } from './serverChild.ts'

/** What came of an attack: how often it was done, and how often it was refused with a word. */
export interface Counts {
  done: number
  refused: number
  /** Walls that were refused; of the other attacks it stays 0. */
  harmed: number
}
export type Attack = (house: Besieged, until: number, counts: Counts) => Promise<void>

/** One request from a loopback address; answers its status, 0 where the line was cut. */
const send = (
  house: Besieged,
  agent: Agent,
  method: string,
  path: string,
  options: { body?: string | Uint8Array; cookie?: string } = {},
): Promise<number> =>
  new Promise((resolve) => {
    const { port } = new URL(house.url)
    const headers = {
      ...(options.cookie ? { cookie: options.cookie } : {}),
      ...(options.body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(options.body) }),
    }
    const asked = request({ host: '127.0.0.1', port, agent, method, path, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
      answer.on('error', () => resolve(0))
    })
    asked.on('error', () => resolve(0))
    asked.end(options.body)
  })

const from = (localAddress: string, maxSockets = 16): Agent =>
  new Agent({ keepAlive: true, maxSockets, localAddress })
const workers = (count: number, work: (n: number) => Promise<void>): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)))
const over = (until: number): boolean => Date.now() > until
const count = (counts: Counts, status: number): void => {
  counts.done++
  if (status >= 400) counts.refused++
}

const flood: Attack = async (house, until, counts) => {
  const agents = [from('127.0.0.2'), from('127.0.0.3')]
  await workers(24, async (n) => {
    while (!over(until))
      count(
        counts,
        await send(
          house,
          agents[n % 2] as Agent,
          'GET',
          ['/api/regions', '/api/session', '/nowhere', '/healthz'][n % 4] as string,
          { cookie: `guanlan_session=${randomBytes(16).toString('hex')}` },
        ),
      )
  })
  agents.forEach((agent) => agent.destroy())
}

const hugeBodies: Attack = async (house, until, counts) => {
  const agent = from('127.0.0.4')
  const bodies = [`[${'{"a":1},'.repeat(1_000_000)}{}]`, `${'['.repeat(7_000_000)}`].map((text) =>
    Buffer.from(text),
  )
  await workers(4, async (n) => {
    while (!over(until))
      count(
        counts,
        await send(house, agent, 'POST', '/hooks/platform', { body: bodies[n % 2] as Uint8Array }),
      )
  })
  agent.destroy()
}

const deepJson: Attack = async (house, until, counts) => {
  const agent = from('127.0.0.5')
  const deep = `{"name":${'['.repeat(30_000)}${']'.repeat(30_000)},"password":"x"}`
  await workers(8, async (n) => {
    while (!over(until))
      count(
        counts,
        await send(house, agent, 'POST', '/api/session', {
          body: n % 2 ? deep : `{"name":"${'x'.repeat(300_000)}"}`,
        }),
      )
  })
  agent.destroy()
}

const slowBodies: Attack = async (house, until, counts) => {
  const { port } = new URL(house.url)
  await workers(200, async (n) => {
    while (!over(until)) {
      const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress: '127.0.0.6' })
      socket.on('error', () => undefined)
      socket.write(
        n % 2
          ? 'POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n{"na'
          : 'GET /api/session HTTP/1.1\r\nhost: x\r\nx-',
      )
      const cut = await Promise.race([
        new Promise<boolean>((resolve) => socket.once('close', () => resolve(true))),
        delay(Math.max(until - Date.now(), 0), false),
      ])
      socket.destroy()
      count(counts, cut ? 408 : 0)
    }
  })
}

const junk: Attack = async (house, until, counts) => {
  await workers(house.gateways.length * 4, async (n) => {
    while (!over(until)) {
      const socket = connect({
        port: house.gateways[n % house.gateways.length] as number,
        host: '127.0.0.1',
        localAddress: '127.0.0.7',
      })
      const closed = new Promise<boolean>((resolve) => socket.once('close', () => resolve(true)))
      socket.on('error', () => undefined)
      for (let chunk = 0; chunk < 16 && !socket.destroyed && !over(until); chunk++) {
        socket.write(n % 3 === 0 ? Buffer.alloc(16_384, 0x7e) : randomBytes(16_384))
        await delay(10)
      }
      count(counts, (await Promise.race([closed, delay(500, false)])) ? 400 : 0)
      socket.destroy()
    }
  })
}

const MESSAGES = 200_000
const socketMessages: Attack = async (house, until, counts) => {
  const sockets = await Promise.all(
    house.walls.slice(0, 10).map(async (cookie) => {
      const socket = io(house.url, {
        path: SOCKET_PATH,
        transports: ['websocket'],
        extraHeaders: { cookie },
        reconnection: false,
      })
      await new Promise(
        (resolve) =>
          void socket.once('connect', () => resolve(null)).once('connect_error', () => resolve(null)),
      )
      return socket
    }),
  )
  await Promise.all(
    sockets.map(async (socket, n) => {
      for (let sent = 0; sent < MESSAGES / sockets.length && !over(until); sent++) {
        if (!socket.connected) counts.refused++
        else
          socket.emit(
            ['subscribe', 'resync', 'unsubscribe', 'nothing'][sent % 4] as string,
            sent % 8 === 0 ? { topic: 'vehicles', region: '450000' } : { topic: 'x', region: n },
          )
        counts.done++
        if (sent % 200 === 0) await delay(1)
      }
      socket.disconnect()
    }),
  )
}

const guessing: Attack = async (house, until, counts) => {
  const agents = Array.from({ length: 40 }, (_, n) => from(`127.0.0.${10 + n}`, 1))
  await workers(40, async (n) => {
    for (let guess = 0; !over(until); guess++)
      count(
        counts,
        await send(house, agents[n] as Agent, 'POST', '/api/session', {
          body: JSON.stringify({ name: 'leader', password: `guess-${n}-${guess}` }),
        }),
      )
  })
  agents.forEach((agent) => agent.destroy())
}

const WALL_READS = [
  '/api/session',
  '/api/vehicles/summary',
  '/api/alerts?limit=200',
  '/api/energy/load',
  '/api/overview?region=450000',
  '/api/regions',
]
/** Not an attack: many walls behind one address, each asking what a wall asks, twice a second. None may be refused. */
const walls: Attack = async (house, until, counts) => {
  const agent = from('127.0.0.1', 256)
  await workers(house.walls.length, async (n) => {
    for (let read = n; !over(until); read++) {
      const status = await send(house, agent, 'GET', WALL_READS[read % WALL_READS.length] as string, {
        cookie: house.walls[n] as string,
      })
      counts.done++
      if (status !== 200) counts.harmed++
      await delay(500)
    }
  })
  agent.destroy()
}

export const ATTACKS: Readonly<Record<string, Attack>> = {
  flood,
  hugeBodies,
  deepJson,
  slowBodies,
  junk,
  socketMessages,
  guessing,
  walls,
}
