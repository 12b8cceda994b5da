import { randomBytes } from 'node:crypto'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { makeBroker } from '../../data/standin/broadcast/broker.ts'
import { makeFaultDesk } from '../../data/standin/faults.ts'
import { signWebhook } from '../../server/sources/webhook.ts'
import { ENERGY_TOPIC_PREFIX, type CollectionName } from '../../src/shared/protocol/platform.ts'
import { goodPosition, goodReading, goodRecords } from '../builders/goodRecords.ts'
import { poisonOf, startPoisonPlatform } from '../builders/poison.ts'
import { percentile, print } from './figure.ts'
import { startChild } from './live/children.ts'
import type { Fed, ToFed } from './poison/serverChild.ts'
import type { Bench } from './run.ts'

const SECRET = 'poison-bench-secret'
const now = Date.now()
const PER_DELIVERY = 100
const FLOOD_BYTES = 8 * 1024 * 1024 - 1

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => done(port))
    })
  })

/** So many depots that cannot be kept, and a good one after every ninth. */
const depots = (
  many: number,
  name: string,
): { readonly records: unknown[]; readonly good: string[]; readonly bad: string[] } => {
  const kinds = poisonOf('depots', now, name)
  const records: unknown[] = []
  const good: string[] = []
  const bad: string[] = []
  for (let i = 0; i < many; i++) {
    const kind = kinds[i % kinds.length] as (typeof kinds)[number]
    bad.push(`D-${name}-bad${i}`)
    records.push({ ...(kind.record as object), id: `D-${name}-bad${i}` })
    if (i % 9 !== 0) continue
    good.push(`D-${name}-${i}`)
    records.push({ ...goodRecords(now, name).depots, id: `D-${name}-${i}` })
  }
  return { records, good, bad }
}

/** How long `/healthz` takes until `stop` is called, ms; asked by a thread that does nothing else. */
const probe = (url: string): { stop(): Promise<number[]> } => {
  const worker = new Worker(new URL('./poison/probe.worker.ts', import.meta.url), {
    workerData: { url: `${url}/healthz` },
  })
  const told = new Promise<number[]>((resolve, reject) =>
    worker.once('message', resolve).once('error', reject),
  )
  return {
    stop: () => {
      worker.postMessage('stop')
      return told
    },
  }
}

/** Posters without the secret, each with 8 MiB, one after another. */
const flood = async (url: string, isOver: () => boolean): Promise<number> => {
  const bodies = [
    Buffer.from('['.repeat(FLOOD_BYTES)),
    Buffer.from(`[${'{"a":1},'.repeat(FLOOD_BYTES / 8 - 1)}{}]`),
  ]
  let posted = 0
  await Promise.all(
    [0, 1, 2, 3].map(async (n) => {
      while (!isOver()) {
        const status = await fetch(`${url}/hooks/platform`, {
          method: 'POST',
          body: bodies[n % 2] as Buffer<ArrayBuffer>,
          headers: {
            'content-type': 'application/json',
            'x-platform-signature': `t=${Date.now()},v1=${'0'.repeat(64)}`,
          },
        }).then(
          (answer) => answer.status,
          () => 0,
        )
        posted++
        if (status === 200 || status === 500) throw new Error(`a flood was answered ${status}`)
        await delay(5)
      }
    }),
  )
  return posted
}

const deliver = async (url: string, many: number): Promise<{ good: string[]; refused: number }> => {
  const { records, good } = depots(many, 'H')
  let refused = 0
  for (let i = 0; i < records.length; i += PER_DELIVERY) {
    const body = JSON.stringify({
      delivery: `p${i}-${now}`,
      collection: 'depots',
      items: records.slice(i, i + PER_DELIVERY),
    })
    for (let status = 0; status !== 200;) {
      const answer = await fetch(`${url}/hooks/platform`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-platform-signature': signWebhook(SECRET, body, Date.now()),
        },
      })
      status = answer.status
      const told = (await answer.json()) as { quarantined?: number }
      if (status === 200) refused += told.quarantined ?? 0
      else if (status === 429) await delay(200)
      else throw new Error(`a delivery was answered ${status}`)
    }
  }
  return { good, refused }
}

