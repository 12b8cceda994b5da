import { z } from 'zod'
import { contract, octetsSchema } from '../kernel/contract.ts'
import {
  auditAnchorsSchema,
  auditCheckSchema,
  auditNotableSchema,
  auditProgressSchema,
  auditRowSchema,
  auditSummarySchema,
  unmaskSchema,
  unmaskedSchema,
} from './answers.ts'
import { limitOf } from '../kernel/schemas.ts'

const FOREVER = 8_640_000_000_000_000
const filterSchema = z.object({
  account: z.string().max(64).optional(),
  event: z.string().max(64).optional(),
  outcome: z.enum(['ok', 'refused', 'failed']).optional(),
  from: z.coerce.number().int().min(0).default(0),
  to: z.coerce.number().int().max(FOREVER).default(FOREVER),
})
/** Which rows of the access log, as the server reads it: instants in epoch ms, both ends count. */
export type AuditFilter = z.infer<typeof filterSchema>
const querySchema = filterSchema.extend({
  before: z.coerce.number().int().positive().optional(),
  limit: limitOf(1000, 200),
})

/** The access log for the auditor, and the unmasking that is written to it first. */
export const auditContracts = {
  audit: contract({
    method: 'GET',
    url: '/api/audit',
    needs: 'audit.read',
    summary: '访问日志 / the access log, newest first; of accounts within the reader’s scope',
    query: querySchema,
    response: z.object({ rows: z.array(auditRowSchema), total: z.number() }),
  }),
  auditSummary: contract({
    method: 'GET',
    url: '/api/audit/summary',
    needs: 'audit.read',
    summary: '访问行为统计 / how often each account did what',
    query: filterSchema,
    response: auditSummarySchema,
  }),
  auditNotable: contract({
    method: 'GET',
    url: '/api/audit/notable',
    needs: 'audit.read',
    summary: '异常访问 / what the log shows that somebody should look at',
    query: filterSchema.pick({ from: true, to: true }),
    response: auditNotableSchema,
  }),
  exportAudit: contract({
    method: 'GET',
    url: '/api/audit/export',
    needs: 'audit.read',
    summary: '导出 CSV / the filtered rows as CSV; the export is logged',
    query: filterSchema,
    response: octetsSchema,
    octets: true,
  }),
  auditAnchors: contract({
    method: 'GET',
    url: '/api/audit/anchors',
    needs: 'audit.read',
    summary: '日志锚点 / how far the log reached, as it stands in the file outside the database',
    query: z.object({ limit: limitOf(1000, 100) }),
    response: auditAnchorsSchema,
  }),
  verifyAudit: contract({
    method: 'GET',
    url: '/api/audit/verify',
    needs: 'audit.read',
    summary: '验证日志链 / recompute the log’s chain; where it breaks is told at the top of the house',
    response: auditCheckSchema,
  }),
  auditProgress: contract({
    method: 'GET',
    url: '/api/audit/verify/progress',
    needs: 'audit.read',
    summary: '验证进度 / how far a verification is',
    response: auditProgressSchema,
  }),
  unmask: contract({
    method: 'POST',
    url: '/api/unmask',
    needs: 'unmask',
    summary: 'Show a name, phone or plate in the clear; logged first',
    body: unmaskSchema,
    response: unmaskedSchema,
  }),
} as const
