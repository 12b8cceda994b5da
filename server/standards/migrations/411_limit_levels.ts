import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `alter table units add column limit_level text`,
  `update units set limit_level = level`,
  `alter table units alter column limit_level set not null`,
]

/** Whose table of limits a unit's people have: its own level's, or where a province chose so, that of 科级 organs of a city. */
export const limitLevels: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
