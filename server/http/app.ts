import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import Fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { z } from 'zod'
import { may, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Pulse } from '../db/pulse.ts'
import { inRequest, outOfRequest } from '../db/requestScope.ts'
import { cutText, toSoundText } from '#shared/kernel/text.ts'
import type { AccessLog } from '../common/ports/audit.ts'
import type { ActiveSession, Sessions } from '../common/ports/sessions.ts'
import { isTooDeep } from '../common/json.ts'
import { octetsOf } from './body.ts'
import { answerError, answerOddAddress } from './errors.ts'
import { closed, refuseUnsound } from './guard.ts'
import { LIMITS, makeAdmission, serverOptions, type Admission, type Limits } from './limits.ts'
import { makePeers, shareLines } from './peers.ts'
import type { Headers, RequestContext, RouteDefinition } from './route.ts'
import { refuseCrossSite, registerSecurity } from './security.ts'

export interface HttpDeps {
  readonly routes: readonly RouteDefinition[]
  readonly sessions: Sessions
  readonly audit: AccessLog
  readonly log: Logger
  /** Opens the policy for Mapbox's hosts. */
  readonly mapbox: boolean
  readonly trustProxy: string | null
  /** Parses every answer with its schema before it is sent: on in tests, off where speed counts. */
  readonly checkAnswers: boolean
  /** What one address, session or request may cost; `LIMITS` unless a test says otherwise. */
  readonly limits?: Limits
  /** Ends the wait for a database that does not answer. */
  readonly pulse: Pick<Pulse, 'whileAlive'>
}

export const COOKIE = 'guanlan_session'
const COMPRESS_FROM_BYTES = 2048

/** Who asks where nobody signed in: sees nothing. */
const NOBODY: Viewer = { account: '', role: 'wall', scope: { kind: 'unit', unit: '', region: '' } }

declare module 'fastify' {
  interface FastifyRequest {
    active: ActiveSession | null
    octets: AsyncIterable<Uint8Array>
  }
}

const tokenOf = (request: FastifyRequest): string | null => request.cookies[COOKIE] ?? null

/** Refuses unless the definition, the session and the role's grants agree; a refusal is logged. Limits stand before each step that costs. */
const makeGuard = ({ sessions, audit }: HttpDeps, definition: RouteDefinition, admission: Admission) => {
  const ofRoute = definition.perMinute === undefined ? null : admission.ofRoute(definition.perMinute)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    await admission.arrive(request, reply)
    refuseCrossSite(request)
    const token = tokenOf(request)
    if (definition.needs === 'public')
      return ofRoute ? ofRoute(request, reply) : admission.stranger(token, request, reply)
    if (token !== null) await admission.token(token, request, reply)
    const active = token === null ? null : await sessions.resolve(token)
    if (token === null || !active) {
      await admission.stranger(null, request, reply)
      const ended = token === null ? null : sessions.endOf(token)
      throw new AppError('unauthenticated', '请先登录 / sign in first', ended ? { details: { ended } } : {})
    }
    admission.good(token)
    request.active = active
    await admission.session(request, reply)
    await ofRoute?.(request, reply)
    if (active.mustChangePassword && !definition.beforePasswordChange)
      throw new AppError('password-change-required', '请先修改密码 / change the password first')
    if (definition.needs === 'session' || may(active.viewer.role, definition.needs)) return
    const { account, role } = active.viewer
    await audit.record({
      event: 'http.refused',
      account,
      role,
      address: request.ip,
      outcome: 'refused',
      target: `${definition.method} ${definition.url}`,
      detail: definition.needs,
    })
    throw new AppError('forbidden', '没有这项权限 / this role may not do that', {
      details: { needs: definition.needs },
    })
  }
}

const cookieControl = (
  request: FastifyRequest,
  reply: FastifyReply,
  admission: Admission,
): NonNullable<RequestContext['cookie']> => {
  const flags = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  } as const
  return {
    token: tokenOf(request),
    set: (token, lastsS) => {
      admission.good(token)
      void reply.setCookie(COOKIE, token, lastsS === null ? flags : { ...flags, maxAge: lastsS })
    },
    clear: () => void reply.clearCookie(COOKIE, flags),
  }
}

/** Header values are Latin-1: whole and sound by themselves. */
const agentOf = (request: FastifyRequest): string =>
  cutText(toSoundText(request.headers['user-agent'] ?? ''), 200)

const contextOf = (
  definition: RouteDefinition,
  request: FastifyRequest,
  reply: FastifyReply,
  admission: Admission,
): RequestContext => ({
  viewer: request.active?.viewer ?? NOBODY,
  sessionId: request.active?.sessionId ?? '',
  address: request.ip,
  agent: agentOf(request),
  cookie: cookieControl(request, reply, admission),
  ...(definition.raw ? { raw: { body: request.octets, headers: request.headers as Headers } } : {}),
})

/** Refused here, nothing of the body is read: the line is closed instead. */
const makeGate =
  (definition: RouteDefinition) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    try {
      const over = definition.gate?.(request.ip, request.headers as Headers)
      if (over) reply.raw.once('close', over)
    } catch (error) {
      reply.header('connection', 'close')
      throw error
    }
  }

const NOTHING = z.strictObject({})

/** Of every definition: what it does not name, in the query and in the body, is refused by name. */
const schemaOf = ({ method, params, query, body, raw }: RouteDefinition): Record<string, unknown> => ({
  ...(params ? { params } : {}),
  querystring: closed(query ?? NOTHING),
  ...(method === 'GET' || raw ? {} : { body: body ? closed(body) : NOTHING.nullish() }),
})

