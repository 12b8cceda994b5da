import { sql, type Kysely, type Migration } from 'kysely'

/** Which months and which quota year the roll-ups counted: they move only when a month is whole. */
export const countedMonths: Migration = {
  up: async (db: Kysely<never>) => {
    await sql.raw('alter table ledger_state add column if not exists counted jsonb').execute(db)
  },
}
