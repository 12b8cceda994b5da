import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `create table track_chunks (slab integer not null, grp integer not null, points integer not null, blob bytea not null, primary key (grp, slab)) partition by range (slab)`,
  `alter table track_chunks alter column blob set storage external`,
  `create index track_chunks_slab on track_chunks (slab)`,
  `create table track_slabs (slab integer primary key, spool text not null, sequence bigint not null)`,
]

/**
 * Tracks in chunks: one row for five minutes (slab: whole five minutes since 1970) of 64 vehicles, by civil day; and up
 * to which record of the spool each slab holds its points. Rows of `positions` are moved by the server once it runs.
 */
export const tracks: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
