import { auditContracts, type AuditFilter } from '#shared/access/auditRoutes.ts'
import type { Asked, AuditReading } from './reading.ts'
import type { UnmaskService } from '../unmask.ts'
import { serve, type RouteDefinition } from '../../http/route.ts'

const asked = ({ account, event, outcome, from, to }: AuditFilter): Asked => ({
  account: account ?? null,
  event: event ?? null,
  outcome: outcome ?? null,
  from,
  to,
})

/** The access log for the auditor, and the unmasking that is written to it first. */
export const auditRoutes = (reading: AuditReading, unmask: UnmaskService): RouteDefinition[] => [
  serve(auditContracts.audit, {
    handle: ({ query }, { viewer }) =>
      reading.list(asked(query), { before: query.before ?? null, limit: query.limit }, viewer),
  }),
  serve(auditContracts.auditSummary, {
    handle: async ({ query }, { viewer }) => ({ rows: await reading.summary(asked(query), viewer) }),
  }),
  serve(auditContracts.auditNotable, {
    perMinute: 30,
    handle: async ({ query }, { viewer }) => ({ rows: await reading.notable(query.from, query.to, viewer) }),
  }),
  serve(auditContracts.exportAudit, {
    perMinute: 10,
    handle: ({ query }, { viewer, address }) => reading.export(asked(query), viewer, address),
  }),
  serve(auditContracts.auditAnchors, {
    handle: async ({ query }, { viewer }) => {
      const anchors = reading.anchors(viewer)
      return {
        anchors: anchors.slice(0, query.limit).map(({ n, day, at, id, hash }) => ({ n, day, at, id, hash })),
        total: anchors.length,
      }
    },
  }),
  serve(auditContracts.verifyAudit, {
    perMinute: 10,
    handle: async (_, { viewer }) => {
      const check = await reading.verify(viewer)
      return { ...check, breaks: check.breaks.map((one) => ({ ...one })) }
    },
  }),
  serve(auditContracts.auditProgress, {
    handle: async (_, { viewer }) => ({ running: reading.progress(viewer) }),
  }),
  serve(auditContracts.unmask, {
    perMinute: 60,
    handle: ({ body }, { viewer, address }) => unmask.unmask(body, viewer, address),
  }),
]
