import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { AppError } from '#shared/kernel/errors.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import { makeHeadcount } from '../common/headcount.ts'

/**
 * Who may ask how much. People and walls are counted by session, so that many screens behind one address (NAT, proxy) do
 * not refuse each other; strangers are counted by address, and each address as a whole has a ceiling.
 */
export interface Limits {
  /** Requests a minute. */
  readonly perMinute: { readonly address: number; readonly stranger: number; readonly session: number }
  /** Files of the application that one address reads: a fleet of screens behind it loads them anew after an update. */
  readonly filesPerMinute: number
  /** Requests that are not answered yet. */
  readonly atOnce: { readonly address: number; readonly stranger: number; readonly session: number }
  /** Largest body of a route that names none. */
  readonly bodyBytes: number
  /** A request whose headers, or whose body, has not come whole by then is cut. */
  readonly headersMs: DurationMs
  readonly requestMs: DurationMs
  /** How often it is looked for such requests. */
  readonly checkMs: DurationMs
  /** A connection on which nothing moves is closed. */
  readonly silentMs: DurationMs
  readonly connections: number
  /** Of these the ones that a single address may keep open. */
  readonly connectionsPerAddress: number
}

export const LIMITS: Limits = {
  perMinute: { address: 12_000, stranger: 600, session: 3_000 },
  filesPerMinute: 120_000,
  atOnce: { address: 512, stranger: 64, session: 48 },
  bodyBytes: 64 * 1024,
  headersMs: 10_000,
  requestMs: 20_000,
  checkMs: 2_000,
  silentMs: 120_000,
  connections: 4_096,
  connectionsPerAddress: 1_024,
}

/** What the HTTP server is made with, so that slow headers and bodies hold nothing for long. */
export const serverOptions = ({ headersMs, requestMs, checkMs, silentMs }: Limits) =>
  ({
    requestTimeout: requestMs,
    connectionTimeout: silentMs,
    http: { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: checkMs },
  }) as const

/** Tokens that were good lately; they stand in memory only. */
const MOST_TOKENS = 20_000

const refuse = (reply: FastifyReply, afterS: number): never => {
  void reply.header('retry-after', String(afterS))
  throw new AppError('too-many-requests', '请求过于频繁 / too many requests', {
    details: { retryAfterS: afterS },
  })
}

/** Requests under way by key. */
const makeAtOnce = () => {
  const enter = makeHeadcount()
  return (key: string, most: number, reply: FastifyReply): void => {
    // Answered while its session was still looked up, as during an outage: nothing would ever take it off the count.
    if (reply.raw.writableEnded || reply.raw.destroyed) return
    reply.raw.once('close', enter(key, most) ?? refuse(reply, 1))
  }
}

export interface Admission {
  /** First of all: the address as a whole. */
  arrive(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Who has shown no session, or none that was good lately. */
  stranger(token: string | null, request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Before a token is looked up: from an address whose strangers are refused, only those that were good lately are. */
  token(token: string, request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** A token was found to be a session's, or just became one's. */
  good(token: string): void
  session(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** A route's own limit, by session where there is one and by address otherwise. */
  ofRoute(perMinute: number): (request: FastifyRequest, reply: FastifyReply) => Promise<void>
}

/** @throws too-many-requests, with `retry-after` in seconds. */
export const makeAdmission = (app: FastifyInstance, limits: Limits): Admission => {
  const enter = makeAtOnce()
  const limit = (max: number, bySession = false) => {
    const keyGenerator = bySession
      ? { keyGenerator: (request: FastifyRequest) => request.active?.sessionId ?? request.ip }
      : {}
    const count = app.createRateLimit({ max, timeWindow: MINUTE_MS, ...keyGenerator })
    return async (request: FastifyRequest, reply: FastifyReply, increment = true): Promise<void> => {
      const found = await count(request, { increment })
      if (!found.isAllowed && found.isExceeded) refuse(reply, found.ttlInSeconds)
    }
  }
  const byAddress = limit(limits.perMinute.address)
  const byStranger = limit(limits.perMinute.stranger)
  const known = new LRUCache<string, true>({ max: MOST_TOKENS })
  const bySession = limit(limits.perMinute.session, true)
  return {
    arrive: async (request, reply) => {
      enter(`address ${request.ip}`, limits.atOnce.address, reply)
      await byAddress(request, reply)
    },
    stranger: async (token, request, reply) => {
      if (token !== null && known.has(token)) return
      enter(`stranger ${request.ip}`, limits.atOnce.stranger, reply)
      await byStranger(request, reply)
    },
    token: async (token, request, reply) => {
      if (!known.has(token)) await byStranger(request, reply, false)
    },
    good: (token) => void known.set(token, true),
    session: async (request, reply) => {
      enter(`session ${request.active?.sessionId}`, limits.atOnce.session, reply)
      await bySession(request, reply)
    },
    ofRoute: (perMinute) => {
      const count = limit(perMinute, true)
      return (request, reply) => count(request, reply)
    },
  }
}
