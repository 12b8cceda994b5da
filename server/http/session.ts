import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { changePasswordSchema, pairSchema, sessionSchema, signInSchema, type Session } from '#shared/protocol/http.ts'
import type { Clock } from '../clock.ts'
import type { PairingService } from '../services/pairing.ts'
import type { ActiveSession, SessionService } from '../services/sessions.ts'
import { route, type RequestContext, type RouteDefinition } from './route.ts'

export interface SessionRouteDeps {
  readonly sessions: SessionService
  readonly pairing: PairingService
  readonly clock: Clock
  readonly version: string
  readonly mapboxToken: string | null
  readonly signInsPerMinute: number
  /** Addresses of the local 3D Tiles. */
  readonly tilesets: () => Promise<string[]>
}

/** A wall keeps its cookie for a year; a person's ends with the browser. */
const WALL_COOKIE_S = 365 * 86_400
const nothing = z.undefined().or(z.null())

const describe = async (deps: SessionRouteDeps, active: ActiveSession): Promise<Session> => ({
  account: active.viewer.account,
  displayName: active.displayName,
  role: active.viewer.role,
  scope: active.viewer.scope,
  mustChangePassword: active.mustChangePassword,
  passwordDueInDays: active.passwordDueInDays,
  now: deps.clock(),
  version: deps.version,
  mapboxToken: deps.mapboxToken,
  home: active.viewer.scope.region,
  tilesets: await deps.tilesets(),
})

const resolve = async (deps: SessionRouteDeps, context: RequestContext): Promise<ActiveSession | null> =>
  context.cookie?.token ? await deps.sessions.resolve(context.cookie.token, true) : null

const current = async (deps: SessionRouteDeps, context: RequestContext): Promise<ActiveSession> => {
  const active = await resolve(deps, context)
  if (!active) throw new AppError('unauthenticated', '请先登录 / sign in first')
  return active
}

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
    perMinute: deps.signInsPerMinute,
    handle: async ({ body }, context) => {
      const { token, session } = await deps.sessions.signIn(body.name, body.password, context.address)
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
    perMinute: deps.signInsPerMinute,
    handle: async ({ body }, context) => {
      await deps.sessions.changePassword(await current(deps, context), body.current, body.next, context.address)
      return describe(deps, await current(deps, context))
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
    perMinute: deps.signInsPerMinute,
    handle: async ({ body }, context) => {
      const { token, session } = await deps.pairing.pair(body.code, context.address)
      context.cookie?.set(token, WALL_COOKIE_S)
      return describe(deps, session)
    },
  }),
]
