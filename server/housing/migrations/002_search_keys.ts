import { sql, type Kysely, type Migration } from 'kysely'

/** All names of a place in one text, so that a search within them reads each row once. */
export const searchKeys: Migration = {
  up: async (db: Kysely<never>) => {
    await sql
      .raw(
        `alter table search_places add column keys text not null generated always as (lower(title) || '|' || pinyin || '|' || initials) stored`,
      )
      .execute(db)
  },
}
