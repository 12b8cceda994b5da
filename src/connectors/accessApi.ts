import type { z } from 'zod'
import { accountContracts } from '#shared/access/accountRoutes.ts'
import type { Scope } from '#shared/kernel/roles.ts'
import { sessionContracts } from '#shared/access/routes.ts'
import type { accountCreateSchema, Responsible } from '#shared/protocol/http.ts'
import type { Call, QueryOf } from './call.ts'

export type AccountsQuery = QueryOf<typeof accountContracts.accounts>

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
    const { accounts, total } = await call(accountContracts.accounts, { query }, { signal })
    return { rows: accounts, total }
  },
  createAccount: (body: z.infer<typeof accountCreateSchema>) =>
    call(accountContracts.createAccount, { body }),
  setAccountState: (id: string, state: 'active' | 'disabled') =>
    call(accountContracts.changeAccount, { params: { id }, body: { state } }),
  resetAccount: (id: string) => call(accountContracts.resetAccount, { params: { id } }),
  unlockAccount: (id: string) => call(accountContracts.unlockAccount, { params: { id } }),
  handOverAccount: (id: string, body: Responsible) =>
    call(accountContracts.handOverAccount, { params: { id }, body }),
  setAccountResponsible: (id: string, body: Responsible) =>
    call(accountContracts.setAccountResponsible, { params: { id }, body }),
  accountSessions: async (id: string, signal?: AbortSignal) =>
    (await call(accountContracts.accountSessions, { params: { id } }, { signal })).sessions,
  endAccountSessions: (id: string) => call(accountContracts.endAccountSessions, { params: { id } }),
  signInAlarms: async (signal?: AbortSignal) =>
    (await call(accountContracts.signInAlarms, {}, { signal })).alarms,
  scopeRegions: async (signal?: AbortSignal) =>
    (await call(accountContracts.scopeRegions, {}, { signal })).regions,
  scopeUnits: async (q: string, signal?: AbortSignal) =>
    (await call(accountContracts.scopeUnits, { query: { q } }, { signal })).units,
})

/** Who comes in: the own session, accounts, walls. */
export const makeAccessApi = (call: Call) => ({ ...makeSessionApi(call), ...makeAccountApi(call) })
