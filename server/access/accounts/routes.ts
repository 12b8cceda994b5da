import { z } from 'zod'
import { roleSchema, scopeSchema } from '#shared/access/roles.ts'
import {
  ACCOUNT_NAME,
  accountCreateSchema,
  accountSchema,
  openSessionSchema,
  responsibleSchema,
  scopeRegionSchema,
  scopeUnitSchema,
  signInAlarmSchema,
} from '#shared/protocol/http.ts'
import type { AccountService } from './accounts.ts'
import type { ScopeService } from '../../common/scope/scopes.ts'
import { offset, route, type RouteDefinition } from '../../http/route.ts'

const listSchema = z.object({
  q: z.string().max(64).default(''),
  role: roleSchema.optional(),
  /** Of units’ accounts: those with their responsible person, or those still to be handed over (待移交). */
  handedOver: z.enum(['yes', 'no']).optional(),
  offset,
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
const namedSchema = accountCreateSchema.extend({
  name: z.string().regex(ACCOUNT_NAME, 'letters, digits, dot, dash and underscore; 2 to 64 of them'),
  displayName: z.string().min(1).max(100),
  responsible: z.string().max(100),
  responsiblePhone: responsibleSchema.shape.responsiblePhone.optional(),
})
const patchSchema = z
  .object({
    displayName: z.string().min(1).max(100),
    responsible: z.string().max(100),
    responsiblePhone: responsibleSchema.shape.responsiblePhone,
    role: roleSchema,
    scope: scopeSchema,
    state: z.enum(['active', 'disabled']),
  })
  .partial()
/** The one-time password is shown here once and must be changed at the first sign-in. */
const issuedSchema = z.object({ account: accountSchema, oneTimePassword: z.string() })
const idSchema = z.object({ id: z.string().max(64) })

/** The regions and units that an account may be bound to, within one's own. */
export const scopeRoutes = (scopes: ScopeService): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/scopes',
    needs: 'accounts.read',
    summary: 'The regions of one’s own scope, by name',
    response: z.object({ regions: z.array(scopeRegionSchema) }),
    handle: async (_, { viewer }) => ({ regions: scopes.regions(viewer) }),
  }),
  route({
    method: 'GET',
    url: '/api/scopes/units',
    needs: 'accounts.read',
    summary: 'Units of one’s own scope whose name or id holds a text',
    query: z.object({ q: z.string().max(64).default('') }),
    response: z.object({ units: z.array(scopeUnitSchema) }),
    handle: async ({ query }, { viewer }) => ({ units: await scopes.units(query.q, viewer) }),
  }),
]

/** What 安全管理员 sees of others' sessions, and the alarms of guessed passwords. */
export const guardRoutes = (accounts: AccountService): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/accounts/:id/sessions',
    needs: 'accounts.manage',
    summary: 'Where an account is signed in',
    params: idSchema,
    response: z.object({ sessions: z.array(openSessionSchema) }),
    handle: async ({ params }, by) => ({ sessions: await accounts.sessionsOf(params.id, by) }),
  }),
  route({
    method: 'DELETE',
    url: '/api/accounts/:id/sessions',
    needs: 'accounts.manage',
    summary: 'End all sessions of an account',
    params: idSchema,
    response: z.undefined().or(z.null()),
    handle: async ({ params }, by) => {
      await accounts.endSessionsOf(params.id, by)
      return null
    },
  }),
  route({
    method: 'GET',
    url: '/api/sign-in-alarms',
    needs: 'alarms.read',
    summary: 'Names whose password was guessed at, the newest first',
    response: z.object({ alarms: z.array(signInAlarmSchema) }),
    handle: async (_, by) => ({ alarms: await accounts.alarms(by) }),
  }),
]

/** Central management of accounts: nobody signs up. Which account each may do what to is asked of #shared/access/accounts.ts. */
export const accountRoutes = (accounts: AccountService): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/accounts',
    needs: 'accounts.read',
    summary: 'The accounts that one manages, by name, region or role',
    query: listSchema,
    response: z.object({ accounts: z.array(accountSchema), total: z.number() }),
    handle: ({ query }, by) =>
      accounts.list(
        {
          q: query.q,
          role: query.role ?? null,
          handedOver: query.handedOver ?? null,
          offset: query.offset,
          limit: query.limit,
        },
        by,
      ),
  }),
  route({
    method: 'POST',
    url: '/api/accounts',
    needs: 'accounts.make',
    summary: 'Make an account',
    body: namedSchema,
    response: issuedSchema,
    handle: ({ body }, by) => accounts.create(body, by),
  }),
  route({
    method: 'PATCH',
    url: '/api/accounts/:id',
    needs: 'accounts.make',
    summary: 'Change, disable or enable an account; its sessions end with its rights',
    params: idSchema,
    body: patchSchema,
    response: accountSchema,
    handle: ({ params, body }, by) =>
      accounts.patch(
        params.id,
        Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)),
        by,
      ),
  }),
  route({
    method: 'POST',
    url: '/api/accounts/:id/reset',
    needs: 'accounts.reset',
    summary: 'Issue a one-time password',
    params: idSchema,
    response: issuedSchema,
    handle: ({ params }, by) => accounts.reset(params.id, by),
  }),
  route({
    method: 'POST',
    url: '/api/accounts/:id/unlock',
    needs: 'accounts.reset',
    summary: 'Lift a lock after failed sign-ins',
    params: idSchema,
    response: accountSchema,
    handle: ({ params }, by) => accounts.unlock(params.id, by),
  }),
  route({
    method: 'POST',
    url: '/api/accounts/:id/hand-over',
    needs: 'accounts.reset',
    summary: 'Hand a unit’s account to its responsible person, with a one-time password',
    params: idSchema,
    body: responsibleSchema,
    response: issuedSchema,
    handle: ({ params, body }, by) => accounts.handOver(params.id, body, by),
  }),
  route({
    method: 'PUT',
    url: '/api/accounts/:id/responsible',
    needs: 'accounts.reset',
    summary: 'Another responsible person for a unit’s account',
    params: idSchema,
    body: responsibleSchema,
    response: accountSchema,
    handle: ({ params, body }, by) => accounts.setResponsible(params.id, body, by),
  }),
]
