import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  'alter table alerts add column due_at bigint',
  'alter table alert_spans add column due_at bigint',
]

/** Until when the oldest case behind an alert was to be mended; null for what was raised before, until it is judged again. */
export const alertsDue: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
