import { z } from 'zod'
import { contract, nothingSchema } from '../kernel/contract.ts'
import {
  ACCOUNT_NAME,
  accountCreateSchema,
  accountSchema,
  openSessionSchema,
  responsibleSchema,
  scopeRegionSchema,
  scopeUnitSchema,
  signInAlarmSchema,
} from './answers.ts'
import { limitOf, offset } from '../kernel/schemas.ts'
import { roleSchema, scopeSchema } from '../kernel/roles.ts'

const listSchema = z.object({
  q: z.string().max(64).default(''),
  role: roleSchema.optional(),
  /** Of units’ accounts: those with their responsible person, or those still to be handed over (待移交). */
  handedOver: z.enum(['yes', 'no']).optional(),
  offset,
  limit: limitOf(500, 100),
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

/** Central management of accounts: nobody signs up. */
export const accountContracts = {
  scopeRegions: contract({
    method: 'GET',
    url: '/api/scopes',
    needs: 'accounts.read',
    summary: 'The regions of one’s own scope, by name',
    response: z.object({ regions: z.array(scopeRegionSchema) }),
  }),
  scopeUnits: contract({
    method: 'GET',
    url: '/api/scopes/units',
    needs: 'accounts.read',
    summary: 'Units of one’s own scope whose name or id holds a text',
    query: z.object({ q: z.string().max(64).default('') }),
    response: z.object({ units: z.array(scopeUnitSchema) }),
  }),
  accounts: contract({
    method: 'GET',
    url: '/api/accounts',
    needs: 'accounts.read',
    summary: 'The accounts that one manages, by name, region or role',
    query: listSchema,
    response: z.object({ accounts: z.array(accountSchema), total: z.number() }),
  }),
  createAccount: contract({
    method: 'POST',
    url: '/api/accounts',
    needs: 'accounts.make',
    summary: 'Make an account',
    body: namedSchema,
    response: issuedSchema,
  }),
  changeAccount: contract({
    method: 'PATCH',
    url: '/api/accounts/:id',
    needs: 'accounts.make',
    summary: 'Change, disable or enable an account; its sessions end with its rights',
    params: idSchema,
    body: patchSchema,
    response: accountSchema,
  }),
  resetAccount: contract({
    method: 'POST',
    url: '/api/accounts/:id/reset',
    needs: 'accounts.reset',
    summary: 'Issue a one-time password',
    params: idSchema,
    response: issuedSchema,
  }),
  unlockAccount: contract({
    method: 'POST',
    url: '/api/accounts/:id/unlock',
    needs: 'accounts.reset',
    summary: 'Lift a lock after failed sign-ins',
    params: idSchema,
    response: accountSchema,
  }),
  handOverAccount: contract({
    method: 'POST',
    url: '/api/accounts/:id/hand-over',
    needs: 'accounts.reset',
    summary: 'Hand a unit’s account to its responsible person, with a one-time password',
    params: idSchema,
    body: responsibleSchema,
    response: issuedSchema,
  }),
  setAccountResponsible: contract({
    method: 'PUT',
    url: '/api/accounts/:id/responsible',
    needs: 'accounts.reset',
    summary: 'Another responsible person for a unit’s account',
    params: idSchema,
    body: responsibleSchema,
    response: accountSchema,
  }),
  accountSessions: contract({
    method: 'GET',
    url: '/api/accounts/:id/sessions',
    needs: 'accounts.manage',
    summary: 'Where an account is signed in',
    params: idSchema,
    response: z.object({ sessions: z.array(openSessionSchema) }),
  }),
  endAccountSessions: contract({
    method: 'DELETE',
    url: '/api/accounts/:id/sessions',
    needs: 'accounts.manage',
    summary: 'End all sessions of an account',
    params: idSchema,
    response: nothingSchema,
  }),
  signInAlarms: contract({
    method: 'GET',
    url: '/api/sign-in-alarms',
    needs: 'alarms.read',
    summary: 'Names whose password was guessed at, the newest first',
    response: z.object({ alarms: z.array(signInAlarmSchema) }),
  }),
} as const
