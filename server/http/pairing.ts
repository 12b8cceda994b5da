import { z } from 'zod'
import { scopeSchema } from '#shared/access/roles.ts'
import type { PairingService } from '../services/pairing.ts'
import { route, type RouteDefinition } from './route.ts'

const pairingSchema = z.object({ label: z.string().min(1).max(64), scope: scopeSchema })
/** `path` is appended to the address of this server and opened on the wall; its code works once. */
const issuedSchema = z.object({ code: z.string(), path: z.string(), expiresAt: z.number() })

/** One-time codes that turn a screen into a wall. */
export const pairingRoutes = (pairing: PairingService): RouteDefinition[] => [
  route({
    method: 'POST',
    url: '/api/pairings',
    needs: 'walls.pair',
    summary: 'Make a one-time pairing code for a wall',
    body: pairingSchema,
    response: issuedSchema,
    handle: async ({ body }, { viewer, address }) => {
      const { code, expiresAt } = await pairing.issue({ account: viewer.account, role: viewer.role, address, scope: viewer.scope }, body.label, body.scope)
      return { code, path: `/pair#${code}`, expiresAt }
    },
  }),
]
