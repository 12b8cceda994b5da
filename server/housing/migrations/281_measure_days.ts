import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `create table measure_days (day text primary key, at bigint not null)`,
  `create table place_measure_days (id text not null, day text not null, kind text not null, parent text, county text, measures bigint[] not null, primary key (id, day))`,
]

/**
 * The ledger's roll-ups as they stood on each civil day (UTC+8). `measure_days` names the days that were kept; a place has
 * a row only for a day on which it differs from the day before, so that years of a ledger at rest cost little.
 */
export const measureDays: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
