import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { setTimeout as delay } from 'node:timers/promises'
import { createHmac, timingSafeEqual, type Hmac } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { webhookSchema, type Webhook, type WebhookAnswer } from '#shared/protocol/platform.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { makeHeadcount } from '../../common/headcount.ts'
import type { WebhookConfig } from './config.ts'
import { admitPage, recordsBatch, rejectWhole } from '../door.ts'
import { makeHealth, type Health, type SourceLog } from '../health.ts'
import { readJson } from '../../common/json.ts'
import type { Rejected, Source, SourceSink } from '../Source.ts'
import { boundRejected, fieldOf } from '../turnedAway.ts'

/** A signature older or further ahead than this is refused. */
const WINDOW_MS: DurationMs = 5 * MINUTE_MS
/**
 * Deliveries under way at once, of all and of one address: nobody has shown who he is before his body was read. Addresses
 * that proved themselves lately have room of their own: however many strangers come, they do not wait behind them.
 */
const MOST = { all: 8, address: 4 }
/** What strangers send is hashed in full before it can be refused: 8 MiB a second of each place are a sixth of a core in all. */
const STRANGER_BYTES_PER_MS = (8 * 1024 * 1024) / 1000
const LEAST_WAIT_MS: DurationMs = 5
const REMEMBERED = { addresses: 64, ms: HOUR_MS }
const AGAIN_S = 1
/** Refused records that an answer names. */
const NAMED = 100

/** A body in its pieces. */
type Octets = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

export interface WebhookSource extends Source {
  /**
   * Lets a delivery in before anything of it is read: `unauthenticated` where its signature is none or out of its window,
   * `too-many-requests` where too many are under way. Call what it answers when the delivery is over.
   */
  admit(address: string, signature: string | undefined): () => void
  /**
   * Takes one delivery, its octets as they come: `unauthenticated` when the signature is missing, wrong or out of its
   * window, `conflict` when the delivery was taken before, `bad-request` when it is no delivery. Resolves once all of it
   * is durable. Nothing is joined or parsed before the signature is proven. `address`: where it came from, which is then known.
   */
  receive(body: Octets, signature: string | undefined, address?: string): Promise<WebhookAnswer>
}

/** HMAC-SHA256 over `<t>.<body>`, as the platform signs. */
const begunMac = (secret: string, at: string): Hmac => createHmac('sha256', secret).update(`${at}.`)
export const signWebhook = (secret: string, body: Uint8Array | string, at: EpochMs): string =>
  `t=${at},v1=${begunMac(secret, String(at)).update(body).digest('hex')}`

/** The parts of a signature that is one, within its window. */
const partsOf = (
  signature: string | undefined,
  now: EpochMs,
): { readonly at: string; readonly mac: Buffer } => {
  const match = /^t=(\d{1,16}),v1=([0-9a-f]{64})$/.exec(signature ?? '')
  if (!match) throw new AppError('unauthenticated', 'the signature is missing or not t=…,v1=…')
  if (Math.abs(now - Number(match[1])) > WINDOW_MS)
    throw new AppError('unauthenticated', 'the signature is outside its five minutes')
  return { at: match[1] as string, mac: Buffer.from(match[2] as string, 'hex') }
}

/** The octets no faster than `bytesPerMs` on average; they stay in the line meanwhile. */
async function* paced(body: Octets, bytesPerMs: number): AsyncGenerator<Uint8Array> {
  const began = performance.now()
  let taken = 0
  for await (const piece of body) {
    yield piece
    taken += piece.byteLength
    const early = began + taken / bytesPerMs - performance.now()
    if (early > LEAST_WAIT_MS) await delay(early)
  }
}

/** The body, once its octets are proven: each piece is hashed as it comes, and they are joined only then. */
const provenOf = async (
  secret: string,
  body: Octets,
  signature: string | undefined,
  now: EpochMs,
): Promise<Uint8Array> => {
  const { at, mac } = partsOf(signature, now)
  const found = begunMac(secret, at)
  const pieces: Uint8Array[] = []
  for await (const piece of body) {
    found.update(piece)
    pieces.push(piece)
  }
  if (!timingSafeEqual(found.digest(), mac))
    throw new AppError('unauthenticated', 'the signature does not match')
  return Buffer.concat(pieces)
}

