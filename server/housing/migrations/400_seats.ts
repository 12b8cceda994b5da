import { sql, type Kysely, type Migration } from 'kysely'

const PERSONS = `update rooms set persons = n.persons from (
    select room, count(*) filter (where nth = 1) as persons from (
      select room, row_number() over (partition by person order by since, room collate "C") as nth from occupants) o
    group by room) n where n.room = rooms.id`

/**
 * Who holds two rooms is one person, and what a unit has counts where its people sit: every sum is made again after the
 * start that brings this.
 */
export const seats: Migration = {
  up: async (db: Kysely<never>) => {
    await sql
      .raw('alter table rooms add column if not exists persons smallint not null default 0')
      .execute(db)
    await sql.raw(PERSONS).execute(db)
    await sql.raw('update ledger_state set dirty = true where rebuilt_at is not null').execute(db)
  },
}
