import type { AuditEvent } from '../../../server/access/audit/chain/chain.ts'

export const refusal = (more: Partial<AuditEvent> = {}): AuditEvent => ({
  event: 'http.refused',
  account: 'wall-1',
  role: 'wall',
  address: '10.0.0.1',
  outcome: 'refused',
  target: 'GET /api/audit',
  detail: 'audit.read',
  ...more,
})
