import type { QuarantineList } from '#shared/protocol/http.ts'
import type { Quarantine } from '../repositories/quarantine.ts'

/** Open faults without the records' bodies: these may hold what the reader must not see. */
export const listQuarantine = async (quarantine: Quarantine, limit: number): Promise<QuarantineList> => {
  const { rows, total } = await quarantine.open(limit)
  return {
    rows: rows.map((row) => ({ id: row.id, source: row.source, collection: row.collection, recordId: row.record_id, field: row.field, reason: row.reason, times: row.times, firstAt: row.first_at, lastAt: row.last_at })),
    total,
  }
}
