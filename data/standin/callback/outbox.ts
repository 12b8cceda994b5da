import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createHmac, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WEBHOOK_SIGNATURE_HEADER } from '#shared/protocol/platform.ts'
import type { CollectionName, Webhook } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { spoil } from '../faults.ts'
import type { FaultDesk } from '../faults.ts'

/** The callback way: deliveries kept until acknowledged, in order within a collection, tried again and again with growing pauses. */
export interface Outbox {
  /** Durable when it returns. */
  add(collection: CollectionName, items: readonly unknown[]): void
  start(): void
  stop(): Promise<void>
  pending(): number
}
export interface OutboxOptions {
  readonly dir: string
  readonly url: string
  readonly secret: string
  readonly now: () => EpochMs
  readonly faults: FaultDesk
  readonly log: (line: string) => void
}

type Line = { readonly add: Webhook } | { readonly done: string }
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
const TIMEOUT_MS = 15_000

/** `t=<epochMs>,v1=<hex>`, HMAC-SHA256 over `<t>.<body>`. */
const sign = (secret: string, body: string, at: EpochMs): string =>
  `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`

const readPending = (path: string): Webhook[] => {
  const pending = new Map<string, Webhook>()
  for (const text of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    try {
      const line = JSON.parse(text) as Line
      if ('add' in line) pending.set(line.add.delivery, line.add)
      else pending.delete(line.done)
    } catch {
      continue
    }
  }
  return [...pending.values()]
}

const appendDurably = (path: string, line: Line): void => {
  const file = openSync(path, 'a')
  writeSync(file, `${JSON.stringify(line)}\n`)
  fsyncSync(file)
  closeSync(file)
}

/** How deliveries go out. */
interface Way {
  readonly options: OutboxOptions
  readonly stopping: AbortController
}

const post = async ({ stopping, options }: Way, body: string, signature: string): Promise<number> => {
  const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(TIMEOUT_MS)])
  const headers = { 'content-type': 'application/json', [WEBHOOK_SIGNATURE_HEADER]: signature }
  const answer = await fetch(options.url, { method: 'POST', body, headers, signal, redirect: 'error' })
  await answer.body?.cancel()
  return answer.status
}

const deliver = async (way: Way, delivery: Webhook): Promise<boolean> => {
  const { options } = way
  const { faults } = options
  await faults.delay()
  if (faults.current().down || faults.strikes('failRate')) return false
  const body = JSON.stringify(delivery)
  const send = (): Promise<number> => post(way, body, sign(options.secret, body, options.now()))
  if (faults.strikes('rubbishRate')) await rubbish(way, delivery, send)
  const status = await send()
  if (faults.strikes('repeatRate')) await send()
  return (status >= 200 && status < 300) || status === 409
}

const rubbish = async (way: Way, delivery: Webhook, send: () => Promise<number>): Promise<void> => {
  const { options } = way
  const spoilt = JSON.stringify({ ...delivery, delivery: randomUUID(), items: delivery.items.map(spoil) })
  await post(way, spoilt, sign(options.secret, spoilt, options.now()))
  await post(way, spoilt, 't=0,v1=00')
  if (options.faults.strikes('reorderRate')) await send()
}

const pause = ({ stopping }: Way, ms: number): Promise<void> =>
  sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined)

/** Keeps `outbox.ndjson` in the folder and rewrites it without the delivered ones at each start. */
export const openOutbox = (options: OutboxOptions): Outbox => {
  mkdirSync(options.dir, { recursive: true })
  const path = join(options.dir, 'outbox.ndjson')
  const queues = new Map<CollectionName, Webhook[]>()
  const stopping = new AbortController()
  const running = new Map<CollectionName, Promise<void>>()
  const queueOf = (collection: CollectionName): Webhook[] => {
    const queue = queues.get(collection) ?? []
    queues.set(collection, queue)
    return queue
  }
  const way: Way = { options, stopping }
  const kept = readPending(path)
  for (const delivery of kept) queueOf(delivery.collection).push(delivery)
  writeFileSync(`${path}.draft`, kept.map((delivery) => `${JSON.stringify({ add: delivery })}\n`).join(''))
  renameSync(`${path}.draft`, path)
  const drain = async (collection: CollectionName): Promise<void> => {
    const queue = queueOf(collection)
    let wait = FIRST_PAUSE_MS
    while (queue.length > 0 && !stopping.signal.aborted) {
      const head = queue[0]!
      if (await deliver(way, head).catch(() => false)) {
        appendDurably(path, { done: head.delivery })
        queue.shift()
        wait = FIRST_PAUSE_MS
        continue
      }
      options.log(`callback ${head.delivery} (${collection}) not taken; again in ${wait} ms`)
      await pause(way, wait)
      wait = Math.min(LONGEST_PAUSE_MS, wait * 2)
    }
    running.delete(collection)
  }
  let started = false
  const kick = (collection: CollectionName): void => {
    if (started && !running.has(collection) && !stopping.signal.aborted)
      running.set(collection, drain(collection))
  }
  return {
    add: (collection, items) => {
      const delivery: Webhook = { delivery: randomUUID(), collection, items: [...items] }
      appendDurably(path, { add: delivery })
      queueOf(collection).push(delivery)
      kick(collection)
    },
    start: () => {
      started = true
      for (const collection of queues.keys()) kick(collection)
    },
    stop: async () => {
      stopping.abort()
      await Promise.all(running.values())
    },
    pending: () => [...queues.values()].reduce((sum, queue) => sum + queue.length, 0),
  }
}
