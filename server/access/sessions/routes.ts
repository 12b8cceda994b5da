import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import {
  changePasswordSchema,
  openSessionSchema,
  pairSchema,
  sessionSchema,
  signInSchema,
  type Session,
} from '#shared/protocol/http.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { PairingService } from './pairing.ts'
import { WALL_COOKIE_S, type ActiveSession, type SessionService } from './sessions.ts'
import { route, type RequestContext, type RouteDefinition } from '../../http/route.ts'

export interface SessionRouteDeps {
  readonly sessions: SessionService
  readonly pairing: PairingService
  readonly clock: Clock
  readonly version: string
  readonly mapboxToken: string | null
  /** Addresses of the local 3D Tiles. */
  readonly tilesets: () => Promise<string[]>
}

const nothing = z.undefined().or(z.null())

const describe = async (deps: SessionRouteDeps, active: ActiveSession): Promise<Session> => ({
  account: active.viewer.account,
  displayName: active.displayName,
  role: active.viewer.role,
  scope: active.viewer.scope,
  mustChangePassword: active.mustChangePassword,
  passwordDueInDays: active.passwordDueInDays,
  endsAt: active.endsAt,
  now: deps.clock(),
  version: deps.version,
  mapboxToken: deps.mapboxToken,
  home: active.viewer.scope.region,
  tilesets: await deps.tilesets(),
})

const resolve = async (
  deps: Pick<SessionRouteDeps, 'sessions'>,
  context: RequestContext,
): Promise<ActiveSession | null> =>
  context.cookie?.token ? await deps.sessions.resolve(context.cookie.token) : null

const current = async (
  deps: Pick<SessionRouteDeps, 'sessions'>,
  context: RequestContext,
): Promise<ActiveSession> => {
  const active = await resolve(deps, context)
  if (!active) throw new AppError('unauthenticated', '请先登录 / sign in first')
  return active
}

/** The own sessions, and the acts that keep them. */
export const ownSessionRoutes = (deps: Pick<SessionRouteDeps, 'sessions'>): RouteDefinition[] => [
  route({
    method: 'POST',
    url: '/api/session/seen',
    needs: 'session',
    beforePasswordChange: true,
    summary: 'The person acted: the idle time begins anew; sent on real input, at most once a minute',
    response: z.object({ endsAt: z.number().nullable() }),
    handle: async (_, context) => ({ endsAt: await deps.sessions.acted(await current(deps, context)) }),
  }),
  route({
    method: 'GET',
    url: '/api/sessions',
    needs: 'session',
    summary: 'Where the own account is signed in',
    response: z.object({ sessions: z.array(openSessionSchema) }),
    handle: async (_, context) => {
      const { accountId, sessionId } = await current(deps, context)
      return { sessions: await deps.sessions.list(accountId, sessionId) }
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/sessions/:id',
    needs: 'session',
    summary: 'End one of the own sessions',
    params: z.object({ id: z.string().max(64) }),
    response: nothing,
    handle: async ({ params }, context) => {
      await deps.sessions.endOne((await current(deps, context)).accountId, params.id)
      return null
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/sessions',
    needs: 'session',
    summary: 'End all of the own sessions but this one',
    response: nothing,
    handle: async (_, context) => {
      const { accountId, sessionId } = await current(deps, context)
      await deps.sessions.endAll(accountId, 'ended', sessionId)
      return null
    },
  }),
]

/** Sign-in, sign-out, the own password, and the pairing of a wall. */
export const sessionRoutes = (deps: SessionRouteDeps): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/session',
    needs: 'public',
    why: 'a page asks who it is before it knows; nobody is answered with nothing',
    summary: 'Who is signed in, and the server’s clock; 204 for nobody',
    response: sessionSchema.nullable(),
    handle: async (_, context) => {
      const active = await resolve(deps, context)
      // A wall in use keeps its cookie; a person's ends with the browser.
      if (active?.viewer.role === 'wall' && context.cookie?.token)
        context.cookie.set(context.cookie.token, WALL_COOKIE_S)
      return active && describe(deps, active)
    },
  }),
  route({
    method: 'POST',
    url: '/api/session',
    needs: 'public',
    why: 'signing in is what makes a session',
    summary: 'Sign in',
    body: signInSchema,
    response: sessionSchema,
    handle: async ({ body }, context) => {
      const { token, session } = await deps.sessions.guarded(context.address, () =>
        deps.sessions.signIn(body.name, body.password, context),
      )
      const before = await resolve(deps, context)
      if (before && before.viewer.role !== 'wall') await deps.sessions.end(before.sessionId, 'signed-out')
      context.cookie?.set(token, null)
      return describe(deps, session)
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/session',
    needs: 'session',
    beforePasswordChange: true,
    summary: 'Sign out',
    response: nothing,
    handle: async (_, context) => {
      await deps.sessions.signOut(await current(deps, context), context.address)
      context.cookie?.clear()
      return null
    },
  }),
  route({
    method: 'POST',
    url: '/api/session/password',
    needs: 'session',
    beforePasswordChange: true,
    summary: 'Change the own password; other sessions of the account end',
    body: changePasswordSchema,
    response: sessionSchema,
    handle: async ({ body }, context) => {
      const { token } = await deps.sessions.changePassword(
        await current(deps, context),
        body.current,
        body.next,
        context.address,
      )
      context.cookie?.set(token, null)
      const active = await deps.sessions.resolve(token)
      if (!active) throw new AppError('unauthenticated', '请重新登录 / sign in again')
      return describe(deps, active)
    },
  }),
  route({
    method: 'POST',
    url: '/api/pair',
    needs: 'public',
    why: 'a wall has no account before it is paired; the one-time code is its proof',
    summary: 'Pair a wall by its one-time code',
    body: pairSchema,
    response: sessionSchema,
    handle: async ({ body }, context) => {
      const { token, session } = await deps.sessions.guarded(context.address, () =>
        deps.pairing.pair(body.code, context),
      )
      context.cookie?.set(token, WALL_COOKIE_S)
      return describe(deps, session)
    },
  }),
]
