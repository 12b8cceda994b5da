import { sql, type Kysely, type Migration } from 'kysely'

/** Where a record that failed at the door belongs, as far as it can be told: the region code that bounds who may see it. */
export const quarantineRegion: Migration = {
  up: async (db: Kysely<never>) => {
    await sql.raw('alter table quarantine add column if not exists region text').execute(db)
    await sql
      .raw(
        'create index if not exists quarantine_region on quarantine (region, last_at desc) where resolved_at is null',
      )
      .execute(db)
  },
}
