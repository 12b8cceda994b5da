import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'

/** When this house last wrote a row of its own; null for a new one. */
export const newestKept = async (db: Db): Promise<EpochMs | null> => {
  const row = await db.selectFrom('audit').select('at').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row ? Number(row.at) : null
}
