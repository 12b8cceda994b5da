import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `alter table rooms add column limit_use float8`,
  `update rooms set limit_use = case when over_dm2 > 0 then usable_dm2::float8 / limit_dm2 else least(usable_dm2::float8 / limit_dm2, 1) end
    where occupants = 1 and limit_dm2 > 0`,
  `update rooms set stale = true where occupants > 1 and office_room`,
  `update ledger_state set dirty = true where exists (select from rooms where stale)`,
]

/**
 * What the occupant who is worst off uses of the limit is kept with each room. Excesses of shared rooms had each share
 * rounded before it was summed: their facts, and the roll-ups over them, are made again at the next start.
 */
export const sharesOnce: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