const askBadly = async (url: string, many: number): Promise<Record<string, number>> => {
  const statuses: Record<string, number> = {}
  const bodies = [
    '{"name":"\\u0000","password":"x"}',
    '{"name":"\\ud800","password":"x"}',
    `{"name":"${'x'.repeat(60_000)}","password":"x"}`,
    `${'['.repeat(30_000)}`,
    '{"name":1e400}',
    'no json',
  ]
  const paths = [
    '/api/search?q=%00',
    '/api/places/%ed%a0%80',
    '/api/energy/series?from=0001-01-01&to=9999-12-31',
    '/api/vehicles/1?unknown=1',
    '/api/alerts?limit=1e99',
  ]
  await Promise.all(
    Array.from({ length: 8 }, async (_, worker) => {
      for (let i = worker; i < many; i += 8) {
        const asked =
          i % 2 === 0
            ? fetch(`${url}/api/session`, {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                body: bodies[(i >> 1) % bodies.length] as string,
              })
            : fetch(`${url}${paths[(i >> 1) % paths.length]}`)
        const kind = `${Math.floor(
          (await asked.then(
            async (answer) => (await answer.arrayBuffer(), answer.status),
            () => 0,
          )) / 100,
        )}xx`
        statuses[kind] = (statuses[kind] ?? 0) + 1
      }
    }),
  )
  return statuses
}

/** Junk over lines of a wire gateway: random octets between the signs of frames, and XML that is none. */
const junk = async (port: number, many: number): Promise<void> => {
  for (let sent = 0; sent < many; sent += 500) {
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        for (let i = 0; i < 500; i++)
          socket.write(
            i % 3 === 0
              ? `<?xml version="1.0"?><root>${'<a>'.repeat(50)}`
              : Buffer.concat([Buffer.of(0x7e), randomBytes(60), Buffer.of(0x7e)]),
          )
        socket.end()
      })
      socket.on('error', () => undefined)
      socket.on('close', () => resolve())
    })
  }
}

