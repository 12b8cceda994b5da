import { z } from 'zod'
import { roleSchema, scopeSchema } from '#shared/access/roles.ts'
import { accountCreateSchema, accountSchema } from '#shared/protocol/http.ts'
import type { AccountService } from '../services/accounts.ts'
import { route, type RouteDefinition } from './route.ts'

const listSchema = z.object({
  q: z.string().max(64).default(''),
  role: roleSchema.optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
const namedSchema = accountCreateSchema.extend({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/, 'letters, digits, dot, dash and underscore; 2 to 64 of them'),
  displayName: z.string().min(1).max(100),
  responsible: z.string().max(100),
})
const patchSchema = z
  .object({ displayName: z.string().min(1).max(100), responsible: z.string().max(100), role: roleSchema, scope: scopeSchema, state: z.enum(['active', 'disabled']) })
  .partial()
/** The one-time password is shown here once and must be changed at the first sign-in. */
const issuedSchema = z.object({ account: accountSchema, oneTimePassword: z.string() })
const idSchema = z.object({ id: z.string().max(64) })

/** Central management of accounts: nobody signs up. */
export const accountRoutes = (accounts: AccountService): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/accounts',
    needs: 'accounts.manage',
    summary: 'Accounts by name, region or role',
    query: listSchema,
    response: z.object({ accounts: z.array(accountSchema), total: z.number() }),
    handle: ({ query }) => accounts.list({ q: query.q, role: query.role ?? null, offset: query.offset, limit: query.limit }),
  }),
  route({
    method: 'POST',
    url: '/api/accounts',
    needs: 'accounts.manage',
    summary: 'Make an account',
    body: namedSchema,
    response: issuedSchema,
    handle: ({ body }, by) => accounts.create(body, by),
  }),
  route({
    method: 'PATCH',
    url: '/api/accounts/:id',
    needs: 'accounts.manage',
    summary: 'Change, disable or enable an account; its sessions end with its rights',
    params: idSchema,
    body: patchSchema,
    response: accountSchema,
    handle: ({ params, body }, by) =>
      accounts.patch(params.id, Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)), by),
  }),
  route({
    method: 'POST',
    url: '/api/accounts/:id/reset',
    needs: 'accounts.manage',
    summary: 'Issue a one-time password',
    params: idSchema,
    response: issuedSchema,
    handle: ({ params }, by) => accounts.reset(params.id, by),
  }),
  route({
    method: 'POST',
    url: '/api/accounts/:id/unlock',
    needs: 'accounts.manage',
    summary: 'Lift a lock after failed sign-ins',
    params: idSchema,
    response: accountSchema,
    handle: ({ params }, by) => accounts.unlock(params.id, by),
  }),
]
