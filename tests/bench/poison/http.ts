/** The poison of the HTTP doors, each sender from a loopback address of its own. */
import { Agent, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { signWebhook } from '../../../server/sources/platform/webhook.ts'
import { GOOD_EVERY, type Mixed } from './estate.ts'

export const SECRET = 'poison-bench-secret'
const FLOOD_BYTES = 8 * 1024 * 1024 - 1
const PER_DELIVERY = 100
const JSON_BODY = { 'content-type': 'application/json' }

interface Asked {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string | Buffer
  readonly headers?: Record<string, string>
}
/** One request; status 0 where the line was cut. */
const send = (
  url: string,
  agent: Agent,
  { method, path, body, headers = {} }: Asked,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve) => {
    const { port } = new URL(url)
    const length = body === undefined ? {} : { ...JSON_BODY, 'content-length': Buffer.byteLength(body) }
    const asked = request(
      { host: '127.0.0.1', port, agent, method, path, headers: { ...length, ...headers } },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        )
        answer.on('error', () => resolve({ status: 0, text: '' }))
      },
    )
    asked.on('error', () => resolve({ status: 0, text: '' }))
    asked.end(body)
  })

const from = (localAddress: string, maxSockets: number): Agent =>
  new Agent({ keepAlive: true, maxSockets, localAddress })

/** Two bodies of nearly 8 MiB: brackets without an end, and a million small objects. */
export const floodBodies = (): Buffer[] => [
  Buffer.from('['.repeat(FLOOD_BYTES)),
  Buffer.from(`[${'{"a":1},'.repeat(FLOOD_BYTES / 8 - 1)}{}]`),
]

/** Posters without the secret at two addresses, four at each, one body after another; answers by status. */
export const flood = async (url: string, isOver: () => boolean): Promise<Record<string, number>> => {
  const bodies = floodBodies()
  const agents = [from('127.0.0.4', 4), from('127.0.0.5', 4)]
  const statuses: Record<string, number> = {}
  await Promise.all(
    Array.from({ length: 8 }, async (_, n) => {
      while (!isOver()) {
        const { status } = await send(url, agents[n % 2] as Agent, {
          method: 'POST',
          path: '/hooks/platform',
          body: bodies[(n >> 1) % 2] as Buffer,
          headers: { 'x-platform-signature': `t=${Date.now()},v1=${'0'.repeat(64)}` },
        })
        statuses[status] = (statuses[status] ?? 0) + 1
        if (status === 200 || status === 500) throw new Error(`a flood was answered ${status}`)
        await delay(status === 401 ? 5 : 50)
      }
    }),
  )
  agents.forEach((agent) => agent.destroy())
  return statuses
}

/** Deliveries one after another, each sent again where it is told to come later. */
export const deliver = async (
  url: string,
  { records }: Mixed,
  now: number,
): Promise<{ refused: number; again: number }> => {
  const agent = from('127.0.0.3', 1)
  const told = { refused: 0, again: 0 }
  for (let i = 0; i < records.length; i += PER_DELIVERY) {
    const items = records.slice(i, i + PER_DELIVERY)
    const body = JSON.stringify({ delivery: `p${i}-${now}`, collection: 'depots', items })
    for (let taken = false; !taken;) {
      const headers = { 'x-platform-signature': signWebhook(SECRET, body, Date.now()) }
      const { status, text } = await send(url, agent, {
        method: 'POST',
        path: '/hooks/platform',
        body,
        headers,
      })
      taken = status === 200
      if (taken) told.refused += (JSON.parse(text) as { quarantined: number }).quarantined
      else if (status === 429 || status === 503 || status === 0) {
        told.again++
        await delay(200)
      } else throw new Error(`a delivery was answered ${status}`)
    }
  }
  agent.destroy()
  return told
}

const BODIES = [
  '{"name":"\\u0000","password":"x"}',
  '{"name":"\\ud800","password":"x"}',
  `{"name":"${'x'.repeat(60_000)}","password":"x"}`,
  `${'['.repeat(30_000)}`,
  '{"name":1e400}',
  'no json',
]
const PATHS = [
  '/api/search?q=%00',
  '/api/places/%ed%a0%80',
  '/api/energy/series?from=0001-01-01&to=9999-12-31',
  '/api/vehicles/1?unknown=1',
  '/api/alerts?limit=1e99',
]
const ADDRESSES = 24
/** A good request is asked again so often where it was told to come later. */
const GOOD_TRIES = 40

/** Requests that cannot be answered, half of them by who signed in, and good ones between: none is refused for its number alone. */
export const askBadly = async (
  url: string,
  cookies: readonly string[],
  many: number,
): Promise<{ bad: Record<string, number>; good: number; answered: number; again: number }> => {
  const told = { bad: {} as Record<string, number>, good: 0, answered: 0, again: 0 }
  const agents = Array.from({ length: ADDRESSES }, (_, n) => from(`127.0.1.${n + 1}`, 1))
  const one = async (agent: Agent, i: number): Promise<void> => {
    const cookie = cookies[i % cookies.length] as string
    const get = (path: string): Asked => ({ method: 'GET', path, headers: { cookie } })
    const asked: Asked =
      i % 2 === 0
        ? { method: 'POST', path: '/api/session', body: BODIES[(i >> 1) % BODIES.length] as string }
        : get(PATHS[(i >> 1) % PATHS.length] as string)
    const { status } = await send(url, agent, asked)
    told.bad[status] = (told.bad[status] ?? 0) + 1
    if (i % GOOD_EVERY !== 0) return
    told.good++
    for (let tries = 0; tries < GOOD_TRIES; tries++) {
      const { status: answered } = await send(url, agent, get('/api/regions'))
      if (answered === 200) return void told.answered++
      told.again++
      await delay(500)
    }
  }
  await Promise.all(
    agents.map(async (agent, n) => {
      for (let i = n; i < many; i += ADDRESSES) await one(agent, i)
      agent.destroy()
    }),
  )
  return told
}
