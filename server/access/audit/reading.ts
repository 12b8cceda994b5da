import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { AuditNotable, AuditRow } from '#shared/protocol/http.ts'
import type { AuditFilter, AuditReach, AuditSum } from './auditRows.ts'
import type { AuditService } from './audit.ts'
import type { Anchor } from './chain/anchors.ts'
import { auditCsv, toAuditRow } from './export.ts'
import { notableOf } from './notable.ts'
import type { AuditCheck } from './chain/verify.ts'

export type Asked = Omit<AuditFilter, keyof AuditReach>

/** The log as its readers get it: rows of accounts within their own scope. */
export interface AuditReading {
  list(
    asked: Asked,
    page: { before: number | null; limit: number },
    viewer: Viewer,
  ): Promise<{ rows: AuditRow[]; total: number }>
  summary(asked: Asked, viewer: Viewer): Promise<AuditSum[]>
  notable(from: number, to: number, viewer: Viewer): Promise<AuditNotable['rows']>
  /** CSV; logged first. Throws `bad-request` where the filter leaves too many rows: nothing is left out silently. */
  export(asked: Asked, viewer: Viewer, address: string): Promise<Uint8Array<ArrayBuffer>>
  /** Below the top of the house only whether the log is whole. */
  verify(viewer: Viewer): Promise<AuditCheck>
  /** null while none runs. */
  progress(viewer: Viewer): { done: number; of: number } | null
  /** None below the top of the house. */
  anchors(viewer: Viewer): readonly Anchor[]
}

const MOST_EXPORTED = 50_000

const onlyWhether = ({ ok }: AuditCheck): AuditCheck => ({
  ok,
  rows: 0,
  brokenAt: null,
  reason: null,
  breaks: [],
  broken: 0,
  anchors: { count: 0, lastAt: null, lastRow: null },
  unsigned: 0,
})

const describe = (asked: Asked, rows: number): string =>
  JSON.stringify({ ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null)), rows })

export const makeAuditReading = (
  audit: AuditService,
  reach: (viewer: Viewer) => AuditReach,
): AuditReading => {
  const isTop = (viewer: Viewer): boolean => reach(viewer).regions === null
  return {
    list: async (asked, page, viewer) => {
      const { rows, total } = await audit.list({ ...asked, ...page, ...reach(viewer) })
      return { rows: rows.map(toAuditRow), total }
    },
    summary: (asked, viewer) => audit.summary({ ...asked, ...reach(viewer) }),
    notable: async (from, to, viewer) =>
      notableOf(
        await audit.hours({ account: null, event: null, outcome: null, from, to, ...reach(viewer) }),
      ).slice(0, 500),
    export: async (asked, viewer, address) => {
      const query = { ...asked, ...reach(viewer), before: null, limit: MOST_EXPORTED }
      const { total } = await audit.list({ ...query, limit: 1 })
      if (total > MOST_EXPORTED)
        throw new AppError(
          'bad-request',
          `共 ${total} 行,一次至多导出 ${MOST_EXPORTED} 行,请缩短时段 / ${total} rows, ${MOST_EXPORTED} can be exported at once: narrow the time`,
        )
      await audit.record({
        event: 'audit.export',
        account: viewer.account,
        role: viewer.role,
        address,
        outcome: 'ok',
        detail: describe(asked, total),
      })
      return auditCsv((await audit.list(query)).rows.map(toAuditRow))
    },
    verify: async (viewer) => {
      const check = await audit.verify()
      return isTop(viewer) ? check : onlyWhether(check)
    },
    progress: (viewer) => (isTop(viewer) ? audit.progress() : null),
    anchors: (viewer) => (isTop(viewer) ? audit.anchors() : []),
  }
}
