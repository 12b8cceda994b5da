import type { z } from 'zod'
import type { accountContracts } from '#shared/access/accountRoutes.ts'
import type { Scope } from '#shared/kernel/roles.ts'
import { sessionContracts } from '#shared/access/routes.ts'
import type { accountCreateSchema, Responsible } from '#shared/protocol/http.ts'
import type { Call, QueryOf } from './call.ts'
import { late } from './late.ts'

export type AccountsQuery = QueryOf<typeof accountContracts.accounts>

const contracts = late(async () => {
  const { accountContracts } = await import('#shared/access/accountRoutes.ts')
  return { accountContracts }
}, 'accountContracts')

const makeSessionApi = (call: Call) => ({
  /** Nothing when nobody is signed in. */
  session: () => call(sessionContracts.session, {}),
  signIn: (name: string, password: string) => call(sessionContracts.signIn, { body: { name, password } }),
  signOut: () => call(sessionContracts.signOut, {}),
  pair: (code: string) => call(sessionContracts.pair, { body: { code } }),
  changePassword: (current: string, next: string) =>
    call(sessionContracts.changePassword, { body: { current, next } }),
  /** The person acted; when the session now ends. */
  acted: () => call(sessionContracts.acted, {}),
  sessions: async (signal?: AbortSignal) => (await call(sessionContracts.sessions, {}, { signal })).sessions,
  endSession: (id: string) => call(sessionContracts.endSession, { params: { id } }),
  endOtherSessions: () => call(sessionContracts.endOtherSessions, {}),
  /** `path` opens on the wall, once. */
  pairWall: (body: { label: string; scope: Scope }) => call(sessionContracts.pairWall, { body }),
  walls: async (signal?: AbortSignal) => (await call(sessionContracts.walls, {}, { signal })).walls,
  endWall: (id: string) => call(sessionContracts.endWall, { params: { id } }),
})

const makeAccountApi = (call: Call) => ({
  accounts: async (query: AccountsQuery, signal?: AbortSignal) => {
    const { accounts, total } = await call((await contracts()).accounts, { query }, { signal })
    return { rows: accounts, total }
  },
  createAccount: async (body: z.infer<typeof accountCreateSchema>) =>
    call((await contracts()).createAccount, { body }),
  setAccountState: async (id: string, state: 'active' | 'disabled') =>
    call((await contracts()).changeAccount, { params: { id }, body: { state } }),
  resetAccount: async (id: string) => call((await contracts()).resetAccount, { params: { id } }),
  unlockAccount: async (id: string) => call((await contracts()).unlockAccount, { params: { id } }),
  handOverAccount: async (id: string, body: Responsible) =>
    call((await contracts()).handOverAccount, { params: { id }, body }),
  setAccountResponsible: async (id: string, body: Responsible) =>
    call((await contracts()).setAccountResponsible, { params: { id }, body }),
  accountSessions: async (id: string, signal?: AbortSignal) =>
    (await call((await contracts()).accountSessions, { params: { id } }, { signal })).sessions,
  endAccountSessions: async (id: string) => call((await contracts()).endAccountSessions, { params: { id } }),
  signInAlarms: async (signal?: AbortSignal) =>
    (await call((await contracts()).signInAlarms, {}, { signal })).alarms,
  scopeRegions: async (signal?: AbortSignal) =>
    (await call((await contracts()).scopeRegions, {}, { signal })).regions,
  scopeUnits: async (q: string, signal?: AbortSignal) =>
    (await call((await contracts()).scopeUnits, { query: { q } }, { signal })).units,
})

/** Who comes in: the own session, accounts, walls. */
export const makeAccessApi = (call: Call) => ({ ...makeSessionApi(call), ...makeAccountApi(call) })
