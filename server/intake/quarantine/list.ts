import { may, type Viewer } from '#shared/kernel/roles.ts'
import { maskQuoted, maskText } from '#shared/access/masks.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { QuarantineList } from '#shared/protocol/http.ts'
import type { Quarantine } from './quarantineRows.ts'
import type { Regions } from '../../common/directory/types.ts'
import type { AccessLog } from '../../common/ports/audit.ts'

/** Whose rows a viewer may see; `regions` null for all, those of no known region included. */
export type QuarantineReach = (viewer: Viewer) => { readonly regions: readonly string[] | null }

export interface QuarantineReading {
  list(
    query: { source: string | null; offset: number; limit: number },
    viewer: Viewer,
  ): Promise<QuarantineList>
  /** One row's words in the clear; logged first. Throws `not-found` outside the viewer's scope. */
  open(
    id: number,
    reason: string,
    viewer: Viewer,
    address: string,
  ): Promise<{ recordId: string | null; reason: string; found: string | null }>
}

const FOUND = '; found '
/** A reason names what was expected and, behind `; found `, quotes what came. */
const parted = (reason: string): { reason: string; found: string | null } => {
  const at = reason.indexOf(FOUND)
  return at < 0
    ? { reason, found: null }
    : { reason: reason.slice(0, at), found: reason.slice(at + FOUND.length) }
}

/** The scope of the tree itself; whoever is at its root sees all. */
export const reachIn =
  (regions: Pick<Regions, 'path' | 'subtree'>): QuarantineReach =>
  ({ scope }) => ({
    regions:
      scope.kind === 'region' && regions.path(scope.region).length === 1
        ? null
        : scope.kind === 'unit'
          ? []
          : regions.subtree(scope.region),
  })

/**
 * Open faults as they may be read: those of the viewer's own region, without the records' bodies, and with masks over
 * what was found, which may be anybody's name, phone or plate.
 */
export const makeQuarantineReading = (
  quarantine: Pick<Quarantine, 'open' | 'one'>,
  reach: QuarantineReach,
  audit: AccessLog,
): QuarantineReading => ({
  list: async (query, viewer) => {
    const { rows, total, sources } = await quarantine.open({ ...query, regions: reach(viewer).regions })
    return {
      rows: rows.map((row) => {
        const { reason, found } = parted(row.reason)
        const recordId = row.record_id === null ? null : maskText(row.record_id)
        return {
          id: row.id,
          source: row.source,
          collection: row.collection,
          recordId,
          field: row.field,
          reason: maskText(reason),
          found: found === null ? null : maskQuoted(found),
          region: row.region,
          times: row.times,
          firstAt: row.first_at,
          lastAt: row.last_at,
        }
      }),
      total,
      sources,
    }
  },
  open: async (id, reason, viewer, address) => {
    if (!may(viewer.role, 'unmask'))
      throw new AppError('forbidden', '没有这项权限 / this role may not do that')
    const about = {
      event: 'unmask.quarantine',
      account: viewer.account,
      role: viewer.role,
      address,
      target: String(id),
      detail: reason,
    }
    await audit.record({ ...about, outcome: 'ok' })
    const row = await quarantine.one(id, reach(viewer).regions)
    if (row) return { recordId: row.record_id, ...parted(row.reason) }
    await audit.record({ ...about, outcome: 'refused' })
    throw new AppError('not-found', '没有这一记录 / no such record')
  },
})