/** Every door is fed with what cannot be kept, beside what can: all of that arrives, all else is named or refused, and the process answers throughout. */
export const bench: Bench = async ({ rest }) => {
  const many = Number(rest['records'] ?? 10_000)
  const pulled = depots(many, 'R')
  const at = now - 60_000
  const pages = (collection: CollectionName): readonly unknown[] => {
    if (collection === 'regions')
      return [
        { ...goodRecords(now).regions, code: '450000', level: 'province' },
        { ...goodRecords(now).regions, parent: '450000' },
      ]
    return [
      goodRecords(now, 'R')[collection],
      ...(collection === 'depots'
        ? pulled.records
        : poisonOf(collection, now, 'R').map(({ record }) => record)),
    ]
  }
  const spoilt = (i: number): unknown =>
    [
      { ...goodPosition(at, `V\u0000${i}`) },
      { ...goodPosition(at, 'V-R'), at: 9e15 + i },
      { ...goodPosition(at + i, 'V-R'), lat: 1e300 },
      null,
      i,
    ][i % 5]
  const messages = (): string[] =>
    Array.from({ length: Math.ceil(many / 100) }, (_, b) =>
      JSON.stringify({
        type: 'positions',
        seq: b + 1,
        items: [
          ...Array.from({ length: 100 }, (__, i) => spoilt(b * 100 + i)),
          goodPosition(at + b * 10, 'V-R'),
        ],
      }),
    )
  const platform = await startPoisonPlatform(pages, messages)
  const broker = makeBroker({ faults: makeFaultDesk(), isKey: () => true })
  const [mqtt, jt808, collector] = await Promise.all([broker.start(0), freePort(), freePort()])
  const child = startChild<ToFed, Fed>('../poison/serverChild.ts')
  child.send({
    type: 'start',
    sources: JSON.stringify([
      { way: 'request', name: 'pages', url: platform.url, key: 'k', pollMs: 500 },
      { way: 'callback', name: 'hook', secret: SECRET },
      { way: 'session', name: 'line', url: platform.wsUrl, key: 'k' },
      { way: 'broadcast', name: 'mqtt', url: `mqtt://127.0.0.1:${mqtt}`, username: 'guanlan', password: 'k' },
      { way: 'jt808', name: 'jt808', port: jt808, authKey: 'poison-auth-key' },
      { way: 'collector', name: 'collector', port: collector, key: 'poison', aes: null },
    ]),
  })
  const house = await child.next('ready')
  const pool = new pg.Pool({ connectionString: house.databaseUrl, max: 2 })
  const one = async (text: string, values: unknown[] = []): Promise<number> =>
    Number(Object.values((await pool.query(text, values)).rows[0] as object)[0])
  const until = async (what: string, look: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 600_000; !(await look()); await delay(500))
      if (Date.now() > end) throw new Error(`not so within ten minutes: ${what}`)
  }
  const counted = (table: string, key: string, ids: readonly string[]): Promise<number> =>
    one(`select count(distinct ${key}) from ${table} where ${key} = any($1)`, [ids])
  const health = probe(house.url)
  let isOver = false
  const flooding = flood(house.url, () => isOver)
  const publishing = (async () => {
    await until(
      'the meter is in the register',
      async () => (await one("select count(*) from meters where id = 'M-R'")) === 1,
    )
    for (let i = 0; i < many; i++)
      await broker.publish(
        `${ENERGY_TOPIC_PREFIX}/450102/B${i % 50}`,
        [
          '{"building":"\\u0000"}',
          '[[[',
          JSON.stringify(goodReading(9e15, 'B-R')),
          `{"building":"B-R","at":${at},"meters":[{"meter":"M-R","kw":1e300,"total":-1}]}`,
          'text',
        ][i % 5] as string,
      )
    await broker.publish(`${ENERGY_TOPIC_PREFIX}/450102/B-R`, JSON.stringify(goodReading(now, 'B-R', 'M-R')))
  })()
  const [delivered, answers] = await Promise.all([
    deliver(house.url, many),
    askBadly(house.url, many),
    junk(jt808, many),
    junk(collector, many),
    publishing,
  ])
  await until(
    'the pages are in',
    async () => (await counted('depots', 'id', pulled.good)) === pulled.good.length,
  )
  await until(
    'the newest position is in the register of the line',
    async () => (await one("select count(*) from source_cursors where source = 'line'")) === 1,
  )
  await until(
    'all bad of the pages are named',
    async () => (await counted('quarantine', 'record_id', pulled.bad)) === pulled.bad.length,
  )
  await until(
    'the reading is in',
    async () => (await one("select count(*) from meter_state where meter = 'M-R'")) === 1,
  )
  isOver = true
  const posted = await flooding
  const took = await health.stop()
  const healthy = (await fetch(`${house.url}/healthz`)).status === 200
  const figure = (metric: string, value: number, unit: string, baseline?: number): void =>
    print({ bench: 'poison', metric, value, unit, ...(baseline === undefined ? {} : { baseline }) })
  figure(
    'good records of pages that arrived, beside those sent',
    await counted('depots', 'id', pulled.good),
    'records',
    pulled.good.length,
  )
  figure(
    'bad records of pages named in quarantine, beside those sent',
    await counted('quarantine', 'record_id', pulled.bad),
    'records',
    pulled.bad.length,
  )
  figure(
    'good records of deliveries that arrived, beside those sent',
    await counted('depots', 'id', delivered.good),
    'records',
    delivered.good.length,
  )
  figure('bad records of deliveries refused, beside those sent', delivered.refused, 'records', many)
  figure(
    'faults of the line and of the broker in quarantine',
    await one("select coalesce(sum(times), 0) from quarantine where source in ('line', 'mqtt')"),
    'faults',
  )
  figure('bad requests answered 4xx, beside those sent', answers['4xx'] ?? 0, 'requests', many)
  figure('bodies of 8 MiB without a proof, posted meanwhile', posted, 'posts')
  figure('/healthz meanwhile, p99', percentile(took, 0.99), 'ms')
  if (!healthy) throw new Error('the server is not healthy')
  await pool.end()
  await child.end()
  await platform.stop()
  await broker.stop()
}
