import { accountContracts } from '#shared/access/accountRoutes.ts'
import type { AccountService } from './accountTypes.ts'
import type { ScopeService } from '../../common/scope/scopes.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

/** The regions and units that an account may be bound to, within one's own. */
export const scopeRoutes = (scopes: ScopeService): RouteDefinition[] => [
  serve(accountContracts.scopeRegions, {
    handle: async (_, { viewer }) => ({ regions: scopes.regions(viewer) }),
  }),
  serve(accountContracts.scopeUnits, {
    handle: async ({ query }, { viewer }) => ({ units: await scopes.units(query.q, viewer) }),
  }),
]

/** What 安全管理员 sees of others' sessions, and the alarms of guessed passwords. */
export const guardRoutes = (accounts: AccountService): RouteDefinition[] => [
  serve(accountContracts.accountSessions, {
    handle: async ({ params }, by) => ({ sessions: await accounts.sessionsOf(params.id, by) }),
  }),
  serve(accountContracts.endAccountSessions, {
    handle: async ({ params }, by) => {
      await accounts.endSessionsOf(params.id, by)
      return null
    },
  }),
  serve(accountContracts.signInAlarms, { handle: async (_, by) => ({ alarms: await accounts.alarms(by) }) }),
]

/** Central management of accounts: nobody signs up. Which account each may do what to is asked of #shared/access/accounts.ts. */
export const accountRoutes = (accounts: AccountService): RouteDefinition[] => [
  serve(accountContracts.accounts, {
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
  serve(accountContracts.createAccount, { handle: ({ body }, by) => accounts.create(body, by) }),
  serve(accountContracts.changeAccount, {
    handle: ({ params, body }, by) =>
      accounts.patch(
        params.id,
        Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)),
        by,
      ),
  }),
  serve(accountContracts.resetAccount, { handle: ({ params }, by) => accounts.reset(params.id, by) }),
  serve(accountContracts.unlockAccount, { handle: ({ params }, by) => accounts.unlock(params.id, by) }),
  serve(accountContracts.handOverAccount, {
    handle: ({ params, body }, by) => accounts.handOver(params.id, body, by),
  }),
  serve(accountContracts.setAccountResponsible, {
    handle: ({ params, body }, by) => accounts.setResponsible(params.id, body, by),
  }),
]
