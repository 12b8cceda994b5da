import { z } from 'zod'
import {
  auditAnchorsSchema,
  auditCheckSchema,
  auditNotableSchema,
  auditProgressSchema,
  auditRowSchema,
  auditSummarySchema,
  unmaskedSchema,
  unmaskSchema,
} from '#shared/protocol/http.ts'
import type { Asked, AuditReading } from './reading.ts'
import type { UnmaskService } from '../unmask.ts'
import { route, type RouteDefinition } from '../../http/route.ts'

const FOREVER = 8_640_000_000_000_000
const filterSchema = z.object({
  account: z.string().max(64).optional(),
  event: z.string().max(64).optional(),
  outcome: z.enum(['ok', 'refused', 'failed']).optional(),
  from: z.coerce.number().int().min(0).default(0),
  to: z.coerce.number().int().max(FOREVER).default(FOREVER),
})
const querySchema = filterSchema.extend({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})
const anchorsQuery = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) })
const READS = { method: 'GET', needs: 'audit.read' } as const

const asked = ({ account, event, outcome, from, to }: z.infer<typeof filterSchema>): Asked => ({
  account: account ?? null,
  event: event ?? null,
  outcome: outcome ?? null,
  from,
  to,
})

/** The access log for the auditor, and the unmasking that is written to it first. */
export const auditRoutes = (reading: AuditReading, unmask: UnmaskService): RouteDefinition[] => [
  route({
    ...READS,
    url: '/api/audit',
    summary: '访问日志 / the access log, newest first; of accounts within the reader’s scope',
    query: querySchema,
    response: z.object({ rows: z.array(auditRowSchema), total: z.number() }),
    handle: ({ query }, { viewer }) =>
      reading.list(asked(query), { before: query.before ?? null, limit: query.limit }, viewer),
  }),
  route({
    ...READS,
    url: '/api/audit/summary',
    summary: '访问行为统计 / how often each account did what',
    query: filterSchema,
    response: auditSummarySchema,
    handle: async ({ query }, { viewer }) => ({ rows: await reading.summary(asked(query), viewer) }),
  }),
  route({
    ...READS,
    url: '/api/audit/notable',
    summary: '异常访问 / what the log shows that somebody should look at',
    query: filterSchema.pick({ from: true, to: true }),
    response: auditNotableSchema,
    perMinute: 30,
    handle: async ({ query }, { viewer }) => ({ rows: await reading.notable(query.from, query.to, viewer) }),
  }),
  route({
    ...READS,
    url: '/api/audit/export',
    summary: '导出 CSV / the filtered rows as CSV; the export is logged',
    query: filterSchema,
    response: z.instanceof(Uint8Array),
    octets: true,
    perMinute: 10,
    handle: ({ query }, { viewer, address }) => reading.export(asked(query), viewer, address),
  }),
  route({
    ...READS,
    url: '/api/audit/anchors',
    summary: '日志锚点 / how far the log reached, as it stands in the file outside the database',
    query: anchorsQuery,
    response: auditAnchorsSchema,
    handle: async ({ query }, { viewer }) => {
      const anchors = reading.anchors(viewer)
      return {
        anchors: anchors.slice(0, query.limit).map(({ n, day, at, id, hash }) => ({ n, day, at, id, hash })),
        total: anchors.length,
      }
    },
  }),
  route({
    ...READS,
    url: '/api/audit/verify',
    summary: '验证日志链 / recompute the log’s chain; where it breaks is told at the top of the house',
    response: auditCheckSchema,
    perMinute: 10,
    handle: async (_, { viewer }) => {
      const check = await reading.verify(viewer)
      return { ...check, breaks: check.breaks.map((one) => ({ ...one })) }
    },
  }),
  route({
    ...READS,
    url: '/api/audit/verify/progress',
    summary: '验证进度 / how far a verification is',
    response: auditProgressSchema,
    handle: async (_, { viewer }) => ({ running: reading.progress(viewer) }),
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