type Bound = <T>(work: () => Promise<T>) => Promise<T>

/** How a route waits: none hangs on a frozen database; what takes in records has a job's limits, as the other ways have. */
const boundOf = ({ pulse }: HttpDeps, { withoutDatabase, raw }: RouteDefinition): Bound => {
  if (withoutDatabase) return (work) => work()
  return (work) => pulse.whileAlive(() => (raw ? outOfRequest(work) : inRequest(work)))
}

const addRoute = (
  app: FastifyInstance,
  deps: HttpDeps,
  admission: Admission,
  definition: RouteDefinition,
): void => {
  if (definition.needs === 'public' && !definition.why)
    throw new Error(`${definition.method} ${definition.url} is public and does not say why`)
  const bound = boundOf(deps, definition)
  const guard = makeGuard(deps, definition, admission)
  app.route({
    method: definition.method,
    url: definition.url,
    schema: schemaOf(definition),
    bodyLimit: definition.bodyLimit ?? (definition.raw ? 8 * 1024 * 1024 : (deps.limits ?? LIMITS).bodyBytes),
    config: { rateLimit: false },
    onRequest: [(request, reply) => bound(() => guard(request, reply)), makeGate(definition)],
    preValidation: async (request) =>
      refuseUnsound(request, definition.raw ? ['params', 'query'] : ['params', 'query', 'body']),
    handler: async (request, reply) => {
      const input = { params: request.params, query: request.query, body: request.body } as Parameters<
        RouteDefinition['handle']
      >[0]
      const answer = await bound(() =>
        definition.handle(input, contextOf(definition, request, reply, admission)),
      ).catch((error: unknown) => {
        // What is left of a body is not waited for.
        if (!request.raw.complete) reply.header('connection', 'close')
        throw error
      })
      const checked = deps.checkAnswers ? definition.response.parse(answer) : answer
      if (definition.keptS !== undefined)
        reply.header('cache-control', `private, max-age=${definition.keptS}`)
      if (checked === undefined || checked === null) return reply.status(204).send()
      if (definition.octets) return reply.header('content-type', 'application/octet-stream').send(checked)
      return reply
        .header('content-type', 'application/json; charset=utf-8')
        .send(definition.json?.(checked) ?? JSON.stringify(checked))
    },
  })
}

/** Who proves himself by a signature over the octets is not given a buffer, nor a parser, before the proof held: the handler gets the stream. */
const prepareRaw = (scope: FastifyInstance): void => {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(['application/json', 'text/plain'], (request, payload, done) => {
    request.octets = octetsOf(payload, request.headers['content-length'], request.routeOptions.bodyLimit)
    done(null, undefined)
  })
}

/** No body that a screen sends is deeper. */
const DEEPEST_BODY = 32

const registerJson = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = (body as Buffer).toString()
    if (text === '') return done(null, undefined)
    if (isTooDeep(text, DEEPEST_BODY))
      return done(
        new AppError('bad-request', `内容嵌套过深 / expected JSON nested at most ${DEEPEST_BODY} deep`),
      )
    parse(request, text, done)
  })
}

/**
 * The HTTP side: every route comes from a definition and is guarded by it. Add static files and the socket afterwards.
 * Nothing else is served: an address that no definition names answers 404.
 */
export const makeHttpApp = async (deps: HttpDeps): Promise<FastifyInstance> => {
  const limits = deps.limits ?? LIMITS
  const app = Fastify({
    ...serverOptions(limits),
    frameworkErrors: (_error, _request, reply) => answerOddAddress(reply as unknown as FastifyReply),
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.trustProxy ?? false,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
  }) as unknown as FastifyInstance
  app.server.maxConnections = limits.connections
  shareLines(app.server, limits.connectionsPerAddress, makePeers(deps.trustProxy).isProxy)
  app.decorateRequest('active', null)
  app.decorateRequest('octets', undefined as unknown as AsyncIterable<Uint8Array>)
  app.setValidatorCompiler(validatorCompiler)
  app.setErrorHandler(answerError)
  registerJson(app)
  await registerSecurity(app, { mapbox: deps.mapbox })
  await app.register(cookie)
  await app.register(compress, {
    threshold: COMPRESS_FROM_BYTES,
    encodings: ['gzip', 'identity'],
    zlibOptions: { level: 4 },
  })
  await app.register(rateLimit, { global: true, max: limits.filesPerMinute, timeWindow: MINUTE_MS })
  const admission = makeAdmission(app, limits)
  await app.register(async (scope) => {
    prepareRaw(scope)
    for (const definition of deps.routes) addRoute(definition.raw ? scope : app, deps, admission, definition)
  })
  return app
}

export interface Authenticated {
  readonly viewer: Viewer
  readonly sessionId: string
}

/** For the socket: who a `cookie` header belongs to; null refuses, also while the password must be changed. */
export const makeAuthenticate =
  (
    sessions: Sessions,
    parse: (header: string) => Record<string, string | undefined>,
    pulse: HttpDeps['pulse'],
  ) =>
  async (cookieHeader: string | undefined): Promise<Authenticated | null> => {
    const token = cookieHeader === undefined ? undefined : parse(cookieHeader)[COOKIE]
    const active = token ? await pulse.whileAlive(() => inRequest(() => sessions.resolve(token))) : null
    return active && !active.mustChangePassword
      ? { viewer: active.viewer, sessionId: active.sessionId }
      : null
  }
