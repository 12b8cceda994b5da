import { z } from 'zod'
import type { Scope } from '#shared/access/roles.ts'
import {
  accountCreateSchema,
  accountSchema,
  openSessionSchema,
  scopeRegionSchema,
  scopeUnitSchema,
  sessionSchema,
  signInAlarmSchema,
  wallSchema,
  type Responsible,
} from '#shared/protocol/http.ts'
import type { Http } from './http.ts'

const issuedAccountSchema = z.object({ account: accountSchema, oneTimePassword: z.string() })
const pairingSchema = z.object({ code: z.string(), path: z.string(), expiresAt: z.number() })
const sessionsSchema = z.object({ sessions: z.array(openSessionSchema) })
const nothing = z.unknown()
const id = encodeURIComponent

export interface AccountsQuery {
  readonly q: string
  readonly role?: string
  readonly handedOver?: 'yes' | 'no'
  readonly offset: number
  readonly limit: number
}

/** Who comes in: the own session, accounts, walls. */
export const makeAccessApi = (http: Http) => ({
  /** Nothing when nobody is signed in. */
  session: () => http({ path: '/api/session', answer: sessionSchema.nullish() }),
  signIn: (name: string, password: string) =>
    http({ method: 'POST', path: '/api/session', body: { name, password }, answer: sessionSchema }),
  signOut: () => http({ method: 'DELETE', path: '/api/session', answer: nothing }),
  pair: (code: string) => http({ method: 'POST', path: '/api/pair', body: { code }, answer: sessionSchema }),
  changePassword: (current: string, next: string) =>
    http({ method: 'POST', path: '/api/session/password', body: { current, next }, answer: nothing }),
  /** The person acted; when the session now ends. */
  acted: () =>
    http({ method: 'POST', path: '/api/session/seen', answer: z.object({ endsAt: z.number().nullable() }) }),
  sessions: async (signal?: AbortSignal) =>
    (await http({ path: '/api/sessions', answer: sessionsSchema, signal })).sessions,
  endSession: (session: string) =>
    http({ method: 'DELETE', path: `/api/sessions/${id(session)}`, answer: nothing }),
  endOtherSessions: () => http({ method: 'DELETE', path: '/api/sessions', answer: nothing }),
  accounts: async ({ role, handedOver, ...query }: AccountsQuery, signal?: AbortSignal) => {
    const { accounts, total } = await http({
      path: '/api/accounts',
      query: { ...query, role, handedOver },
      answer: z.object({ accounts: z.array(accountSchema), total: z.number() }),
      signal,
    })
    return { rows: accounts, total }
  },
  createAccount: (account: z.infer<typeof accountCreateSchema>) =>
    http({ method: 'POST', path: '/api/accounts', body: account, answer: issuedAccountSchema }),
  setAccountState: (account: string, state: 'active' | 'disabled') =>
    http({ method: 'PATCH', path: `/api/accounts/${id(account)}`, body: { state }, answer: accountSchema }),
  resetAccount: (account: string) =>
    http({ method: 'POST', path: `/api/accounts/${id(account)}/reset`, answer: issuedAccountSchema }),
  unlockAccount: (account: string) =>
    http({ method: 'POST', path: `/api/accounts/${id(account)}/unlock`, answer: accountSchema }),
  handOverAccount: (account: string, to: Responsible) =>
    http({
      method: 'POST',
      path: `/api/accounts/${id(account)}/hand-over`,
      body: to,
      answer: issuedAccountSchema,
    }),
  setAccountResponsible: (account: string, to: Responsible) =>
    http({
      method: 'PUT',
      path: `/api/accounts/${id(account)}/responsible`,
      body: to,
      answer: accountSchema,
    }),
  accountSessions: async (account: string, signal?: AbortSignal) =>
    (await http({ path: `/api/accounts/${id(account)}/sessions`, answer: sessionsSchema, signal })).sessions,
  endAccountSessions: (account: string) =>
    http({ method: 'DELETE', path: `/api/accounts/${id(account)}/sessions`, answer: nothing }),
  signInAlarms: async (signal?: AbortSignal) =>
    (
      await http({
        path: '/api/sign-in-alarms',
        answer: z.object({ alarms: z.array(signInAlarmSchema) }),
        signal,
      })
    ).alarms,
  scopeRegions: async (signal?: AbortSignal) =>
    (await http({ path: '/api/scopes', answer: z.object({ regions: z.array(scopeRegionSchema) }), signal }))
      .regions,
  scopeUnits: async (q: string, signal?: AbortSignal) =>
    (
      await http({
        path: '/api/scopes/units',
        query: { q },
        answer: z.object({ units: z.array(scopeUnitSchema) }),
        signal,
      })
    ).units,
  /** `path` opens on the wall, once. */
  pairWall: (body: { label: string; scope: Scope }) =>
    http({ method: 'POST', path: '/api/pairings', body, answer: pairingSchema }),
  walls: async (signal?: AbortSignal) =>
    (await http({ path: '/api/walls', answer: z.object({ walls: z.array(wallSchema) }), signal })).walls,
  endWall: (wall: string) => http({ method: 'DELETE', path: `/api/walls/${id(wall)}`, answer: nothing }),
})
