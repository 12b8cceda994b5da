import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#shared/errors.ts'
import type { DurationMs } from '#shared/units.ts'

const MINUTE_MS: DurationMs = 60_000

/**
 * Who may ask how much. People and walls are counted by session, so that many screens behind one address (NAT, proxy) do
 * not refuse each other; strangers are counted by address, and each address as a whole has a ceiling.
 */
export interface Limits {
  /** Requests a minute. */
  readonly perMinute: { readonly address: number; readonly stranger: number; readonly session: number }
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
}

export const LIMITS: Limits = {
  perMinute: { address: 12_000, stranger: 600, session: 3_000 },
  atOnce: { address: 512, stranger: 64, session: 48 },
  bodyBytes: 64 * 1024,
  headersMs: 10_000,
  requestMs: 20_000,
  checkMs: 2_000,
  silentMs: 120_000,
  connections: 4_096,
}

/** What the HTTP server is made with, so that slow headers and bodies hold nothing for long. */
export const serverOptions = ({ headersMs, requestMs, checkMs, silentMs }: Limits) =>
  ({ requestTimeout: requestMs, connectionTimeout: silentMs, http: { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: checkMs } }) as const

const refuse = (reply: FastifyReply, afterS: number): never => {
  void reply.header('retry-after', String(afterS))
  throw new AppError('too-many-requests', '请求过于频繁 / too many requests', { details: { retryAfterS: afterS } })
}

/** Requests under way by key. */
const makeAtOnce = () => {
  const counts = new Map<string, number>()
  return (key: string, most: number, reply: FastifyReply): void => {
    const count = counts.get(key) ?? 0
    if (count >= most) refuse(reply, 1)
    counts.set(key, count + 1)
    reply.raw.once('close', () => {
      const left = (counts.get(key) ?? 1) - 1
      if (left > 0) counts.set(key, left)
      else counts.delete(key)
    })
  }
}

export interface Admission {
  /** First of all: the address as a whole. */
  arrive(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Who has shown no session. */
  stranger(request: FastifyRequest, reply: FastifyReply): Promise<void>
  session(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** A route's own limit, by session where there is one and by address otherwise. */
  ofRoute(perMinute: number): (request: FastifyRequest, reply: FastifyReply) => Promise<void>
}

/** @throws too-many-requests, with `retry-after` in seconds. */
export const makeAdmission = (app: FastifyInstance, limits: Limits): Admission => {
  const enter = makeAtOnce()
  const limit = (max: number, bySession = false) => {
    const keyGenerator = bySession ? { keyGenerator: (request: FastifyRequest) => request.active?.sessionId ?? request.ip } : {}
    const count = app.createRateLimit({ max, timeWindow: MINUTE_MS, ...keyGenerator })
    return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const found = await count(request)
      if (!found.isAllowed && found.isExceeded) refuse(reply, found.ttlInSeconds)
    }
  }
  const byAddress = limit(limits.perMinute.address)
  const byStranger = limit(limits.perMinute.stranger)
  const bySession = limit(limits.perMinute.session, true)
  return {
    arrive: async (request, reply) => {
      enter(`address ${request.ip}`, limits.atOnce.address, reply)
      await byAddress(request, reply)
    },
    stranger: async (request, reply) => {
      enter(`stranger ${request.ip}`, limits.atOnce.stranger, reply)
      await byStranger(request, reply)
    },
    session: async (request, reply) => {
      enter(`session ${request.active?.sessionId}`, limits.atOnce.session, reply)
      await bySession(request, reply)
    },
    ofRoute: (perMinute) => limit(perMinute, true),
  }
}
