import { sessionContracts } from '#shared/access/routes.ts'
import type { AccountService } from '../accounts/accountTypes.ts'
import type { PairingService } from './pairing.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

/** One-time codes that turn a screen into a wall. */
export const pairingRoutes = (pairing: PairingService, accounts: AccountService): RouteDefinition[] => [
  serve(sessionContracts.pairWall, {
    handle: async ({ body }, { viewer, address }) => {
      const { code, expiresAt } = await pairing.issue(
        { account: viewer.account, role: viewer.role, address, scope: viewer.scope },
        body.label,
        body.scope,
      )
      return { code, path: `/pair#${code}`, expiresAt }
    },
  }),
  serve(sessionContracts.walls, {
    handle: async (_, { viewer }) => ({ walls: await pairing.walls(viewer) }),
  }),
  serve(sessionContracts.endWall, {
    handle: async ({ params }, by) => {
      await accounts.endWall(params.id, by)
      return null
    },
  }),
]
