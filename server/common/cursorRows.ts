import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../db/open.ts'

export interface Cursors {
  get(source: string, stream: string): Promise<string | null>
  set(source: string, stream: string, value: string, now: EpochMs): Promise<void>
  /** Forgets delivery marks before this instant: their signatures have long expired. */
  forgetDeliveries(before: EpochMs): Promise<void>
}

export const makeCursors = (db: Db): Cursors => ({
  get: async (source, stream) =>
    (
      await db
        .selectFrom('source_cursors')
        .select('value')
        .where('source', '=', source)
        .where('stream', '=', stream)
        .executeTakeFirst()
    )?.value ?? null,
  set: async (source, stream, value, now) => {
    await db
      .insertInto('source_cursors')
      .values({ source, stream, value, updated_at: now })
      .onConflict((c) => c.columns(['source', 'stream']).doUpdateSet({ value, updated_at: now }))
      .execute()
  },
  forgetDeliveries: async (before) => {
    await db
      .deleteFrom('source_cursors')
      .where('stream', 'like', 'delivery:%')
      .where('updated_at', '<', before)
      .execute()
  },
})
