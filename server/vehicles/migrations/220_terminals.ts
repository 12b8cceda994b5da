import { sql, type Kysely, type Migration } from 'kysely'

/** Terminal numbers (JT/T 808) and VINs (GB/T 32960) of vehicles. */
export const terminals: Migration = {
  up: async (db: Kysely<never>) => {
    await sql`alter table vehicles add column terminal_phone text, add column terminal_vin text`.execute(db)
  },
}
