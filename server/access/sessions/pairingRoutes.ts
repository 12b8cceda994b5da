import { z } from 'zod'
import { scopeSchema } from '#shared/access/roles.ts'
import { wallSchema } from '#shared/protocol/http.ts'
import type { AccountService } from '../accounts/accounts.ts'
import type { PairingService } from './pairing.ts'
import { route, type RouteDefinition } from '../../http/route.ts'

const pairingSchema = z.object({ label: z.string().min(1).max(64), scope: scopeSchema })
/** `path` is appended to the address of this server and opened on the wall; its code works once. */
const issuedSchema = z.object({ code: z.string(), path: z.string(), expiresAt: z.number() })

/** One-time codes that turn a screen into a wall. */
export const pairingRoutes = (pairing: PairingService, accounts: AccountService): RouteDefinition[] => [
  route({
    method: 'POST',
    url: '/api/pairings',
    needs: 'walls.pair',
    summary: 'Make a one-time pairing code for a wall',
    body: pairingSchema,
    response: issuedSchema,
    handle: async ({ body }, { viewer, address }) => {
      const { code, expiresAt } = await pairing.issue(
        { account: viewer.account, role: viewer.role, address, scope: viewer.scope },
        body.label,
        body.scope,
      )
      return { code, path: `/pair#${code}`, expiresAt }
    },
  }),
  route({
    method: 'GET',
    url: '/api/walls',
    needs: 'walls.pair',
    summary: 'The walls of one’s own region, where and when they were last seen',
    response: z.object({ walls: z.array(wallSchema) }),
    handle: async (_, { viewer }) => ({ walls: await pairing.walls(viewer) }),
  }),
  route({
    method: 'DELETE',
    url: '/api/walls/:id',
    needs: 'walls.pair',
    summary: 'End a wall: its session ends and its screen goes blank',
    params: z.object({ id: z.string().max(64) }),
    response: z.undefined().or(z.null()),
    handle: async ({ params }, by) => {
      await accounts.endWall(params.id, by)
      return null
    },
  }),
]
