import { z } from 'zod'
import { auditRowSchema, unmaskedSchema, unmaskSchema, type AuditRow } from '#shared/protocol/http.ts'
import type { AuditService } from '../services/audit.ts'
import type { UnmaskService } from '../services/unmask.ts'
import { route, type RouteDefinition } from './route.ts'

const FOREVER = 8_640_000_000_000_000
const rangeSchema = z.object({ from: z.coerce.number().int().min(0).default(0), to: z.coerce.number().int().max(FOREVER).default(FOREVER) })
const querySchema = rangeSchema.extend({
  account: z.string().max(64).optional(),
  event: z.string().max(64).optional(),
  outcome: z.enum(['ok', 'refused', 'failed']).optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})
const summarySchema = z.object({
  rows: z.array(z.object({ account: z.string(), role: z.string(), event: z.string(), outcome: z.string(), count: z.number(), last: z.number() })),
})
const checkSchema = z.object({ ok: z.boolean(), rows: z.number(), brokenAt: z.number().nullable(), reason: z.string().nullable() })

const withoutHash = ({ id, at, account, role, event, target, outcome, address, detail }: AuditRow): AuditRow => ({ id, at, account, role, event, target, outcome, address, detail })

/** The access log for the auditor, and the unmasking that is written to it first. */
export const auditRoutes = (audit: AuditService, unmask: UnmaskService): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/audit',
    needs: 'audit.read',
    summary: 'The access log, newest first',
    query: querySchema,
    response: z.object({ rows: z.array(auditRowSchema), total: z.number() }),
    handle: async ({ query }) => {
      const { account = null, event = null, outcome = null, before = null, from, to, limit } = query
      const { rows, total } = await audit.list({ account, event, outcome, before, from, to, limit })
      return { rows: rows.map(withoutHash), total }
    },
  }),
  route({
    method: 'GET',
    url: '/api/audit/summary',
    needs: 'audit.read',
    summary: 'How often each account did what',
    query: rangeSchema,
    response: summarySchema,
    handle: async ({ query }) => ({ rows: await audit.summary(query.from, query.to) }),
  }),
  route({
    method: 'GET',
    url: '/api/audit/verify',
    needs: 'audit.read',
    summary: 'Recompute the log’s chain',
    response: checkSchema,
    perMinute: 10,
    handle: () => audit.verify(),
  }),
  route({
    method: 'POST',
    url: '/api/unmask',
    needs: 'unmask',
    summary: 'Show a name, phone or plate in the clear; logged first',
    body: unmaskSchema,
    response: unmaskedSchema,
    perMinute: 60,
    handle: ({ body }, { viewer, address }) => unmask.unmask(body, viewer, address),
  }),
]