/** Those under way; answers what to call when one is over. */
const makeCrowd = (): ((address: string, isKnown: boolean) => () => void) => {
  const ofAddress = makeHeadcount()
  const ofAll = makeHeadcount()
  return (address, isKnown) => {
    const over = ofAll(isKnown ? 'known' : 'strange', MOST.all)
    const mine = over && ofAddress(address, MOST.address)
    if (over && mine)
      return () => {
        over()
        mine()
      }
    over?.()
    throw new AppError(
      'too-many-requests',
      `at most ${MOST.address} deliveries of one address and ${MOST.all} of all may be under way`,
      { details: { retryAfterS: AGAIN_S } },
    )
  }
}

const textOf = (body: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return null
  }
}

/** The delivery in a body, or why it is none. */
const deliveryOf = (body: Uint8Array): Webhook | { readonly why: string } => {
  const text = textOf(body)
  if (text === null) return { why: 'expected UTF-8' }
  const read = readJson(text)
  if ('reason' in read) return { why: read.reason }
  const parsed = webhookSchema.safeParse(read.value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  return { why: `${fieldOf(issue?.path ?? []) ?? 'delivery'}: ${issue?.message}` }
}

const answerOf = (accepted: number, rejected: readonly Rejected[]): WebhookAnswer => ({
  accepted,
  quarantined: rejected.length,
  refused: rejected
    .slice(0, NAMED)
    .map(boundRejected)
    .map(({ recordId, field, reason }) => ({ id: recordId, field, reason })),
})

/** Deliveries as they are taken; `underway` are those that are not durable yet. */
interface Taking {
  readonly config: WebhookConfig
  readonly clock: Clock
  readonly log: SourceLog
  readonly health: Health
  readonly underway: Set<string>
}

const take = async (
  { config, health, underway, clock, log }: Taking,
  into: SourceSink,
  body: Uint8Array,
): Promise<WebhookAnswer> => {
  const read = deliveryOf(body)
  if ('why' in read) {
    await into.quarantine([
      rejectWhole(config.name, 'delivery', read.why, Buffer.from(body.subarray(0, 4_096)).toString()),
    ])
    health.rejected(1)
    throw new AppError('bad-request', `not a delivery: ${read.why}`)
  }
  const { delivery, collection, items } = read
  const stream = `delivery:${delivery}`
  const taken = new AppError('conflict', `delivery ${delivery} was taken before`)
  if (underway.has(delivery)) throw taken
  underway.add(delivery)
  try {
    if ((await into.cursor(config.name, stream)) !== null) throw taken
    const { good, rejected } = await admitPage(config.name, collection, items, clock())
    if (rejected.length > 0) await into.quarantine(rejected)
    const spoilt =
      (good.length > 0 ? await into.accept(config.name, recordsBatch(collection, good)) : null) ?? []
    await into.setCursor(config.name, stream, String(clock()))
    const refused = [...rejected, ...spoilt]
    health.kept(good.length - spoilt.length, clock())
    health.rejected(refused.length)
    if (refused.length > 0)
      log.warn(
        { source: config.name, delivery, count: refused.length, reason: refused[0]?.reason },
        'records quarantined',
      )
    return answerOf(good.length - spoilt.length, refused)
  } finally {
    underway.delete(delivery)
  }
}

/** Callback way: the platform pushes what changed. A delivery is answered only when it is durable, and counts once. */
export const makeWebhookSource = (config: WebhookConfig, clock: Clock, log: SourceLog): WebhookSource => {
  const health = makeHealth(config.name, 'callback', 'ledger')
  const way: Taking = { config, clock, log, health, underway: new Set() }
  const crowd = makeCrowd()
  const known = new LRUCache<string, true>({ max: REMEMBERED.addresses, ttl: REMEMBERED.ms })
  let sink: SourceSink | null = null

  return {
    name: config.name,
    start: async (into) => {
      sink = into
      health.state('live')
    },
    stop: async () => {
      sink = null
      health.state('stopped')
    },
    status: health.status,
    admit: (address, signature) => {
      partsOf(signature, clock())
      return crowd(address, known.has(address))
    },
    receive: async (body, signature, address) => {
      const isStranger = address !== undefined && !known.has(address)
      const proven = await provenOf(
        config.secret,
        isStranger ? paced(body, STRANGER_BYTES_PER_MS) : body,
        signature,
        clock(),
      )
      if (address !== undefined) known.set(address, true)
      if (!sink) throw new AppError('unavailable', 'the callback way is not open yet')
      return take(way, sink, proven)
    },
  }
}
