import { sessionContracts } from '#shared/access/routes.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Session } from '#shared/protocol/http.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { PairingService } from './pairing.ts'
import type { ActiveSession } from '../../common/ports/sessions.ts'
import { WALL_COOKIE_S, type SessionService } from './sessions.ts'
import { serve, type RequestContext, type RouteDefinition } from '../../http/route.ts'

export interface SessionRouteDeps {
  readonly sessions: SessionService
  readonly pairing: PairingService
  readonly clock: Clock
  readonly version: string
  readonly mapboxToken: string | null
  readonly mapNote: string | null
  /** Addresses of the local 3D Tiles. */
  readonly tilesets: () => Promise<string[]>
}

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
  mapNote: deps.mapNote,
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
  serve(sessionContracts.acted, {
    beforePasswordChange: true,
    handle: async (_, context) => ({ endsAt: await deps.sessions.acted(await current(deps, context)) }),
  }),
  serve(sessionContracts.sessions, {
    handle: async (_, context) => {
      const { accountId, sessionId } = await current(deps, context)
      return { sessions: await deps.sessions.list(accountId, sessionId) }
    },
  }),
  serve(sessionContracts.endSession, {
    handle: async ({ params }, context) => {
      await deps.sessions.endOne((await current(deps, context)).accountId, params.id)
      return null
    },
  }),
  serve(sessionContracts.endOtherSessions, {
    handle: async (_, context) => {
      const { accountId, sessionId } = await current(deps, context)
      await deps.sessions.endAll(accountId, 'ended', sessionId)
      return null
    },
  }),
]

/** Sign-in, sign-out, the own password, and the pairing of a wall. */
export const sessionRoutes = (deps: SessionRouteDeps): RouteDefinition[] => [
  serve(sessionContracts.session, {
    handle: async (_, context) => {
      const active = await resolve(deps, context)
      // A wall in use keeps its cookie; a person's ends with the browser.
      if (active?.viewer.role === 'wall' && context.cookie?.token)
        context.cookie.set(context.cookie.token, WALL_COOKIE_S)
      return active && describe(deps, active)
    },
  }),
  serve(sessionContracts.signIn, {
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
  serve(sessionContracts.signOut, {
    beforePasswordChange: true,
    handle: async (_, context) => {
      await deps.sessions.signOut(await current(deps, context), context.address)
      context.cookie?.clear()
      return null
    },
  }),
  serve(sessionContracts.changePassword, {
    beforePasswordChange: true,
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
  serve(sessionContracts.pair, {
    handle: async ({ body }, context) => {
      const { token, session } = await deps.sessions.guarded(context.address, () =>
        deps.pairing.pair(body.code, context),
      )
      context.cookie?.set(token, WALL_COOKIE_S)
      return describe(deps, session)
    },
  }),
]
