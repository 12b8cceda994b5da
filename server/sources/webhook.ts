import { createHmac, timingSafeEqual } from 'node:crypto'
import { webhookSchema } from '#shared/protocol/platform.ts'
import { AppError } from '#shared/errors.ts'
import type { DurationMs, EpochMs } from '#shared/units.ts'
import type { Clock } from '../clock.ts'
import type { WebhookConfig } from './config.ts'
import { admitRecords, recordsBatch, rejectWhole } from './door.ts'
import { makeHealth, type SourceLog } from './health.ts'
import type { Source, SourceSink } from './Source.ts'

/** A signature older or further ahead than this is refused. */
const WINDOW_MS: DurationMs = 5 * 60_000

export interface WebhookSource extends Source {
  /**
   * Takes one delivery: `unauthenticated` when the signature is missing, wrong or out of its window, `conflict` when
   * the delivery was taken before, `bad-request` when it is no delivery. Resolves once all of it is durable.
   */
  receive(body: string, signature: string | undefined): Promise<{ accepted: number; quarantined: number }>
}

/** HMAC-SHA256 over `<t>.<body>`, as the platform signs. */
export const signWebhook = (secret: string, body: string, at: EpochMs): string =>
  `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`

const verify = (secret: string, body: string, signature: string | undefined, now: EpochMs): void => {
  const match = /^t=(\d{1,16}),v1=([0-9a-f]{64})$/.exec(signature ?? '')
  if (!match) throw new AppError('unauthenticated', 'the signature is missing or not t=…,v1=…')
  const expected = createHmac('sha256', secret).update(`${match[1]}.${body}`).digest()
  if (!timingSafeEqual(expected, Buffer.from(match[2] as string, 'hex'))) throw new AppError('unauthenticated', 'the signature does not match')
  if (Math.abs(now - Number(match[1])) > WINDOW_MS) throw new AppError('unauthenticated', 'the signature is outside its five minutes')
}

/** Callback way: the platform pushes what changed. A delivery is answered only when it is durable, and counts once. */
export const makeWebhookSource = (config: WebhookConfig, clock: Clock, log: SourceLog): WebhookSource => {
  const health = makeHealth(config.name, 'callback')
  const underway = new Set<string>()
  let sink: SourceSink | null = null

  const take = async (into: SourceSink, body: string): Promise<{ accepted: number; quarantined: number }> => {
    const parsed = webhookSchema.safeParse(parseJson(body))
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      await into.quarantine([rejectWhole(config.name, 'delivery', `${issue?.path.join('.')}: ${issue?.message}`, body)])
      health.rejected(1)
      throw new AppError('bad-request', `not a delivery: ${issue?.path.join('.')}: ${issue?.message}`)
    }
    const { delivery, collection, items } = parsed.data
    const stream = `delivery:${delivery}`
    const taken = new AppError('conflict', `delivery ${delivery} was taken before`)
    if (underway.has(delivery)) throw taken
    underway.add(delivery)
    try {
      if ((await into.cursor(config.name, stream)) !== null) throw taken
      const { good, rejected } = admitRecords(config.name, collection, items)
      if (rejected.length > 0) await into.quarantine(rejected)
      if (good.length > 0) await into.accept(config.name, recordsBatch(collection, good))
      await into.setCursor(config.name, stream, String(clock()))
      health.kept(good.length, clock())
      health.rejected(rejected.length)
      if (rejected.length > 0) log.warn({ source: config.name, delivery, count: rejected.length, reason: rejected[0]?.reason }, 'records quarantined')
      return { accepted: good.length, quarantined: rejected.length }
    } finally {
      underway.delete(delivery)
    }
  }

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
    receive: async (body, signature) => {
      verify(config.secret, body, signature, clock())
      if (!sink) throw new AppError('unavailable', 'the callback way is not open yet')
      return take(sink, body)
    },
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
